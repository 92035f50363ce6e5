package io.jenkins.plugins.mlops.agent;

import io.jenkins.plugins.mlops.lineage.Seeds;
import io.jenkins.plugins.mlops.training.Repeat;
import io.jenkins.plugins.mlops.training.RunFiles;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What to train and what to take down of it, as a person writes it. Not a record: what reads {@code program.dat} sets final fields, which the JDK does not allow for records. */
public final class TrainingRequest implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int LONGEST_NAME = 200;

    private final String name;
    private final String dir;
    private final ArrayList<String> metrics;
    private final ArrayList<String> params;
    private final ArrayList<String> plots;
    private final ArrayList<String> models;
    private final Long seed;
    private final String image;
    private final boolean skipIfUnchanged;
    private final int repeat;
    private final double tolerance;

    /**
     * @param name of the training; may be empty
     * @param dir relative to the workspace
     * @param metrics globs relative to {@code dir}, as are the other three; for each kind that is empty, what the DVC repository declares
     * @param seed null for none
     * @param image in which it trains; may be empty
     * @param repeat 1 to train once
     * @param tolerance as of {@link Repeat}
     */
    public TrainingRequest(
            String name,
            String dir,
            List<String> metrics,
            List<String> params,
            List<String> plots,
            List<String> models,
            Long seed,
            String image,
            boolean skipIfUnchanged,
            int repeat,
            double tolerance) {
        this.name = name;
        this.dir = dir;
        this.metrics = new ArrayList<>(metrics);
        this.params = new ArrayList<>(params);
        this.plots = new ArrayList<>(plots);
        this.models = new ArrayList<>(models);
        this.seed = seed;
        this.image = image;
        this.skipIfUnchanged = skipIfUnchanged;
        this.repeat = repeat;
        this.tolerance = tolerance;
    }

    /** @throws IllegalArgumentException that says what to write instead */
    public void check() {
        WorkspaceFolder.check(dir);
        files();
        seeds();
        if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "name has to be one line of at most " + LONGEST_NAME + " characters, as in name: 'fraud'");
        }
        if (repeat != 1) {
            repetition();
            if (skipIfUnchanged) {
                throw new IllegalArgumentException("repeat and skipIfUnchanged exclude each other; remove one");
            }
        } else if (tolerance != 0) {
            throw new IllegalArgumentException("tolerance is for repeat; add repeat: 2 or more, or remove it");
        }
    }

    /** @throws IllegalArgumentException for numbers that make no sense */
    public Repeat repetition() {
        if (!Double.isFinite(tolerance)) {
            throw new IllegalArgumentException("tolerance is " + tolerance + " but has to be a number, 0 or more");
        }
        return new Repeat(repeat, BigDecimal.valueOf(tolerance));
    }

    public String name() {
        return name;
    }

    String dir() {
        return dir;
    }

    public String image() {
        return image;
    }

    public boolean skipIfUnchanged() {
        return skipIfUnchanged;
    }

    public int repeat() {
        return repeat;
    }

    OptionalLong seed() {
        return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    }

    RunFiles files() {
        return RunFiles.of(metrics, params, plots, models);
    }

    /** The environment variables that pin randomness; empty without a seed. */
    public Map<String, String> seeds() {
        return seed == null ? Map.of() : Seeds.variables(seed);
    }

    /** What tells one training of a Pipeline from another where the command does not, for there is a body. */
    public List<String> traits() {
        List<String> traits = new ArrayList<>();
        trait(traits, "name", name.isEmpty() ? List.of() : List.of(name));
        trait(traits, "metrics", metrics);
        trait(traits, "plots", plots);
        trait(traits, "models", models);
        return traits;
    }

    private static void trait(List<String> traits, String key, List<String> values) {
        if (!values.isEmpty()) {
            traits.add(key + "=" + String.join(",", values));
        }
    }
}
