package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.document.Node;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Replaces {@code ${...}} in a document. Text that is one expression becomes the value itself; in other text the value is written as Python would. */
final class Template {

    private static final String OPEN = "${";
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");

    private final Variables variables;

    Template(Variables variables) {
        this.variables = variables;
    }

    /** Whether there is anything to replace. */
    static boolean hasExpression(Node node) {
        if (node instanceof Node.Text text) {
            return text.value().contains(OPEN);
        }
        if (node instanceof Node.Sequence sequence) {
            return sequence.items().stream().anyMatch(Template::hasExpression);
        }
        return node instanceof Node.Mapping mapping
                && mapping.entries().entrySet().stream()
                        .anyMatch(entry -> entry.getKey().contains(OPEN) || hasExpression(entry.getValue()));
    }

    Node resolve(Node node) throws InterpolationException {
        if (node instanceof Node.Text text) {
            return resolve(text);
        }
        if (node instanceof Node.Sequence sequence) {
            List<Node> items = new ArrayList<>();
            for (Node item : sequence.items()) {
                items.add(resolve(item));
            }
            return new Node.Sequence(items, sequence.at());
        }
        if (node instanceof Node.Mapping mapping) {
            Map<String, Node> entries = new LinkedHashMap<>();
            for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
                Node key =
                        resolve(new Node.Text(entry.getKey(), entry.getValue().at()));
                entries.put(text(key), resolve(entry.getValue()));
            }
            return new Node.Mapping(entries, mapping.at());
        }
        return node;
    }

    private Node resolve(Node.Text source) throws InterpolationException {
        String text = source.value();
        int open = next(text, 0);
        if (open == 0 && text.indexOf('}') == text.length() - 1) {
            // Moved to where it is used, so that messages name the file that a person has to look at.
            return at(variables.select(text.substring(2, text.length() - 1), source.at()), source);
        }
        StringBuilder result = new StringBuilder();
        int position = 0;
        while (open >= 0) {
            int close = text.indexOf('}', open);
            result.append(text, position, open);
            result.append(text(variables.select(text.substring(open + 2, close), source.at())));
            position = close + 1;
            open = next(text, position);
        }
        result.append(text.substring(position));
        return new Node.Text(result.toString().replace("\\${", OPEN), source.at());
    }

    /** @return where the next expression starts, or -1; a backslash before it makes it text, and so does a missing brace after it */
    private static int next(String text, int from) {
        int open = text.indexOf(OPEN, from);
        while (open > 0 && text.charAt(open - 1) == '\\') {
            open = text.indexOf(OPEN, open + 1);
        }
        return open >= 0 && text.indexOf('}', open) >= 0 ? open : -1;
    }

    private static Node at(Node value, Node.Text source) {
        if (value instanceof Node.Text text) {
            return new Node.Text(text.value(), source.at());
        }
        if (value instanceof Node.Number number) {
            return new Node.Text(text(number), source.at());
        }
        return value;
    }

    /** @throws InterpolationException for a list or a mapping */
    static String text(Node value) throws InterpolationException {
        if (value instanceof Node.Text text) {
            return text.value();
        }
        if (value instanceof Node.Number number) {
            return text(number);
        }
        if (value instanceof Node.Flag flag) {
            return flag.value() ? "true" : "false";
        }
        if (value instanceof Node.Null) {
            return "None";
        }
        throw new InterpolationException(value.at(), value.kind() + " cannot be put into text");
    }

    /** As Python's {@code str}: 1e-3 is 0.001 and 0.10 is 0.1. */
    private static String text(Node.Number number) {
        if (number.value().isEmpty()) {
            String literal = number.literal().toLowerCase(java.util.Locale.ROOT);
            return literal.contains("nan") ? "nan" : literal.startsWith("-") ? "-inf" : "inf";
        }
        BigDecimal value = number.value().get();
        if (INTEGER.matcher(number.literal()).matches()) {
            return new BigInteger(number.literal().replace("+", "")).toString();
        }
        if (number.literal().startsWith("0x") || number.literal().startsWith("0o")) {
            return value.toBigInteger().toString();
        }
        return python(value.doubleValue());
    }

    static String python(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        String digits = shortest.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return (value < 0 ? "-" : "") + mantissa + "e" + (exponent < 0 ? "-" : "+")
                + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }
}
