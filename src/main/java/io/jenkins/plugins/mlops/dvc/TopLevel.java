package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code metrics:}, {@code params:}, {@code plots:} and {@code artifacts:} beside {@code stages:}; their paths are relative to the file. */
final class TopLevel {

    private final String folder;
    private final Node.Mapping root;
    private final PipelineFile.Scope scope;
    private final List<String> warnings;

    TopLevel(String folder, Node.Mapping root, PipelineFile.Scope scope, List<String> warnings) {
        this.folder = folder;
        this.root = root;
        this.scope = scope;
        this.warnings = warnings;
    }

    List<String> paths(String key) throws DocumentException {
        List<String> paths = new ArrayList<>();
        for (Node item : items(key)) {
            paths.add(RepositoryPath.resolve(folder, item.asText("an entry of '" + key + "'"), item.at()));
        }
        return paths;
    }

    List<DeclaredPlot> plots() throws DocumentException {
        List<DeclaredPlot> entries = new ArrayList<>();
        for (Node item : items("plots")) {
            if (item instanceof Node.Mapping mapping) {
                for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
                    entries.add(plot(entry.getKey(), entry.getValue(), item.at()));
                }
            } else {
                entries.add(plot(item.asText("a plot"), new Node.Null(item.at()), item.at()));
            }
        }
        return entries;
    }

    private DeclaredPlot plot(String id, Node properties, Position at) throws DocumentException {
        Node.Mapping options = StageFile.mapping(properties, "the plot '" + id + "'");
        List<String> files = new ArrayList<>();
        // Where 'y' names files, the id is but a title.
        for (String axis : List.of("y", "x")) {
            Optional<Node> value = options.get(axis);
            if (value.isPresent() && value.get() instanceof Node.Mapping byFile) {
                files.addAll(byFile.entries().keySet());
            }
        }
        List<String> paths = new ArrayList<>();
        for (String path : files.isEmpty() ? List.of(id) : files) {
            String resolved = RepositoryPath.resolve(folder, path, at);
            if (!paths.contains(resolved)) {
                paths.add(resolved);
            }
        }
        return new DeclaredPlot(id, paths, options, at);
    }

    /** One that cannot be understood stops nothing: no data hangs on it. */
    List<DeclaredArtifact> artifacts() throws DocumentException {
        List<DeclaredArtifact> artifacts = new ArrayList<>();
        Optional<Node> node = present("artifacts");
        if (node.isEmpty()) {
            return artifacts;
        }
        for (Map.Entry<String, Node> entry :
                node.get().asMapping("'artifacts'").entries().entrySet()) {
            Position at = entry.getValue().at();
            Node declared = new Node.Mapping(Map.of(entry.getKey(), entry.getValue()), at);
            try {
                Node.Mapping resolved = resolved(declared).asMapping("an artifact");
                for (Map.Entry<String, Node> artifact : resolved.entries().entrySet()) {
                    artifacts.add(artifact(
                            artifact.getKey(),
                            artifact.getValue().asMapping("the artifact '" + artifact.getKey() + "'")));
                }
            } catch (InterpolationException e) {
                warnings.add(at + ": the artifact '" + entry.getKey() + "' could not be resolved: " + e.getMessage());
            } catch (DocumentException e) {
                warnings.add("the artifact '" + entry.getKey() + "' is left out: " + e.getMessage());
            }
        }
        return artifacts;
    }

    private DeclaredArtifact artifact(String name, Node.Mapping declared) throws DocumentException {
        String path = OutputEntry.text(declared, "path")
                .orElseThrow(() -> new DocumentException(declared.at(), "the artifact has no 'path'"));
        List<String> labels = new ArrayList<>();
        Optional<Node.Sequence> list = OutputEntry.list(declared, "labels");
        if (list.isPresent()) {
            for (Node label : list.get().items()) {
                labels.add(label.asText("a label"));
            }
        }
        return new DeclaredArtifact(
                name,
                OutputPaths.resolve(folder, path, StageFile.at(declared, "path")),
                OutputEntry.text(declared, "type"),
                OutputEntry.text(declared, "desc"),
                labels,
                declared.at());
    }

    private Optional<Node> present(String key) {
        return root.get(key).filter(node -> !(node instanceof Node.Null));
    }

    private Node resolved(Node node) throws InterpolationException {
        return Template.hasExpression(node) ? new Template(scope.variables()).resolve(node) : node;
    }

    private List<Node> items(String key) throws DocumentException {
        Optional<Node> node = present(key);
        if (node.isEmpty()) {
            return List.of();
        }
        // Before DVC 3 plots could be a mapping as well.
        if (node.get() instanceof Node.Mapping mapping && !Template.hasExpression(mapping)) {
            return List.of(mapping);
        }
        List<Node> items = new ArrayList<>();
        for (Node item : node.get().asSequence("'" + key + "'").items()) {
            try {
                items.add(resolved(item));
            } catch (InterpolationException e) {
                warnings.add(item.at() + ": an entry of '" + key + "' could not be resolved: " + e.getMessage());
            }
        }
        return items;
    }
}
