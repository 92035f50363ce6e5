package io.jenkins.plugins.mlops.training;

import io.jenkins.plugins.mlops.dvc.DeclaredArtifact;
import io.jenkins.plugins.mlops.dvc.DeclaredPlot;
import io.jenkins.plugins.mlops.dvc.DvcRepository;
import io.jenkins.plugins.mlops.dvc.Output;
import io.jenkins.plugins.mlops.dvc.ParamsFile;
import io.jenkins.plugins.mlops.dvc.Stage;
import io.jenkins.plugins.mlops.lineage.PathGlob;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which files of a repository are what, as globs. A folder stands for everything in it.
 *
 * @param models files that the run makes and that are deployed
 */
public record RunFiles(List<PathGlob> metrics, List<PathGlob> params, List<PathGlob> plots, List<PathGlob> models) {

    public static final RunFiles NONE = new RunFiles(List.of(), List.of(), List.of(), List.of());

    private static final Set<String> SKIPPED = Set.of(".git", ".dvc", ".mlops");

    /** A stage does not say which of its outputs are models; these are the names and formats they go by. */
    private static final Pattern MODEL = Pattern.compile(
            "(?i)(.*/)?([^/]*model[^/]*|[^/]+\\.(pkl|pickle|joblib|onnx|pt|pth|ckpt|safetensors|h5|hdf5|keras|tflite|pb|ubj|cbm|gguf|bst|pmml|mlmodel))");

    public RunFiles {
        metrics = List.copyOf(metrics);
        params = List.copyOf(params);
        plots = List.copyOf(plots);
        models = List.copyOf(models);
    }

    /** @throws IllegalArgumentException for a path that leads out of the repository */
    public static RunFiles of(List<String> metrics, List<String> params, List<String> plots, List<String> models) {
        return new RunFiles(globs(metrics), globs(params), globs(plots), globs(models));
    }

    private static List<PathGlob> globs(List<String> texts) {
        return texts.stream().map(PathGlob::of).toList();
    }

    /** What the repository itself says. */
    public static RunFiles declaredBy(DvcRepository repository) throws IOException {
        Set<String> plots = new TreeSet<>();
        for (DeclaredPlot plot : repository.plots()) {
            plots.addAll(plot.paths());
        }
        return new RunFiles(
                literal(repository.metrics()),
                literal(repository.params().stream().map(ParamsFile::path).toList()),
                literal(List.copyOf(plots)),
                literal(models(repository)));
    }

    /**
     * Artifacts of {@code type: model}, and where there are none the outputs of stages that look like models by name, such as {@code models/} or {@code net.onnx}. An imported
     * model is one that the run starts from.
     */
    private static List<String> models(DvcRepository repository) throws IOException {
        List<String> models = new ArrayList<>();
        for (DeclaredArtifact artifact : repository.artifacts()) {
            boolean imported =
                    repository.output(artifact.path()).flatMap(Output::source).isPresent();
            if (artifact.isModel() && !imported && !models.contains(artifact.path())) {
                models.add(artifact.path());
            }
        }
        return models.isEmpty() ? modelsByName(repository) : models;
    }

    private static List<String> modelsByName(DvcRepository repository) throws IOException {
        List<String> models = new ArrayList<>();
        for (Stage stage : repository.stages()) {
            for (Output output : stage.outputs()) {
                boolean data = output.kind() == Output.Kind.DATA;
                if (data
                        && !stage.isDataSource()
                        && MODEL.matcher(output.path()).matches()) {
                    models.add(output.path());
                }
            }
        }
        return models;
    }

    private static List<PathGlob> literal(List<String> paths) {
        return paths.stream()
                .filter(path -> !path.startsWith("../"))
                .map(PathGlob::literal)
                .toList();
    }

    /** Each list of this, or that of {@code other} where this has none. */
    public RunFiles orElse(RunFiles other) {
        return new RunFiles(
                metrics.isEmpty() ? other.metrics : metrics,
                params.isEmpty() ? other.params : params,
                plots.isEmpty() ? other.plots : plots,
                models.isEmpty() ? other.models : models);
    }

    /** Whether {@code path} is a thing that the run makes. */
    public boolean isOutput(String path) {
        return matches(metrics, path) || matches(plots, path) || matches(models, path);
    }

    static boolean matches(List<PathGlob> globs, String path) {
        return globs.stream().anyMatch(glob -> glob.matches(path));
    }

    /** The files of {@code repository} that match, sorted. Only a glob with a wildcard makes it walk. */
    static List<String> find(Path repository, List<PathGlob> globs) throws IOException {
        Set<String> found = new TreeSet<>();
        List<PathGlob> wild = new ArrayList<>();
        for (PathGlob glob : globs) {
            if (glob.hasWildcard()) {
                // Not to be resolved: Windows has no path with * in it.
                wild.add(glob);
                continue;
            }
            Path path;
            try {
                path = repository.resolve(glob.toString());
            } catch (InvalidPathException e) {
                // No file of this system has that name.
                continue;
            }
            if (Files.isDirectory(path)) {
                walk(repository, path, List.of(glob), found);
            } else if (Files.isRegularFile(path)) {
                found.add(glob.toString());
            }
        }
        if (!wild.isEmpty()) {
            walk(repository, repository, wild, found);
        }
        return List.copyOf(found);
    }

    private static void walk(Path repository, Path start, List<PathGlob> globs, Set<String> found) throws IOException {
        String separator = repository.getFileSystem().getSeparator();
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean skipped = SKIPPED.contains(String.valueOf(folder.getFileName()));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String path = repository.relativize(file).toString().replace(separator, "/");
                if (matches(globs, path) && Files.isRegularFile(file)) {
                    found.add(path);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
