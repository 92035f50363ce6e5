package io.jenkins.plugins.mlops.metrics;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Nested maps to dotted names, lists to {@code name[i]}. A key keeps its dots and brackets, so {@code {"a.b": 1}} is {@code a.b}; where the same file has
 * {@code {"a": {"b": 2}}} as well, that is an error and not a silent choice. An empty map or list is kept as the text {@code {}} or {@code []}.
 */
final class FlatNames {

    private final String file;
    private final List<Metric> metrics = new ArrayList<>();
    private final Map<String, Node> seen = new HashMap<>();

    private FlatNames(String file) {
        this.file = file;
    }

    static Snapshot flatten(Node.Mapping root, String file) throws DocumentException {
        FlatNames names = new FlatNames(file);
        for (Map.Entry<String, Node> entry : root.entries().entrySet()) {
            names.add(entry.getKey(), entry.getValue());
        }
        return Snapshot.of(names.metrics);
    }

    private void add(String name, Node node) throws DocumentException {
        if (node instanceof Node.Mapping mapping && !mapping.entries().isEmpty()) {
            for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
                add(name + "." + entry.getKey(), entry.getValue());
            }
        } else if (node instanceof Node.Sequence sequence && !sequence.items().isEmpty()) {
            for (int i = 0; i < sequence.items().size(); i++) {
                add(name + "[" + i + "]", sequence.items().get(i));
            }
        } else {
            Node first = seen.putIfAbsent(name, node);
            if (first != null) {
                throw new DocumentException(
                        node.at(),
                        "the name '" + name + "' comes out twice, here and at " + first.at()
                                + ", because a key has a dot or bracket in it; rename one of them");
            }
            metrics.add(new Metric(file, name, value(node)));
        }
    }

    private static Value value(Node node) {
        if (node instanceof Node.Number number) {
            return number.value()
                    .<Value>map(Value.Numeric::new)
                    .orElseGet(() -> new Value.NotFinite(notFinite(number.literal())));
        }
        if (node instanceof Node.Flag flag) {
            return new Value.Flag(flag.value());
        }
        if (node instanceof Node.Text text) {
            return new Value.Text(text.value());
        }
        if (node instanceof Node.Null) {
            return new Value.Null();
        }
        return new Value.Text(node instanceof Node.Mapping ? "{}" : "[]");
    }

    /** @param literal of any format: {@code NaN}, {@code .nan}, {@code -.inf}, {@code -Infinity}, {@code 1e999} */
    static String notFinite(String literal) {
        if (literal.toLowerCase(Locale.ROOT).contains("nan")) {
            return "NaN";
        }
        return literal.startsWith("-") ? "-Infinity" : "Infinity";
    }
}
