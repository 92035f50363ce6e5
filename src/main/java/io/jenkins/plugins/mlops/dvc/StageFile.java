package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code .dvc} or {@code dvc.yaml} file declares.
 *
 * @param metrics paths of the {@code metrics:} at the top of a {@code dvc.yaml}
 * @param params likewise
 * @param plots likewise
 * @param artifacts likewise
 * @param groups names of {@code foreach} and {@code matrix} stages, whose stages are {@code group@key}
 * @param warnings what could not be understood and was left out
 */
record StageFile(
        String path,
        List<Stage> stages,
        List<String> metrics,
        List<String> params,
        List<DeclaredPlot> plots,
        List<DeclaredArtifact> artifacts,
        List<String> groups,
        List<String> warnings) {

    static final String SUFFIX = ".dvc";
    static final String PIPELINE = "dvc.yaml";
    static final String LOCK = "dvc.lock";

    StageFile {
        stages = List.copyOf(stages);
        metrics = List.copyOf(metrics);
        params = List.copyOf(params);
        plots = List.copyOf(plots);
        artifacts = List.copyOf(artifacts);
        groups = List.copyOf(groups);
        warnings = List.copyOf(warnings);
    }

    static boolean isStageFile(String path) {
        String name = RepositoryPath.name(path);
        return name.endsWith(SUFFIX) && !name.equals(SUFFIX) || name.equals(PIPELINE);
    }

    /** @return empty where there is no such file */
    static Optional<StageFile> read(SourceTree tree, String path) throws IOException {
        Optional<Node> document = document(tree, path);
        if (document.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                RepositoryPath.name(path).equals(PIPELINE)
                        ? PipelineFile.read(tree, path, document.get())
                        : DvcFile.read(path, document.get()));
    }

    /** YAML, or by its extension what a file of parameters may be as well. */
    static Optional<Node> document(SourceTree tree, String path) throws IOException {
        Optional<byte[]> content = tree.read(path);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        String text = new String(content.get(), StandardCharsets.UTF_8);
        return Optional.of(Documents.byExtension(text, path));
    }

    static Node.Mapping mapping(Node document, String what) throws DocumentException {
        return document instanceof Node.Null
                ? new Node.Mapping(java.util.Map.of(), document.at())
                : document.asMapping(what);
    }

    static Position at(Node.Mapping mapping, String key) {
        return mapping.get(key).map(Node::at).orElse(mapping.at());
    }
}
