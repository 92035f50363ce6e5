package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the outputs of one stage of a {@code dvc.yaml}, with their content as the lock has it. */
final class StageOutputs {

    private final String folder;
    private final String stage;
    private final Map<String, LockFile.Out> lockByPath = new LinkedHashMap<>();
    private final List<String> warnings;
    private final List<Output> outputs = new ArrayList<>();
    private final List<DeclaredPlot> plots = new ArrayList<>();

    /** @param folder the stage's working folder */
    StageOutputs(String folder, String stage, Map<String, LockFile.Out> locked, List<String> warnings) {
        this.folder = folder;
        this.stage = stage;
        this.warnings = warnings;
        for (LockFile.Out out : locked.values()) {
            lockByPath.put(OutputPaths.dependency(folder, out.path()), out);
        }
    }

    List<Output> outputs() {
        return outputs;
    }

    /** How to draw the outputs that are plots. */
    List<DeclaredPlot> plots() {
        return plots;
    }

    /** @param list of paths, or of mappings from a path to flags */
    void add(Optional<Node> list, Output.Kind kind) throws DocumentException {
        if (list.isEmpty()) {
            return;
        }
        // As in DVC, an output may stand here several times; later flags win.
        Map<String, List<Node.Mapping>> flags = new LinkedHashMap<>();
        Map<String, Position> places = new LinkedHashMap<>();
        for (Node item : list.get().asSequence("the outputs").items()) {
            if (!(item instanceof Node.Mapping mapping)) {
                String path = item.asText("an output");
                flags.computeIfAbsent(path, p -> new ArrayList<>());
                places.putIfAbsent(path, item.at());
                continue;
            }
            for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
                flags.computeIfAbsent(entry.getKey(), p -> new ArrayList<>()).addAll(flags(entry));
                places.putIfAbsent(entry.getKey(), entry.getValue().at());
            }
        }
        for (Map.Entry<String, List<Node.Mapping>> entry : flags.entrySet()) {
            add(entry.getKey(), entry.getValue(), kind, places.get(entry.getKey()));
        }
    }

    /** A plot may have a list of them, one for each way to draw it. */
    private static List<Node.Mapping> flags(Map.Entry<String, Node> entry) throws DocumentException {
        if (entry.getValue() instanceof Node.Null) {
            return List.of();
        }
        if (entry.getValue() instanceof Node.Sequence sequence) {
            List<Node.Mapping> flags = new ArrayList<>();
            for (Node item : sequence.items()) {
                flags.add(item.asMapping("the flags of '" + entry.getKey() + "'"));
            }
            return flags;
        }
        return List.of(entry.getValue().asMapping("the flags of '" + entry.getKey() + "'"));
    }

    /** Everything that the lock has, with default flags. */
    void addLocked() throws DocumentException {
        for (LockFile.Out out : List.copyOf(lockByPath.values())) {
            add(out.path(), List.of(), Output.Kind.DATA, out.at());
        }
    }

    private void add(String path, List<Node.Mapping> flags, Output.Kind kind, Position at) throws DocumentException {
        boolean cached = true;
        boolean pushed = true;
        Optional<String> remote = Optional.empty();
        for (Node.Mapping flag : flags) {
            cached = OutputEntry.flag(flag, "cache", cached);
            pushed = OutputEntry.flag(flag, "push", pushed);
            Optional<String> named = OutputEntry.text(flag, "remote");
            remote = named.isPresent() ? named : remote;
        }
        if (!cached && (RepositoryPath.isUrl(path) || RepositoryPath.isAbsolute(path))) {
            warnings.add(at + ": the output '" + path
                    + "' is not in the repository; DVC keeps no copy of it, so it is left alone");
            return;
        }
        String resolved = OutputPaths.resolve(folder, path, at);
        if (kind == Output.Kind.PLOT) {
            List<Node.Mapping> options = flags.isEmpty() ? List.of(new Node.Mapping(Map.of(), at)) : flags;
            options.forEach(option -> plots.add(new DeclaredPlot(resolved, List.of(resolved), option, at)));
        }
        OutputEntry entry = Optional.ofNullable(lockByPath.get(resolved))
                .map(LockFile.Out::entry)
                .orElse(OutputEntry.NONE);
        outputs.add(new Output(
                resolved,
                entry.id(),
                entry.size(),
                entry.files(),
                stage,
                kind,
                cached,
                pushed,
                remote,
                entry.executable(),
                Optional.empty(),
                entry.versionAware(),
                at));
    }
}
