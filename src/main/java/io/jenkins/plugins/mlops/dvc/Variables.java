package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values that {@code ${...}} of a {@code dvc.yaml} can name: {@code params.yaml} beside it, then its {@code vars:}, then those of the stage. A name may not be
 * given two values. Rules as in DVC 3's {@code dvc.parsing.context}.
 */
final class Variables {

    static final Variables NONE = new Variables(Map.of(), Map.of());

    private final Map<String, Node> values;
    /** File to the keys that were loaded of it; empty for all. */
    private final Map<String, List<String>> loaded;

    private Variables(Map<String, Node> values, Map<String, List<String>> loaded) {
        this.values = values;
        this.loaded = loaded;
    }

    /**
     * @param folder of the {@code dvc.yaml}
     * @param vars its {@code vars:}
     */
    static Variables load(SourceTree tree, String folder, Optional<Node> vars) throws InterpolationException {
        Variables variables = new Variables(new LinkedHashMap<>(), new HashMap<>());
        String params = RepositoryPath.join(folder, ParamsFile.DEFAULT);
        Position at = Position.in(params);
        variables.loadFile(tree, params, List.of(), at, true);
        variables.add(tree, folder, vars);
        return variables;
    }

    /** @param vars of a stage; files in it are relative to the stage's working folder */
    Variables with(SourceTree tree, String folder, Optional<Node> vars) throws InterpolationException {
        if (vars.isEmpty()) {
            return this;
        }
        Variables copy = new Variables(new LinkedHashMap<>(values), new HashMap<>(loaded));
        copy.add(tree, folder, vars);
        return copy;
    }

    /** For {@code item} and {@code key}, which hide what has their name. */
    Variables with(Map<String, Node> hiding) {
        Map<String, Node> merged = new LinkedHashMap<>(values);
        merged.putAll(hiding);
        return new Variables(merged, loaded);
    }

    private void add(SourceTree tree, String folder, Optional<Node> vars) throws InterpolationException {
        if (vars.isEmpty() || vars.get() instanceof Node.Null) {
            return;
        }
        if (!(vars.get() instanceof Node.Sequence list)) {
            throw new InterpolationException(vars.get().at(), "expected 'vars' to be a list");
        }
        for (Node item : list.items()) {
            if (item instanceof Node.Mapping mapping) {
                merge(values, mapping.entries());
            } else if (item instanceof Node.Text text) {
                addFile(tree, folder, text);
            } else {
                throw new InterpolationException(item.at(), "expected a file or a mapping of values");
            }
        }
    }

    private void addFile(SourceTree tree, String folder, Node.Text item) throws InterpolationException {
        int colon = item.value().indexOf(':');
        String path = colon < 0 ? item.value() : item.value().substring(0, colon);
        List<String> keys = new ArrayList<>();
        if (colon >= 0) {
            for (String key : item.value().substring(colon + 1).split(",", -1)) {
                if (!key.isEmpty()) {
                    keys.add(key);
                }
            }
        }
        Optional<String> file = RepositoryPath.isAbsolute(path) || RepositoryPath.isUrl(path)
                ? Optional.empty()
                : RepositoryPath.normalize(folder, path);
        if (file.isEmpty()) {
            throw new InterpolationException(item.at(), "the file '" + path + "' is not in the repository");
        }
        loadFile(tree, file.get(), keys, item.at(), false);
    }

    private void loadFile(SourceTree tree, String file, List<String> keys, Position at, boolean optional)
            throws InterpolationException {
        List<String> before = loaded.get(file);
        if (before != null && before.isEmpty() && keys.isEmpty()) {
            return;
        }
        Optional<Node> document;
        try {
            document = StageFile.document(tree, file);
        } catch (IOException e) {
            throw new InterpolationException(e.getMessage(), e);
        }
        if (document.isEmpty()) {
            if (optional) {
                return;
            }
            throw new InterpolationException(at, "there is no file '" + file + "'");
        }
        if (!(document.get() instanceof Node.Mapping mapping)) {
            if (document.get() instanceof Node.Null) {
                return;
            }
            throw new InterpolationException(document.get().at(), "expected a mapping of values");
        }
        Map<String, Node> entries = mapping.entries();
        if (!keys.isEmpty()) {
            Map<String, Node> selected = new LinkedHashMap<>();
            for (String key : keys) {
                Optional<Node> value = mapping.get(key);
                if (value.isEmpty()) {
                    throw new InterpolationException(at, "there is no '" + key + "' in '" + file + "'");
                }
                selected.put(key, value.get());
            }
            entries = selected;
        }
        merge(values, entries);
        List<String> all = new ArrayList<>(before == null ? List.of() : before);
        all.addAll(keys);
        loaded.put(file, keys.isEmpty() ? List.of() : all);
    }

    private static void merge(Map<String, Node> into, Map<String, Node> update) throws InterpolationException {
        for (Map.Entry<String, Node> entry : update.entrySet()) {
            Node before = into.get(entry.getKey());
            Node value = entry.getValue();
            if (before instanceof Node.Mapping one && value instanceof Node.Mapping other) {
                Map<String, Node> merged = new LinkedHashMap<>(one.entries());
                merge(merged, other.entries());
                into.put(entry.getKey(), new Node.Mapping(merged, one.at()));
            } else if (before != null) {
                throw new InterpolationException(
                        value.at(), "'" + entry.getKey() + "' has a value already, from " + before.at());
            } else {
                into.put(entry.getKey(), value);
            }
        }
    }

    /**
     * @param expression what stands between the braces, such as {@code model.layers[0]}
     * @param at for the message
     */
    Node select(String expression, Position at) throws InterpolationException {
        String[] parts = expression.replace('[', '.').replace("]", "").split("\\.", -1);
        Optional<Node> found = Optional.ofNullable(values.get(parts[0].strip()));
        for (int i = 1; i < parts.length && found.isPresent(); i++) {
            String key = parts[i].strip();
            found = found.get() instanceof Node.Mapping mapping
                    ? mapping.get(key)
                    : found.get() instanceof Node.Sequence sequence ? item(sequence.items(), key) : Optional.empty();
        }
        return found.orElseThrow(() -> new InterpolationException(at, "there is no value for '${" + expression + "}'"));
    }

    /** Counts from the end where negative, as Python does. */
    private static Optional<Node> item(List<Node> items, String key) {
        if (!key.matches("-?[0-9]{1,9}")) {
            return Optional.empty();
        }
        int index = Integer.parseInt(key);
        int from = index < 0 ? items.size() + index : index;
        return from >= 0 && from < items.size() ? Optional.of(items.get(from)) : Optional.empty();
    }
}
