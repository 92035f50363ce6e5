package io.jenkins.plugins.mlops.git;

import io.jenkins.plugins.mlops.dvc.DataSnapshot;
import io.jenkins.plugins.mlops.dvc.DvcRepository;
import io.jenkins.plugins.mlops.dvc.Manifest;
import io.jenkins.plugins.mlops.dvc.ObjectId;
import io.jenkins.plugins.mlops.dvc.Output;
import io.jenkins.plugins.mlops.dvc.ParamsFile;
import io.jenkins.plugins.mlops.dvc.SourceTree;
import io.jenkins.plugins.mlops.lineage.PathGlob;
import io.jenkins.plugins.mlops.metrics.MetricReader;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Metrics, parameters and data hashes of commits, without a checkout. */
public final class RevisionReader {

    private final GitRepository git;
    private final String folder;
    private final List<PathGlob> metrics;
    private final List<PathGlob> params;
    private final ObjectContent content;

    private RevisionReader(
            GitRepository git, String folder, List<PathGlob> metrics, List<PathGlob> params, ObjectContent content) {
        this.git = git;
        this.folder = folder;
        this.metrics = List.copyOf(metrics);
        this.params = List.copyOf(params);
        this.content = content;
    }

    /**
     * Reads the metrics and parameters files that each commit itself declares.
     *
     * @param folder of the DVC repository in the Git work tree, as {@link GitRepository#prefixOf} has it
     */
    public static RevisionReader of(GitRepository git, String folder) {
        return new RevisionReader(git, folder, List.of(), List.of(), ObjectContent.none());
    }

    /** Reads these files instead of the declared ones; of an empty list, the declared ones. */
    public RevisionReader withFiles(List<PathGlob> metricsFiles, List<PathGlob> paramsFiles) {
        return new RevisionReader(git, folder, metricsFiles, paramsFiles, content);
    }

    /** Where metrics are that DVC keeps and Git does not. */
    public RevisionReader withContent(ObjectContent objects) {
        return new RevisionReader(git, folder, metrics, params, objects);
    }

    GitRepository git() {
        return git;
    }

    public RevisionState read(String revision) throws IOException {
        String commit = git.resolve(revision);
        SourceTree tree = git.tree(commit, folder);
        Optional<DvcRepository> dvc =
                isDvcRepository(tree) ? Optional.of(DvcRepository.open(tree, "")) : Optional.empty();
        List<Output> outputs = dvc.isPresent() ? dvc.get().outputs() : List.of();
        Snapshot values = Snapshot.EMPTY;
        List<String> files = new ArrayList<>();
        for (var file : files(tree, outputs, metrics, declaredMetrics(dvc)).entrySet()) {
            Optional<byte[]> text = file.getValue().isPresent()
                    ? tracked(file.getKey(), file.getValue().get(), commit)
                    : tree.read(file.getKey());
            if (text.isPresent()) {
                values = values.plus(MetricReader.read(text.get(), file.getKey()));
                files.add(file.getKey());
            }
        }
        Snapshot parameters = Snapshot.EMPTY;
        for (var file : files(tree, outputs, params, declaredParams(dvc)).entrySet()) {
            Optional<byte[]> text = tree.read(file.getKey());
            if (text.isPresent()) {
                parameters = parameters.plus(MetricReader.read(text.get(), file.getKey()));
            }
        }
        DataSnapshot data = dvc.isPresent() ? dvc.get().snapshot() : DataSnapshot.of(List.of());
        return new RevisionState(commit, git.committed(commit), files, values, parameters, data);
    }

    private static boolean isDvcRepository(SourceTree tree) throws IOException {
        return tree.list("").stream()
                .anyMatch(entry -> entry.folder() && entry.name().equals(".dvc"));
    }

    private static List<String> declaredMetrics(Optional<DvcRepository> dvc) throws IOException {
        return dvc.isPresent() ? dvc.get().metrics() : List.of();
    }

    private static List<String> declaredParams(Optional<DvcRepository> dvc) throws IOException {
        return dvc.isPresent()
                ? dvc.get().params().stream().map(ParamsFile::path).toList()
                : List.of();
    }

    /** Paths of files with the output that has their content, for those that Git does not have. */
    private static TreeMap<String, Optional<Output>> files(
            SourceTree tree, List<Output> outputs, List<PathGlob> given, List<String> declared) throws IOException {
        Set<String> paths = new TreeSet<>(declared);
        if (!given.isEmpty()) {
            paths.clear();
            List<PathGlob> wild = given.stream().filter(PathGlob::hasWildcard).toList();
            given.stream().filter(glob -> !glob.hasWildcard()).forEach(glob -> paths.add(glob.toString()));
            if (!wild.isEmpty()) {
                Set<String> candidates = new TreeSet<>();
                collect(tree, "", candidates);
                outputs.stream().map(Output::path).forEach(candidates::add);
                candidates.stream()
                        .filter(path -> wild.stream().anyMatch(glob -> glob.matches(path)))
                        .forEach(paths::add);
            }
        }
        TreeMap<String, Optional<Output>> files = new TreeMap<>();
        for (String path : paths) {
            files.put(
                    path,
                    outputs.stream()
                            .filter(output -> output.cached()
                                    && (path.equals(output.path()) || path.startsWith(output.path() + "/")))
                            .findFirst());
        }
        return files;
    }

    private static void collect(SourceTree tree, String at, Set<String> paths) throws IOException {
        for (SourceTree.Entry entry : tree.list(at)) {
            String path = at.isEmpty() ? entry.name() : at + "/" + entry.name();
            if (!entry.folder()) {
                paths.add(path);
            } else if (!entry.name().equals(".dvc")) {
                collect(tree, path, paths);
            }
        }
    }

    private Optional<byte[]> tracked(String path, Output output, String commit) throws IOException {
        if (output.id().isEmpty()) {
            // Declared, and never run.
            return Optional.empty();
        }
        byte[] object = object(path, output, output.id().get(), commit);
        if (!output.id().get().isDirectory()) {
            return Optional.of(object);
        }
        Manifest manifest =
                Manifest.read(new ByteArrayInputStream(object), output.id().get(), output.path());
        for (Manifest.File file : manifest.files()) {
            if (path.equals(output.path() + "/" + file.path())) {
                return Optional.of(object(path, output, file.id(), commit));
            }
        }
        return Optional.empty();
    }

    private byte[] object(String path, Output output, ObjectId id, String commit) throws IOException {
        return content.read(output, id)
                .orElseThrow(() -> new IOException("Cannot read " + path + " of commit " + commit.substring(0, 12)
                        + ": DVC tracks it as " + id + ", which is neither in the cache nor in a remote that was asked."
                        + " Fetch it: dvc fetch -a " + output.path() + " - or keep metrics in Git, with cache: false"));
    }
}
