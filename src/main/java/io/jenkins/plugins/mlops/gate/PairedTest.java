package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.gate.Check.Outcome;
import io.jenkins.plugins.mlops.metrics.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two models on the same examples. The check fails if and only if the candidate is significantly worse at {@code alpha}, not where it is merely different or not
 * proven to be better: with {@link Method#MCNEMAR}, where more examples were lost than won and the two-sided p-value is at most alpha; with
 * {@link Method#BOOTSTRAP}, where the whole confidence interval of level 1 - alpha of the difference is on the worse side of 0.
 *
 * @param candidate path of its predictions, relative to the root
 * @param baseline path of the baseline's predictions; where the file is missing it is a first run
 */
public record PairedTest(String candidate, String baseline, Examples examples, Method method, Severity severity) {

    public enum Method {
        MCNEMAR,
        BOOTSTRAP
    }

    /** What {@link Method#BOOTSTRAP} compares; McNemar's test is on being right or wrong. */
    public enum Score {
        ACCURACY("accuracy"),
        MEAN_ABSOLUTE_ERROR("mean absolute error");

        private final String text;

        Score(String text) {
            this.text = text;
        }
    }

    /**
     * How examples are read and compared.
     *
     * @param id empty for the column {@code id} where the files have it, else by the order of the rows
     */
    public record Examples(
            String label, String prediction, Optional<String> id, Sampling sampling, FirstRun firstRun) {}

    /** @param alpha between 0 and 1, both excluded */
    public record Sampling(Score score, double alpha, int resamples, long seed) {}

    private static final List<String> KEYS = List.of(
            "candidate",
            "baseline",
            "label",
            "prediction",
            "id",
            "test",
            "score",
            "alpha",
            "resamples",
            "seed",
            "severity");

    private static final int MOST_RESAMPLES = 1_000_000;
    private static final long MOST_DRAWS = 5_000_000_000L;

    static PairedTest fromNode(Node node, FirstRun firstRun) throws DocumentException {
        Settings settings = Settings.of(node, "predictions", KEYS);
        Method method = settings.choice("test", Map.of("mcnemar", Method.MCNEMAR, "bootstrap", Method.BOOTSTRAP))
                .orElse(Method.MCNEMAR);
        Score score = settings.choice("score", Map.of("accuracy", Score.ACCURACY, "mae", Score.MEAN_ABSOLUTE_ERROR))
                .orElse(Score.ACCURACY);
        if (method == Method.MCNEMAR && score != Score.ACCURACY) {
            throw settings.problem(
                    "score", "McNemar's test compares right and wrong answers; write test: bootstrap for mae");
        }
        double alpha = settings.number("alpha").map(BigDecimal::doubleValue).orElse(0.05);
        if (alpha <= 0 || alpha >= 1) {
            throw settings.problem("alpha", "alpha is " + alpha + " but has to be between 0 and 1, usually 0.05");
        }
        int resamples = settings.integer("resamples", 100, MOST_RESAMPLES).orElse(10_000);
        int seed =
                settings.integer("seed", Integer.MIN_VALUE, Integer.MAX_VALUE).orElse(42);
        return new PairedTest(
                path(settings, "candidate"),
                path(settings, "baseline"),
                new Examples(
                        settings.text("label").orElse("label"),
                        settings.text("prediction").orElse("prediction"),
                        settings.text("id"),
                        new Sampling(score, alpha, resamples, seed),
                        firstRun),
                method,
                Criterion.severity(settings));
    }

    private static String path(Settings settings, String key) throws DocumentException {
        return settings.text(key)
                .orElseThrow(() -> settings.problem(
                        key, "predictions need '" + key + "', the path of a .csv, .tsv or .jsonl file"));
    }

    /**
     * @param root what both paths are relative to
     * @throws IOException where a file cannot be read, or the two are not of the same examples
     */
    public Check check(Path root) throws IOException {
        Path candidatePath = WorkspacePaths.resolve(root, candidate, "the candidate's predictions");
        Path baselinePath = WorkspacePaths.resolve(root, baseline, "the baseline's predictions");
        if (!Files.exists(candidatePath)) {
            return check(Outcome.FAILED, severity, "there are no predictions at '" + candidate + "'");
        }
        if (!Files.exists(baselinePath)) {
            String message = "there are no predictions of a baseline at '" + baseline + "' yet";
            return switch (examples.firstRun()) {
                case PASS -> check(Outcome.SKIPPED, severity, message + ", so this is not checked (firstRun: pass)");
                case WARN -> check(Outcome.FAILED, Severity.WARN, message + " (firstRun: warn)");
                case FAIL -> check(Outcome.FAILED, severity, message + " (firstRun: fail)");
            };
        }
        Predictions.Columns columns = new Predictions.Columns(examples.label(), examples.prediction(), examples.id());
        Pairs pairs = Pairs.of(
                Predictions.read(candidatePath, candidate, columns), Predictions.read(baselinePath, baseline, columns));
        return method == Method.MCNEMAR ? mcNemar(pairs) : bootstrap(pairs);
    }

    private Check mcNemar(Pairs pairs) {
        McNemar test = pairs.mcNemar();
        double p = test.pValue();
        boolean worse = test.onlyBaseline() > test.onlyCandidate()
                && p <= examples.sampling().alpha();
        String message = "of " + pairs.size() + " examples only the candidate got " + test.onlyCandidate()
                + " right, only the baseline " + test.onlyBaseline() + ": p = " + show(p)
                + (test.exact() ? " (exact)" : " (chi-square)") + ", so the candidate is "
                + (worse ? "" : "not ") + "significantly worse at alpha "
                + show(examples.sampling().alpha());
        return scored(worse, pairs.accuracy(), message);
    }

    private Check bootstrap(Pairs pairs) throws IOException {
        Sampling sampling = examples.sampling();
        boolean accuracy = sampling.score() == Score.ACCURACY;
        if ((long) pairs.size() * sampling.resamples() > MOST_DRAWS) {
            throw new IOException(sampling.resamples() + " resamples of " + pairs.size()
                    + " predictions take too long; set resamples to at most " + MOST_DRAWS / pairs.size());
        }
        Pairs.Scores scores = accuracy ? pairs.accuracy() : pairs.meanAbsoluteError();
        PairedBootstrap.Interval interval =
                PairedBootstrap.interval(scores.differences(), sampling.resamples(), sampling.alpha(), sampling.seed());
        boolean worse = accuracy ? interval.high() < 0 : interval.low() > 0;
        String message = sampling.score().text + " changed by " + show(scores.candidate() - scores.baseline()) + ", "
                + show(100 * (1 - sampling.alpha())) + " % interval [" + show(interval.low()) + ", "
                + show(interval.high()) + "] of " + sampling.resamples() + " resamples of " + pairs.size()
                + " examples, so the candidate is " + (worse ? "" : "not ") + "significantly worse";
        return scored(worse, scores, message);
    }

    private Check scored(boolean worse, Pairs.Scores scores, String message) {
        Check check = check(worse ? Outcome.FAILED : Outcome.PASSED, severity, message);
        return new Check(
                check.subject(),
                check.rule(),
                check.source(),
                check.outcome(),
                check.severity(),
                Optional.of(new Value.Numeric(rounded(scores.candidate()))),
                Optional.of(new Value.Numeric(rounded(scores.baseline()))),
                Optional.empty(),
                message);
    }

    private Check check(Outcome outcome, Severity effective, String message) {
        String name = method == Method.MCNEMAR ? "mcnemar" : "bootstrap";
        return new Check(
                examples.sampling().score().text + " on paired predictions",
                name + " alpha " + show(examples.sampling().alpha()),
                Check.GATE,
                outcome,
                effective,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                message);
    }

    private static String show(double value) {
        return rounded(value).round(new MathContext(4)).stripTrailingZeros().toString();
    }

    private static BigDecimal rounded(double value) {
        return new BigDecimal(value, MathContext.DECIMAL32);
    }
}
