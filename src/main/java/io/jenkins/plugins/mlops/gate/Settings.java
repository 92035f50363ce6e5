package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A mapping of known keys; a misspelt one is an error that names the right one, because a check that is silently not made is worse than none. */
final class Settings {

    private final Node.Mapping mapping;

    private Settings(Node.Mapping mapping) {
        this.mapping = mapping;
    }

    static Settings of(Node node, String what, List<String> known) throws DocumentException {
        Node.Mapping mapping = node.asMapping(what);
        for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
            if (!known.contains(entry.getKey())) {
                throw new DocumentException(
                        entry.getValue().at(),
                        "unknown key '" + entry.getKey() + "' in " + what + "; "
                                + Spelling.nearest(entry.getKey(), known)
                                        .map(name -> "did you mean " + name + "?")
                                        .orElse("known are " + String.join(", ", known)));
            }
        }
        return new Settings(mapping);
    }

    Optional<Node> node(String key) {
        return mapping.get(key);
    }

    Optional<String> text(String key) throws DocumentException {
        Optional<Node> node = mapping.get(key);
        return node.isEmpty() ? Optional.empty() : Optional.of(node.get().asText(key));
    }

    Optional<BigDecimal> number(String key) throws DocumentException {
        Optional<Node> node = mapping.get(key);
        return node.isEmpty() ? Optional.empty() : Optional.of(node.get().asNumber(key));
    }

    Optional<Integer> integer(String key, int least, int most) throws DocumentException {
        Optional<BigDecimal> number = number(key);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        BigDecimal value = number.get();
        if (value.setScale(0, RoundingMode.DOWN).compareTo(value) != 0
                || value.compareTo(BigDecimal.valueOf(least)) < 0
                || value.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw problem(key, key + " is " + value + " but has to be a whole number from " + least + " to " + most);
        }
        return Optional.of(value.intValueExact());
    }

    Optional<Boolean> flag(String key) throws DocumentException {
        Optional<Node> node = mapping.get(key);
        return node.isEmpty() ? Optional.empty() : Optional.of(node.get().asFlag(key));
    }

    <T> Optional<T> choice(String key, Map<String, T> choices) throws DocumentException {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        T chosen = choices.get(text.get());
        if (chosen == null) {
            throw problem(
                    key,
                    key + " is '" + text.get() + "' but has to be one of "
                            + String.join(", ", new TreeMap<>(choices).keySet()));
        }
        return Optional.of(chosen);
    }

    /** One text or a list of them. */
    List<String> texts(String key) throws DocumentException {
        Optional<Node> node = mapping.get(key);
        if (node.isEmpty()) {
            return List.of();
        }
        if (!(node.get() instanceof Node.Sequence sequence)) {
            return List.of(node.get().asText(key));
        }
        List<String> texts = new ArrayList<>();
        for (Node item : sequence.items()) {
            texts.add(item.asText(key + "[" + texts.size() + "]"));
        }
        return texts;
    }

    /** An error at the value of {@code key}, or at the mapping where it has none. */
    DocumentException problem(String key, String problem) {
        return new DocumentException(mapping.get(key).orElse(mapping).at(), problem);
    }
}
