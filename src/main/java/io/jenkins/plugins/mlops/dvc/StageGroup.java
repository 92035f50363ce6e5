package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import java.util.LinkedHashMap;
import java.util.Map;

/** The keys of the stages that {@code foreach} or {@code matrix} make, each with what {@code item} and {@code key} stand for in it. */
final class StageGroup {

    /** A matrix multiplies; a pipeline of more stages than this is a mistake or an attack. */
    static final int MAX_STAGES = 10_000;

    private StageGroup() {}

    static Map<String, Map<String, Node>> foreach(Node data, Template template) throws InterpolationException {
        Node resolved = template.resolve(data);
        Map<String, Map<String, Node>> stages = new LinkedHashMap<>();
        if (resolved instanceof Node.Mapping mapping) {
            for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
                Node key = new Node.Text(entry.getKey(), entry.getValue().at());
                stages.put(entry.getKey(), Map.of("key", key, "item", entry.getValue()));
            }
        } else if (resolved instanceof Node.Sequence sequence) {
            boolean nested = sequence.items().stream().anyMatch(StageGroup::isCollection);
            for (int i = 0; i < sequence.items().size(); i++) {
                Node item = sequence.items().get(i);
                stages.put(nested ? String.valueOf(i) : Template.text(item), Map.of("item", item));
            }
        } else {
            throw new InterpolationException(data.at(), "expected a list or a mapping but found " + resolved.kind());
        }
        limit(stages.size(), data.at());
        return stages;
    }

    static Map<String, Map<String, Node>> matrix(Node data, Template template) throws InterpolationException {
        if (!(template.resolve(data) instanceof Node.Mapping axes)) {
            throw new InterpolationException(data.at(), "expected a mapping of lists");
        }
        // Python's itertools.product: the last axis changes fastest; without an axis there is one stage with an empty
        // key.
        Map<String, Map<String, Node>> combinations = new LinkedHashMap<>();
        combinations.put("", Map.of());
        boolean first = true;
        for (Map.Entry<String, Node> axis : axes.entries().entrySet()) {
            if (!(axis.getValue() instanceof Node.Sequence values)) {
                throw new InterpolationException(axis.getValue().at(), "expected '" + axis.getKey() + "' to be a list");
            }
            limit((long) combinations.size() * values.items().size(), data.at());
            Map<String, Map<String, Node>> longer = new LinkedHashMap<>();
            for (Map.Entry<String, Map<String, Node>> combination : combinations.entrySet()) {
                for (int i = 0; i < values.items().size(); i++) {
                    Node value = values.items().get(i);
                    String fragment = isCollection(value) ? axis.getKey() + i : Template.text(value);
                    Map<String, Node> item = new LinkedHashMap<>(combination.getValue());
                    item.put(axis.getKey(), value);
                    longer.put(first ? fragment : combination.getKey() + "-" + fragment, item);
                }
            }
            combinations = longer;
            first = false;
        }
        Map<String, Map<String, Node>> stages = new LinkedHashMap<>();
        combinations.forEach((key, item) -> stages.put(
                key, Map.of("key", new Node.Text(key, data.at()), "item", new Node.Mapping(item, data.at()))));
        return stages;
    }

    private static void limit(long stages, Position at) throws InterpolationException {
        if (stages > MAX_STAGES) {
            throw new InterpolationException(at, "makes more than " + MAX_STAGES + " stages");
        }
    }

    private static boolean isCollection(Node node) {
        return node instanceof Node.Mapping || node instanceof Node.Sequence;
    }
}
