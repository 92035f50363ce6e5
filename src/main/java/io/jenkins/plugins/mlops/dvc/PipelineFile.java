package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code dvc.yaml} with its {@code dvc.lock}. As in DVC the former says which outputs there are and the latter which content they have; but where an expression of a
 * stage has no value, what the lock has of that stage counts, with default flags.
 */
final class PipelineFile {

    private final SourceTree tree;
    private final String file;
    private final String folder;
    private final LockFile lock;
    private final List<Stage> stages = new ArrayList<>();
    private final List<DeclaredPlot> plots = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private PipelineFile(SourceTree tree, String file, LockFile lock) {
        this.tree = tree;
        this.file = file;
        this.folder = RepositoryPath.parent(file);
        this.lock = lock;
    }

    static StageFile read(SourceTree tree, String file, Node document) throws IOException {
        LockFile lock = LockFile.read(tree, RepositoryPath.join(RepositoryPath.parent(file), StageFile.LOCK));
        return new PipelineFile(tree, file, lock).read(StageFile.mapping(document, "a dvc.yaml"));
    }

    /** Gives a scope, or says why there is none; entries without expressions need none. */
    interface Scope {
        Variables variables() throws InterpolationException;
    }

    private StageFile read(Node.Mapping root) throws DocumentException {
        Scope scope = scope(root);
        Optional<Node> declared = root.get("stages").filter(node -> !(node instanceof Node.Null));
        if (declared.isPresent()) {
            for (Map.Entry<String, Node> entry :
                    declared.get().asMapping("'stages'").entries().entrySet()) {
                Node.Mapping definition = entry.getValue().asMapping("the stage '" + entry.getKey() + "'");
                definition(entry.getKey(), definition, scope);
            }
        }
        TopLevel top = new TopLevel(folder, root, scope, warnings);
        plots.addAll(top.plots());
        return new StageFile(
                file, stages, top.paths("metrics"), top.paths("params"), plots, top.artifacts(), groups, warnings);
    }

    private Scope scope(Node.Mapping root) {
        try {
            Variables variables = Variables.load(tree, folder, root.get("vars"));
            return () -> variables;
        } catch (InterpolationException e) {
            return () -> {
                throw e;
            };
        }
    }

    private void definition(String name, Node.Mapping definition, Scope scope) throws DocumentException {
        Optional<Node> foreach = definition.get("foreach");
        Optional<Node> matrix = definition.get("matrix");
        if (foreach.isEmpty() && matrix.isEmpty()) {
            stage(name, definition, scope);
            return;
        }
        groups.add(name);
        Node.Mapping template = foreach.isEmpty()
                ? definition
                : definition
                        .get("do")
                        .orElseThrow(() -> new DocumentException(
                                definition.at(), "the stage '" + name + "' has 'foreach' but no 'do'"))
                        .asMapping("'do'");
        Map<String, Map<String, Node>> keys;
        try {
            keys = foreach.isPresent()
                    ? StageGroup.foreach(foreach.get(), new Template(scopeFor(foreach.get(), scope)))
                    : StageGroup.matrix(matrix.get(), new Template(scopeFor(matrix.get(), scope)));
        } catch (InterpolationException e) {
            for (String locked : lock.stages().keySet()) {
                if (locked.startsWith(name + "@")) {
                    fromLock(locked, literalFolder(template), definition.at(), e);
                }
            }
            return;
        }
        for (Map.Entry<String, Map<String, Node>> key : keys.entrySet()) {
            stage(name + "@" + key.getKey(), template, () -> scope.variables().with(key.getValue()));
        }
    }

    /** The values of a {@code foreach} or {@code matrix} that are written out need no variables. */
    private static Variables scopeFor(Node data, Scope scope) throws InterpolationException {
        return Template.hasExpression(data) ? scope.variables() : Variables.NONE;
    }

    private void stage(String name, Node.Mapping definition, Scope scope) throws DocumentException {
        Optional<String> known = literalFolder(definition);
        try {
            String workingFolder = known.isPresent() ? known.get() : resolvedFolder(definition, scope);
            known = Optional.of(workingFolder);
            Resolved resolved = new Resolved(definition, scope, tree, workingFolder);
            StageOutputs outputs = new StageOutputs(workingFolder, address(name), lock.outs(name), warnings);
            outputs.add(resolved.required("outs"), Output.Kind.DATA);
            outputs.add(resolved.required("metrics"), Output.Kind.METRIC);
            outputs.add(resolved.required("plots"), Output.Kind.PLOT);
            plots.addAll(outputs.plots());
            stages.add(new Stage(
                    address(name),
                    file,
                    Optional.of(name),
                    workingFolder,
                    OutputEntry.flag(definition, "frozen", false),
                    description(resolved),
                    dependencies(resolved, workingFolder),
                    params(resolved, workingFolder),
                    outputs.outputs()));
        } catch (InterpolationException e) {
            fromLock(name, known, definition.at(), e);
        }
    }

