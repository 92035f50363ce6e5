package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the arguments of a Pipeline step, or of the command line, into the same tree that a file is read into, so that both are checked by the same code. */
final class MapNodes {

    private MapNodes() {}

    static Node of(Object value, Position at) throws DocumentException {
        return of(value, at, 0);
    }

    private static Node of(Object value, Position at, int depth) throws DocumentException {
        if (depth > Documents.MAX_DEPTH) {
            throw new DocumentException(at, "nested deeper than " + Documents.MAX_DEPTH + " levels");
        }
        if (value == null) {
            return new Node.Null(at);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Node> entries = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                entries.put(String.valueOf(entry.getKey()), of(entry.getValue(), at, depth + 1));
            }
            return new Node.Mapping(entries, at);
        }
        if (value instanceof Iterable<?> items) {
            List<Node> nodes = new ArrayList<>();
            for (Object item : items) {
                nodes.add(of(item, new Position(at.file() + "[" + nodes.size() + "]", 0, 0), depth + 1));
            }
            return new Node.Sequence(nodes, at);
        }
        if (value instanceof Boolean flag) {
            return new Node.Flag(flag, at);
        }
        if (value instanceof Number number) {
            String literal = number.toString();
            boolean finite =
                    !(number instanceof Double || number instanceof Float) || Double.isFinite(number.doubleValue());
            return new Node.Number(literal, finite ? Optional.of(new BigDecimal(literal)) : Optional.empty(), at);
        }
        if (value instanceof CharSequence text) {
            return new Node.Text(text.toString(), at);
        }
        throw new DocumentException(
                at,
                "a value of the type " + value.getClass().getName()
                        + " is not supported; write text, a number, a list or a map");
    }
}
