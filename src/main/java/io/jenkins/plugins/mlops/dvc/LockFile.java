package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A {@code dvc.lock}: what every stage of the {@code dvc.yaml} beside it had when it last ran. */
final class LockFile {

    /** @param path as it is written, relative to the stage's working folder */
    record Out(String path, OutputEntry entry, Position at) {}

    private final Map<String, Map<String, Out>> stages = new LinkedHashMap<>();

    private LockFile() {}

    /** @return without stages where there is no such file */
    static LockFile read(SourceTree tree, String file) throws IOException {
        LockFile lock = new LockFile();
        Optional<Node> document = StageFile.document(tree, file);
        if (document.isPresent()) {
            lock.read(StageFile.mapping(document.get(), "a dvc.lock"));
        }
        return lock;
    }

    private void read(Node.Mapping root) throws DocumentException {
        Optional<String> schema = OutputEntry.text(root, "schema");
        Node.Mapping entries = root;
        if (schema.isPresent()) {
            if (!schema.get().equals("2.0")) {
                throw new DocumentException(
                        StageFile.at(root, "schema"),
                        "the schema '" + schema.get() + "' is not known; it should be 2.0");
            }
            Optional<Node> stagesNode = root.get("stages").filter(node -> !(node instanceof Node.Null));
            if (stagesNode.isEmpty()) {
                return;
            }
            entries = stagesNode.get().asMapping("'stages'");
        }
        // Before DVC 2.0 the stages were the top.
        for (Map.Entry<String, Node> stage : entries.entries().entrySet()) {
            stages.put(stage.getKey(), outs(stage.getValue().asMapping("the stage '" + stage.getKey() + "'")));
        }
    }

    private static Map<String, Out> outs(Node.Mapping stage) throws DocumentException {
        Map<String, Out> outs = new LinkedHashMap<>();
        Optional<Node.Sequence> list = OutputEntry.list(stage, "outs");
        if (list.isPresent()) {
            for (Node item : list.get().items()) {
                Node.Mapping out = item.asMapping("an entry of 'outs'");
                String path = OutputEntry.text(out, "path")
                        .orElseThrow(() -> new DocumentException(out.at(), "the entry has no 'path'"));
                outs.put(path, new Out(path, OutputEntry.read(out), out.at()));
            }
        }
        return outs;
    }

    Map<String, Map<String, Out>> stages() {
        return stages;
    }

    /** By path as it is written. */
    Map<String, Out> outs(String stage) {
        return stages.getOrDefault(stage, Map.of());
    }
}
