package io.jenkins.plugins.mlops.document;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Composes nodes but constructs no objects: tags of other languages' types stay inert. */
final class YamlDocument {

    /** Aliases multiply: ten levels of ten make 10^10 nodes. No file we read needs more than this many once they are expanded. */
    private static final int MAX_EXPANDED_NODES = 5_000_000;

    private static final int MAX_ALIASES = 1_000;

    /** PyYAML and ruamel.yaml write {@code 1e-05} where YAML 1.2's own pattern would do as well; both are floats in the core schema. */
    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");

    private final String file;
    private int nodes;

    private YamlDocument(String file) {
        this.file = file;
    }

    static Node read(String text, String file) throws DocumentException {
        return compose(text, file, compose -> {
            Optional<org.snakeyaml.engine.v2.nodes.Node> root = compose.composeString(text);
            return root.isEmpty()
                    ? new Node.Null(Position.startOf(file))
                    : new YamlDocument(file).convert(root.get(), 0);
        });
    }

    static List<Node> readAll(String text, String file) throws DocumentException {
        return compose(text, file, compose -> {
            YamlDocument document = new YamlDocument(file);
            List<Node> roots = new ArrayList<>();
            for (org.snakeyaml.engine.v2.nodes.Node root : compose.composeAllFromString(text)) {
                Node converted = document.convert(root, 0);
                if (!(converted instanceof Node.Null)) {
                    roots.add(converted);
                }
            }
            return roots;
        });
    }

    private interface Reading<T> {
        T from(Compose compose) throws DocumentException;
    }

    private static <T> T compose(String text, String file, Reading<T> reading) throws DocumentException {
        if (text.length() > Documents.MAX_LENGTH) {
            throw new DocumentException(Position.in(file), "longer than " + Documents.MAX_LENGTH + " characters");
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .setCodePointLimit(Documents.MAX_LENGTH)
                .build();
        try {
            return reading.from(new Compose(settings));
        } catch (MarkedYamlEngineException e) {
            throw new DocumentException(
                    e.getProblemMark().map(mark -> position(mark, file)).orElse(Position.in(file)),
                    "not valid YAML: " + e.getProblem(),
                    e);
        } catch (YamlEngineException e) {
            throw new DocumentException(Position.in(file), "not valid YAML: " + e.getMessage(), e);
        } catch (StackOverflowError e) {
            // The composer of snakeyaml-engine recurses without a bound of its own.
            throw new DocumentException(Position.in(file), "nested too deeply");
        }
    }

    private Node convert(org.snakeyaml.engine.v2.nodes.Node node, int depth) throws DocumentException {
        Position at = node.getStartMark().map(mark -> position(mark, file)).orElse(Position.in(file));
        if (depth > Documents.MAX_DEPTH) {
            throw new DocumentException(
                    at, "nested deeper than " + Documents.MAX_DEPTH + " levels, or an alias that contains itself");
        }
        if (++nodes > MAX_EXPANDED_NODES) {
            throw new DocumentException(at, "more than " + MAX_EXPANDED_NODES + " values once aliases are expanded");
        }
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, at, depth);
        }
        if (node instanceof SequenceNode sequence) {
            List<Node> items = new ArrayList<>(sequence.getValue().size());
            for (org.snakeyaml.engine.v2.nodes.Node item : sequence.getValue()) {
                items.add(convert(item, depth + 1));
            }
            return new Node.Sequence(items, at);
        }
        return scalar((ScalarNode) node, at);
    }

    private Node mapping(MappingNode mapping, Position at, int depth) throws DocumentException {
        Map<String, Node> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node value = convert(tuple.getValueNode(), depth + 1);
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new DocumentException(value.at(), "a key that is a list or a mapping is not supported");
            }
            if (entries.putIfAbsent(key.getValue(), value) != null) {
                Position keyAt =
                        key.getStartMark().map(mark -> position(mark, file)).orElse(at);
                throw new DocumentException(keyAt, "the key '" + key.getValue() + "' stands here a second time");
            }
        }
        return new Node.Mapping(entries, at);
    }

    private static Node scalar(ScalarNode scalar, Position at) throws DocumentException {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return new Node.Null(at);
        }
        if (tag.equals(Tag.BOOL)) {
            return new Node.Flag(text.equalsIgnoreCase("true"), at);
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return new Node.Number(text, number(text, at), at);
        }
        return new Node.Text(text, at);
    }

    private static Optional<BigDecimal> number(String text, Position at) throws DocumentException {
        if (NOT_FINITE.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            if (text.startsWith("0x")) {
                return Optional.of(new BigDecimal(new BigInteger(text.substring(2), 16)));
            }
            if (text.startsWith("0o")) {
                return Optional.of(new BigDecimal(new BigInteger(text.substring(2), 8)));
            }
            return Decimals.finite(text);
        } catch (NumberFormatException e) {
            throw new DocumentException(at, "'" + text + "' is marked as a number but is none", e);
        }
    }

    private static Position position(Mark mark, String file) {
        return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
