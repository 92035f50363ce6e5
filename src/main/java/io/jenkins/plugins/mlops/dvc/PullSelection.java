package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.document.DocumentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects what the targets ask for; overlapping requests become one. */
final class PullSelection {

    private static final class Part {
        private final Output output;
        private boolean whole;
        private final TreeSet<String> paths = new TreeSet<>();

        private Part(Output output) {
            this.output = output;
        }
    }

    /** By path and place, so that an output that two stages claim is two parts and an error. */
    private final Map<String, Part> parts = new TreeMap<>();

    void whole(Output output) {
        part(output).whole = true;
    }

    /** @param path the output's own, or one inside */
    void path(Output output, String path) {
        if (path.equals(output.path())) {
            whole(output);
        } else {
            part(output).paths.add(path);
        }
    }

    private Part part(Output output) {
        return parts.computeIfAbsent(output.path() + "\0" + output.declaredAt(), key -> new Part(output));
    }

    /** For each output its path, or the paths in it as {@code output|path}; sorted. */
    List<String> selected() {
        List<String> selected = new ArrayList<>();
        for (Part part : parts.values()) {
            if (part.whole) {
                selected.add(part.output.path());
            } else {
                part.paths.forEach(path -> selected.add(part.output.path() + "|" + path));
            }
        }
        return selected;
    }

    /** @param tracked as in {@link PullPlan} */
    PullPlan plan(List<String> fileWarnings, Optional<Set<String>> tracked) throws DocumentException {
        OutputPaths.requireDisjoint(
                parts.values().stream().map(part -> part.output).toList());
        List<PullPlan.Item> items = new ArrayList<>();
        List<String> warnings = new ArrayList<>(fileWarnings);
        for (Part part : parts.values()) {
            Output output = part.output;
            if (!output.cached()) {
                continue;
            }
            if (output.id().isEmpty() && output.source().isEmpty() && !output.versionAware()) {
                warnings.add(
                        "the output '" + output.path() + "' of '" + output.stage()
                                + "' has no recorded content, so there is nothing to pull; run 'dvc repro' and commit dvc.lock");
                continue;
            }
            items.add(new PullPlan.Item(output, part.whole ? List.of() : withoutNested(part.paths)));
        }
        return new PullPlan(items, warnings, tracked);
    }

    private static List<String> withoutNested(TreeSet<String> paths) {
        List<String> outer = new ArrayList<>();
        for (String path : paths) {
            boolean nested = false;
            for (String parent = RepositoryPath.parent(path); !nested && !parent.isEmpty(); ) {
                nested = paths.contains(parent);
                parent = RepositoryPath.parent(parent);
            }
            if (!nested) {
                outer.add(path);
            }
        }
        return outer;
    }
}
