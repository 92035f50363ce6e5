package io.jenkins.plugins.mlops.build;

import hudson.model.InvisibleAction;
import hudson.model.Job;
import hudson.model.Run;
import hudson.util.AtomicFileWriter;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.training.RunJson;
import io.jenkins.plugins.mlops.training.RunStore;
import io.jenkins.plugins.mlops.training.StoredRun;
import io.jenkins.plugins.mlops.training.TrainingRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.RunAction2;

/**
 * The trainings of a build. Their records are files in the build's folder, {@code mlops/runs/<id>.json}, which are not read before somebody looks and which can be read without the
 * build; {@code build.xml} has the ids alone.
 */
public final class TrainingRuns extends InvisibleAction implements RunAction2 {

    private static final Logger LOGGER = Logger.getLogger(TrainingRuns.class.getName());
    private static final String SUFFIX = ".json";

    /** Looks no further back than this for builds that trained. */
    private static final int MOST_LOOKED_AT = 500;

    /**
     * A training of a build. Not a record: XStream sets final fields, which the JDK does not allow for records.
     */
    public static final class Training {

        private final String id;
        private final String name;
        private final boolean reused;

        private Training(String id, String name, boolean reused) {
            this.id = id;
            this.name = name;
            this.reused = reused;
        }

        public String getId() {
            return id;
        }

        /** What the Pipeline calls it; empty where it has no name. */
        public String getName() {
            return name;
        }

        /** Whether an earlier run was taken over, as nothing had changed since. */
        public boolean isReused() {
            return reused;
        }
    }

    private final List<Training> trainings = new ArrayList<>();
    private transient Run<?, ?> build;

    private TrainingRuns(Run<?, ?> build) {
        this.build = build;
    }

    /**
     * Keeps a record with a build. Doing so a second time changes nothing.
     *
     * @param name empty for a training without one
     */
    public static void add(Run<?, ?> build, String name, StoredRun stored, boolean reused) throws IOException {
        String id = RunStore.checkId(stored.run().id());
        synchronized (build) {
            TrainingRuns runs = build.getAction(TrainingRuns.class);
            if (runs == null) {
                runs = new TrainingRuns(build);
                build.addAction(runs);
            }
            runs.write(id, RunJson.text(stored));
            runs.remember(new Training(id, name, reused));
            build.save();
        }
    }

    private synchronized void remember(Training training) {
        trainings.removeIf(known -> known.id.equals(training.id));
        trainings.add(training);
    }

    private void write(String id, String json) throws IOException {
        Path folder = Files.createDirectories(folder(build.getRootDir().toPath()));
        try (AtomicFileWriter writer = new AtomicFileWriter(folder.resolve(id + SUFFIX), StandardCharsets.UTF_8)) {
            writer.write(json);
            writer.commit();
        }
    }

    private static Path folder(Path build) {
        return build.resolve("mlops").resolve("runs");
    }

    /** In the order in which they ended. */
    public synchronized List<Training> trainings() {
        return List.copyOf(trainings);
    }

    /** The newest run of a build that measured exactly these metrics; metrics that came from elsewhere have no known inputs. */
    static Optional<TrainingRun> thatMeasured(Snapshot metrics, Run<?, ?> build) {
        TrainingRuns trainings = build.getAction(TrainingRuns.class);
        List<TrainingRun> runs = trainings == null ? List.of() : trainings.runs();
        return runs.stream()
                .filter(run -> run.succeeded() && run.metrics().equals(metrics))
                .reduce((older, newer) -> newer);
    }

    /** The records that can be read, in the order of {@link #trainings()}. */
    public List<TrainingRun> runs() {
        List<TrainingRun> runs = new ArrayList<>();
        for (Training training : trainings()) {
            find(training.id).map(StoredRun::run).ifPresent(runs::add);
        }
        return List.copyOf(runs);
    }

    /** @return empty where there is no such record, or none that can be read */
    public Optional<StoredRun> find(String id) {
        return read(folder(build.getRootDir().toPath()).resolve(RunStore.checkId(id) + SUFFIX));
    }

    /**
     * What the newest builds of a job trained, this one among them; found by their files, so that no build is loaded for it.
     *
     * @param builds how many of those that trained
     */
    public static List<StoredRun> newest(Job<?, ?> job, int builds) throws IOException {
        List<StoredRun> found = new ArrayList<>();
        int left = builds;
        for (Path build : newestFirst(job.getBuildDir().toPath())) {
            if (left == 0) {
                break;
            }
            List<StoredRun> runs = read(folder(build), found);
            left -= runs.isEmpty() ? 0 : 1;
            found.addAll(runs);
        }
        return List.copyOf(found);
    }

    private static List<Path> newestFirst(Path folder) throws IOException {
        List<Path> builds = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, TrainingRuns::isBuild)) {
            children.forEach(builds::add);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return builds.stream()
                .sorted(Comparator.comparing((Path build) -> Integer.valueOf(nameOf(build)))
                        .reversed())
                .limit(MOST_LOOKED_AT)
                .toList();
    }

    private static boolean isBuild(Path path) {
        return nameOf(path).matches("[1-9]\\d{0,8}");
    }

    private static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** A build that took a run over has a copy of its record, which tells nothing more. */
    private static List<StoredRun> read(Path folder, List<StoredRun> known) throws IOException {
        List<StoredRun> runs = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                read(file).filter(run -> !known.contains(run)).ifPresent(runs::add);
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return runs;
    }

    private static Optional<StoredRun> read(Path file) {
        try {
            return Optional.of(RunJson.read(Files.readString(file), file.toString()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot read the record of a training in " + file);
            return Optional.empty();
        }
    }

    @Override
    public void onAttached(Run<?, ?> run) {
        build = run;
    }

    @Override
    public void onLoad(Run<?, ?> run) {
        build = run;
    }
}
