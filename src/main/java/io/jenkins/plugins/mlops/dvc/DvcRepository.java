package io.jenkins.plugins.mlops.dvc;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a DVC repository tracks, in one state. Files are read and parsed when they are first needed, and once; not for use by several threads at a time.
 */
public final class DvcRepository {

    private final SourceTree tree;
    private final String root;
    private final String folder;
    private final boolean gitIgnore;
    private final Map<String, Optional<StageFile>> parsed = new HashMap<>();
    private List<StageFile> index;
    private List<Output> outputs;

    private DvcRepository(SourceTree tree, String root, String folder, boolean gitIgnore) {
        this.tree = tree;
        this.root = root;
        this.folder = folder;
        this.gitIgnore = gitIgnore;
    }

    /**
     * @param folder of the workspace; the repository is the nearest one above
     * @throws IOException where there is none
     */
    public static DvcRepository open(Path folder) throws IOException {
        Path root = findRoot(folder);
        String relative = root.relativize(folder.toAbsolutePath().normalize()).toString();
        return open(new FileSystemTree(root), relative.replace(File.separatorChar, '/'));
    }

    /** @return the nearest folder, from {@code folder} upwards, that has a {@code .dvc} folder */
    public static Path findRoot(Path folder) throws IOException {
        Path start = folder.toAbsolutePath().normalize();
        for (Path candidate = start; candidate != null; candidate = candidate.getParent()) {
            if (Files.isDirectory(candidate.resolve(".dvc"))) {
                return candidate;
            }
        }
        throw noRepository(start.toString());
    }

    /**
     * @param tree may be larger than the DVC repository, such as the Git repository around it
     * @param folder in {@code tree}; the repository is the nearest one above; targets are relative to this folder
     */
    public static DvcRepository open(SourceTree tree, String folder) throws IOException {
        String start = RepositoryPath.normalize("", folder)
                .orElseThrow(() -> new IOException("'" + folder + "' is not inside " + tree.description()));
        String root = start;
        while (!hasFolder(tree, root, ".dvc")) {
            if (root.isEmpty()) {
                throw noRepository(tree.description() + (start.isEmpty() ? "" : "/" + start));
            }
            root = RepositoryPath.parent(root);
        }
        SourceTree repository = Subtree.of(tree, root);
        String inside = root.isEmpty() || root.equals(start)
                ? start.substring(root.length())
                : start.substring(root.length() + 1);
        boolean workspace = tree instanceof FileSystemTree;
        return new DvcRepository(repository, root, inside, workspace && !withoutGit(repository));
    }

    private static boolean hasFolder(SourceTree tree, String folder, String name) throws IOException {
        return tree.list(folder).stream()
                .anyMatch(entry -> entry.folder() && entry.name().equals(name));
    }

    private static boolean withoutGit(SourceTree repository) throws IOException {
        String file = ".dvc/config";
        Optional<byte[]> config = repository.read(file);
        return config.isPresent()
                && Optional.ofNullable(ConfigText.parse(new String(config.get(), StandardCharsets.UTF_8), file)
                                .getOrDefault("core", Map.of())
                                .get("no_scm"))
                        .map(value -> value.text().equalsIgnoreCase("true"))
                        .orElse(false);
    }

    private static IOException noRepository(String place) {
        return new IOException("There is no DVC repository in " + place
                + " or in a folder above it: none has a .dvc folder. Check the folder, or run 'dvc init'");
    }

    /** Rooted at the DVC repository, as all paths here are. */
    public SourceTree tree() {
        return tree;
    }

    /** Where the DVC repository lies in the tree that was opened; empty for its root. */
    public String root() {
        return root;
    }

    /** What targets are relative to, from the repository's root. */
    public String folder() {
        return folder;
    }

    /**
     * All outputs of all stages, sorted by path.
     *
     * @throws io.jenkins.plugins.mlops.document.DocumentException where two are the same or one lies in another
     */
    public List<Output> outputs() throws IOException {
        if (outputs == null) {
            List<Output> all = new ArrayList<>();
            for (Stage stage : stages()) {
                all.addAll(stage.outputs());
            }
            OutputPaths.requireDisjoint(all);
            all.sort(Comparator.comparing(Output::path));
            outputs = List.copyOf(all);
        }
        return outputs;
    }

    /** The output that {@code path} is, or lies in. */
    public Optional<Output> output(String path) throws IOException {
        for (Output output : outputs()) {
            if (RepositoryPath.isInsideOrSame(path, output.path())) {
                return Optional.of(output);
            }
        }
        return Optional.empty();
    }