    /** @return empty where it has an expression */
    private Optional<String> literalFolder(Node.Mapping definition) throws DocumentException {
        Optional<Node> wdir = definition.get("wdir").filter(node -> !(node instanceof Node.Null));
        if (wdir.isEmpty()) {
            return Optional.of(folder);
        }
        return Template.hasExpression(wdir.get())
                ? Optional.empty()
                : Optional.of(RepositoryPath.resolve(
                        folder, wdir.get().asText("'wdir'"), wdir.get().at()));
    }

    private String resolvedFolder(Node.Mapping definition, Scope scope)
            throws InterpolationException, DocumentException {
        Node wdir = definition.get("wdir").orElseThrow();
        Node text = new Template(scope.variables()).resolve(wdir);
        return RepositoryPath.resolve(folder, text.asText("'wdir'"), wdir.at());
    }

    private String address(String name) {
        return folder.isEmpty() ? name : file + ":" + name;
    }

    private void fromLock(String name, Optional<String> known, Position at, InterpolationException reason)
            throws DocumentException {
        // Paths in the lock are relative to the working folder: where that is unknown, data would land in the wrong
        // place.
        Map<String, LockFile.Out> locked = known.isPresent() ? lock.outs(name) : Map.of();
        String workingFolder = known.orElse(folder);
        String consequence = known.isEmpty()
                ? "; neither is its 'wdir', so its outputs are left out"
                : locked.isEmpty()
                        ? "; dvc.lock has no outputs of it"
                        : "; its outputs are taken from dvc.lock, without flags such as 'cache' or 'remote'";
        warnings.add("the stage '" + address(name) + "' (" + at + ") could not be resolved: " + reason.getMessage()
                + consequence);
        StageOutputs outputs = new StageOutputs(workingFolder, address(name), locked, warnings);
        outputs.addLocked();
        stages.add(new Stage(
                address(name),
                file,
                Optional.of(name),
                workingFolder,
                false,
                Optional.empty(),
                List.of(),
                List.of(),
                outputs.outputs()));
    }

    /** What a pull does not need stops nothing. */
    private Optional<String> description(Resolved resolved) throws DocumentException {
        Optional<Node> node = resolved.optional("desc", warnings);
        return node.isEmpty() ? Optional.empty() : Optional.of(node.get().asText("'desc'"));
    }

    private List<String> dependencies(Resolved resolved, String workingFolder) throws DocumentException {
        List<String> dependencies = new ArrayList<>();
        Optional<Node> node = resolved.optional("deps", warnings);
        if (node.isPresent()) {
            for (Node item : node.get().asSequence("'deps'").items()) {
                dependencies.add(OutputPaths.dependency(workingFolder, item.asText("a dependency")));
            }
        }
        return dependencies;
    }

    /** A text is a key of {@code params.yaml}; a mapping is a file with its keys, or with nothing for all of them. */
    private List<ParamsFile> params(Resolved resolved, String workingFolder) throws DocumentException {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        List<String> wholly = new ArrayList<>();
        Optional<Node> node = resolved.optional("params", warnings);
        if (node.isEmpty()) {
            return List.of();
        }
        for (Node item : node.get().asSequence("'params'").items()) {
            if (!(item instanceof Node.Mapping mapping)) {
                keys.computeIfAbsent(ParamsFile.DEFAULT, k -> new ArrayList<>()).add(item.asText("a parameter"));
                continue;
            }
            for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
                List<String> named = keys.computeIfAbsent(entry.getKey(), k -> new ArrayList<>());
                if (entry.getValue() instanceof Node.Null) {
                    wholly.add(entry.getKey());
                    continue;
                }
                List<Node> items = entry.getValue()
                        .asSequence("the parameters of '" + entry.getKey() + "'")
                        .items();
                if (items.isEmpty()) {
                    wholly.add(entry.getKey());
                }
                for (Node key : items) {
                    named.add(key.asText("a parameter"));
                }
            }
        }
        List<ParamsFile> files = new ArrayList<>();
        keys.forEach((path, names) -> files.add(new ParamsFile(
                OutputPaths.dependency(workingFolder, path), wholly.contains(path) ? List.of() : names)));
        return files;
    }

    /** The entries of a stage with the values of its expressions. */
    private record Resolved(Node.Mapping definition, Scope scope, SourceTree tree, String folder) {

        Optional<Node> required(String key) throws InterpolationException {
            Optional<Node> node = definition.get(key).filter(n -> !(n instanceof Node.Null));
            if (node.isEmpty() || !Template.hasExpression(node.get())) {
                return node;
            }
            Variables variables = scope.variables().with(tree, folder, definition.get("vars"));
            return Optional.of(new Template(variables).resolve(node.get()));
        }

        Optional<Node> optional(String key, List<String> warnings) {
            try {
                return required(key);
            } catch (InterpolationException e) {
                warnings.add(
                        StageFile.at(definition, key) + ": '" + key + "' could not be resolved: " + e.getMessage());
                return Optional.empty();
            }
        }
    }
}
