package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@code .dvc} file: data that was added or imported, or a stage as DVC before 1.0 wrote it. */
final class DvcFile {

    private final String file;
    private final List<String> warnings = new ArrayList<>();

    private DvcFile(String file) {
        this.file = file;
    }

    static StageFile read(String file, Node document) throws DocumentException {
        return new DvcFile(file).read(StageFile.mapping(document, "a .dvc file"));
    }

    private StageFile read(Node.Mapping root) throws DocumentException {
        String parent = RepositoryPath.parent(file);
        Optional<String> wdir = OutputEntry.text(root, "wdir");
        String folder =
                wdir.isEmpty() ? parent : RepositoryPath.resolve(parent, wdir.get(), StageFile.at(root, "wdir"));
        List<Node.Mapping> deps = mappings(root, "deps");
        List<Node.Mapping> outs = mappings(root, "outs");
        // A command makes it a stage; several dependencies do so as well.
        boolean imported = root.get("cmd").isEmpty() && deps.size() == 1 && outs.size() == 1;
        Optional<ImportSource> source = imported ? source(deps.get(0)) : Optional.empty();
        List<Output> outputs = new ArrayList<>();
        for (Node.Mapping out : outs) {
            output(out, folder, source).ifPresent(outputs::add);
        }
        boolean frozen = OutputEntry.flag(root, "frozen", false) || OutputEntry.flag(root, "locked", false);
        Stage stage = new Stage(
                file,
                file,
                Optional.empty(),
                folder,
                frozen,
                OutputEntry.text(root, "desc"),
                imported ? List.of() : dependencies(deps, folder),
                List.of(),
                outputs);
        return new StageFile(file, List.of(stage), List.of(), List.of(), List.of(), List.of(), List.of(), warnings);
    }

    private Optional<Output> output(Node.Mapping out, String folder, Optional<ImportSource> source)
            throws DocumentException {
        String path = path(out);
        boolean cached = OutputEntry.flag(out, "cache", true);
        OutputEntry entry = OutputEntry.read(out);
        if (!cached && (RepositoryPath.isUrl(path) || RepositoryPath.isAbsolute(path))) {
            warnings.add(StageFile.at(out, "path") + ": the output '" + path
                    + "' is not in the repository; DVC keeps no copy of it, so it is left alone");
            return Optional.empty();
        }
        String resolved = OutputPaths.resolve(folder, path, StageFile.at(out, "path"));
        if (entry.foreignHash().isPresent()) {
            warnings.add(out.at() + ": the output '" + resolved + "' has no md5 but an '"
                    + entry.foreignHash().get() + "' of an external storage, by which no cache or remote keeps it");
        }
        Output.Kind kind = OutputEntry.flag(out, "plot", false)
                ? Output.Kind.PLOT
                : isSet(out, "metric") ? Output.Kind.METRIC : Output.Kind.DATA;
        return Optional.of(new Output(
                resolved,
                entry.id(),
                entry.size(),
                entry.files(),
                file,
                kind,
                cached,
                OutputEntry.flag(out, "push", true),
                OutputEntry.text(out, "remote"),
                entry.executable(),
                source,
                entry.versionAware(),
                out.at()));
    }

    /** Old files have {@code metric: {type: json, xpath: ...}}. */
    private static boolean isSet(Node.Mapping out, String key) {
        return out.get(key)
                .map(node -> node instanceof Node.Mapping || node instanceof Node.Flag flag && flag.value())
                .orElse(false);
    }

    /** @return empty for what is not addressed by a path, such as a query of a database */
    private Optional<ImportSource> source(Node.Mapping dep) throws DocumentException {
        if (dep.get("path").isEmpty()) {
            return Optional.empty();
        }
        Optional<Node> repo = dep.get("repo");
        if (repo.isEmpty()) {
            return Optional.of(new ImportSource.Url(path(dep)));
        }
        Node.Mapping repository = repo.get().asMapping("'repo'");
        String url = OutputEntry.text(repository, "url")
                .orElseThrow(() -> new DocumentException(repository.at(), "the import has no 'url'"));
        Optional<String> revision = OutputEntry.text(repository, "rev_lock");
        if (revision.isEmpty()) {
            revision = OutputEntry.text(repository, "rev");
        }
        return Optional.of(
                new ImportSource.GitRepository(url, revision.orElse("HEAD"), path(dep), ImportConfig.read(repository)));
    }

    private static List<String> dependencies(List<Node.Mapping> deps, String folder) throws DocumentException {
        List<String> paths = new ArrayList<>();
        for (Node.Mapping dep : deps) {
            if (dep.get("path").isPresent()) {
                String path = path(dep);
                paths.add(OutputPaths.dependency(folder, path));
            }
        }
        return paths;
    }

    private static String path(Node.Mapping entry) throws DocumentException {
        return OutputEntry.text(entry, "path")
                .orElseThrow(() -> new DocumentException(entry.at(), "the entry has no 'path'"));
    }

    private static List<Node.Mapping> mappings(Node.Mapping root, String key) throws DocumentException {
        List<Node.Mapping> entries = new ArrayList<>();
        Optional<Node.Sequence> list = OutputEntry.list(root, key);
        if (list.isPresent()) {
            for (Node item : list.get().items()) {
                entries.add(item.asMapping("an entry of '" + key + "'"));
            }
        }
        return entries;
    }
}