    /** In the order of their files' paths. */
    public List<Stage> stages() throws IOException {
        List<Stage> stages = new ArrayList<>();
        index().forEach(file -> stages.addAll(file.stages()));
        return stages;
    }

    /** What could not be understood in the files that were read so far and stops nothing. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        new TreeMap<>(parsed).values().forEach(file -> file.ifPresent(f -> warnings.addAll(f.warnings())));
        return warnings;
    }

    /**
     * What has to come into the workspace for {@code targets}; none is all. A target is, in DVC's order, a {@code .dvc} file or {@code dvc.yaml} or {@code dvc.yaml:stage}, the name of a stage (or of a
     * {@code foreach} or {@code matrix} group) of the {@code dvc.yaml} in {@link #folder()}, a tracked path, or a path inside a tracked folder; and last a folder that has tracked paths or
     * {@code .dvc} files in it, which stands for all of these, as with {@code dvc pull --recursive}. Files that the targets do not need are not parsed.
     *
     * @throws UnknownTargetException for a target that is nothing of these
     */
    public PullPlan plan(List<String> targets) throws IOException {
        PullSelection selection = new PullSelection();
        Optional<Set<String>> tracked = Optional.empty();
        if (targets.isEmpty()) {
            outputs().forEach(selection::whole);
            tracked = Optional.of(outputs().stream().map(Output::path).collect(Collectors.toSet()));
        }
        Targets resolver = new Targets(this);
        for (String target : targets) {
            resolver.select(target, selection);
        }
        return selection.plan(warnings(), tracked);
    }

    /** The hashes of all outputs that DVC keeps copies of. */
    public DataSnapshot snapshot() throws IOException {
        return DataSnapshot.of(outputs().stream().filter(Output::cached).toList());
    }

    /** Metrics files: outputs of stages under {@code metrics:} and those at the top of a {@code dvc.yaml}; sorted. */
    public List<String> metrics() throws IOException {
        TreeSet<String> paths = new TreeSet<>();
        for (StageFile file : index()) {
            paths.addAll(file.metrics());
        }
        for (Output output : outputs()) {
            if (output.kind() == Output.Kind.METRIC) {
                paths.add(output.path());
            }
        }
        return List.copyOf(paths);
    }

    /**
     * Files of parameters that stages depend on, those at the top of a {@code dvc.yaml}, and {@code params.yaml} of the root where there is one; sorted by path. Paths outside of
     * the repository are left out.
     */
    public List<ParamsFile> params() throws IOException {
        Map<String, List<String>> keys = new TreeMap<>();
        List<String> wholly = new ArrayList<>();
        for (StageFile file : index()) {
            file.params().forEach(path -> {
                keys.computeIfAbsent(path, p -> new ArrayList<>());
                wholly.add(path);
            });
            for (Stage stage : file.stages()) {
                for (ParamsFile params : stage.params()) {
                    if (RepositoryPath.isAbsolute(params.path())
                            || params.path().startsWith("../")) {
                        continue;
                    }
                    List<String> names = keys.computeIfAbsent(params.path(), p -> new ArrayList<>());
                    params.keys().stream().filter(key -> !names.contains(key)).forEach(names::add);
                    if (params.keys().isEmpty()) {
                        wholly.add(params.path());
                    }
                }
            }
        }
        if (!keys.containsKey(ParamsFile.DEFAULT)
                && tree.read(ParamsFile.DEFAULT).isPresent()) {
            keys.put(ParamsFile.DEFAULT, List.of());
        }
        List<ParamsFile> files = new ArrayList<>();
        keys.forEach((path, names) -> files.add(new ParamsFile(path, wholly.contains(path) ? List.of() : names)));
        return files;
    }

    /** In the order of their files' paths. */
    public List<DeclaredPlot> plots() throws IOException {
        List<DeclaredPlot> plots = new ArrayList<>();
        index().forEach(file -> plots.addAll(file.plots()));
        return plots;
    }

    /** In the order of their files' paths. */
    public List<DeclaredArtifact> artifacts() throws IOException {
        List<DeclaredArtifact> artifacts = new ArrayList<>();
        index().forEach(file -> artifacts.addAll(file.artifacts()));
        return artifacts;
    }

    List<StageFile> index() throws IOException {
        if (index == null) {
            List<StageFile> found = new ArrayList<>(new Discovery(tree, this::file, gitIgnore).run());
            found.sort(Comparator.comparing(StageFile::path));
            index = List.copyOf(found);
        }
        return index;
    }

    Optional<StageFile> file(String path) throws IOException {
        Optional<StageFile> known = parsed.get(path);
        if (known == null) {
            known = StageFile.read(tree, path);
            parsed.put(path, known);
        }
        return known;
    }
}
