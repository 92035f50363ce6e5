package io.jenkins.plugins.mlops.metrics;

import io.jenkins.plugins.mlops.document.Decimals;
import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Python's {@code ast.literal_eval} reads, without bytes and complex numbers. */
final class PythonLiteral {

    private static final Pattern NUMBER = Pattern.compile(
            "[-+]?\\s*(?:0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:[0-9][0-9_]*\\.?[0-9_]*|\\.[0-9][0-9_]*)(?:[eE][-+]?[0-9_]+)?)");
    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final int MAX_DIGITS = 1_000;

    /** Whatever is no literal: a call, a name, an operator. Callers pass over it, so it needs no message. */
    private static final class NoLiteral extends Exception {
        private static final long serialVersionUID = 1L;

        NoLiteral() {
            super(null, null, false, false);
        }
    }

    private final String code;
    private final Position position;
    private int at;

    private PythonLiteral(String code, Position position) {
        this.code = code;
        this.position = position;
    }

    /** @return empty where {@code code} is anything but one literal */
    static Optional<Node> parse(String code, Position position) {
        PythonLiteral literal = new PythonLiteral(code, position);
        try {
            Node value = literal.value(0);
            literal.space();
            if (literal.peek(',')) {
                // a tuple without parentheses
                return parse("(" + code + ")", position);
            }
            return literal.at == code.length() ? Optional.of(value) : Optional.empty();
        } catch (NoLiteral | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Node value(int depth) throws NoLiteral {
        space();
        if (at >= code.length() || depth > Documents.MAX_DEPTH) {
            throw new NoLiteral();
        }
        char c = code.charAt(at);
        if (c == '{') {
            return mappingOrSet(depth);
        }
        if (c == '[') {
            return sequence(']', depth);
        }
        if (c == '(') {
            return parentheses(depth);
        }
        if (c == '"' || c == '\'' || isPrefixedString()) {
            return strings();
        }
        Matcher number = NUMBER.matcher(code).region(at, code.length());
        if (number.lookingAt()) {
            at = number.end();
            return number(number.group().replaceAll("[\\s_]", ""));
        }
        return word();
    }

    private boolean isPrefixedString() {
        return "rRuU".indexOf(code.charAt(at)) >= 0
                && at + 1 < code.length()
                && "\"'".indexOf(code.charAt(at + 1)) >= 0;
    }

    private Node word() throws NoLiteral {
        Matcher word = WORD.matcher(code).region(at, code.length());
        if (!word.lookingAt()) {
            throw new NoLiteral();
        }
        at = word.end();
        return switch (word.group()) {
            case "True" -> new Node.Flag(true, position);
            case "False" -> new Node.Flag(false, position);
            case "None" -> new Node.Null(position);
            default -> throw new NoLiteral();
        };
    }

    private Node number(String literal) throws NoLiteral {
        if (literal.length() > MAX_DIGITS) {
            throw new NoLiteral();
        }
        boolean negative = literal.startsWith("-");
        String digits = literal.replaceFirst("^[-+]", "");
        if (digits.length() > 1
                && digits.charAt(0) == '0'
                && Character.isLetter(digits.charAt(1))
                && !digits.matches("0[eE].*")) {
            int radix =
                    switch (Character.toLowerCase(digits.charAt(1))) {
                        case 'x' -> 16;
                        case 'o' -> 8;
                        default -> 2;
                    };
            BigInteger value = new BigInteger(digits.substring(2), radix);
            return new Node.Number(literal, Optional.of(new BigDecimal(negative ? value.negate() : value)), position);
        }
        return new Node.Number(literal, Decimals.finite(literal), position);
    }

    private Node parentheses(int depth) throws NoLiteral {
        int start = at;
        at++;
        space();
        if (!peek(')')) {
            Node only = value(depth + 1);
            space();
            if (peek(')')) {
                at++;
                return only;
            }
        }
        at = start;
        return sequence(')', depth);
    }

    private Node sequence(char close, int depth) throws NoLiteral {
        at++;
        List<Node> items = new ArrayList<>();
        for (space(); !peek(close); space()) {
            items.add(value(depth + 1));
            separator(close);
        }
        at++;
        return new Node.Sequence(items, position);
    }

    private Node mappingOrSet(int depth) throws NoLiteral {
        int start = at;
        at++;
        space();
        Map<String, Node> entries = new LinkedHashMap<>();
        while (!peek('}')) {
            Node key = value(depth + 1);
            space();
            if (!peek(':')) {
                at = start;
                return sequence('}', depth);
            }
            at++;
            entries.put(key(key), value(depth + 1));
            separator('}');
            space();
        }
        at++;
        return new Node.Mapping(entries, position);
    }

    private static String key(Node key) throws NoLiteral {
        if (key instanceof Node.Text text) {
            return text.value();
        }
        if (key instanceof Node.Number number) {
            return number.literal();
        }
        if (key instanceof Node.Flag flag) {
            return flag.value() ? "True" : "False";
        }
        throw new NoLiteral();
    }

    private void separator(char close) throws NoLiteral {
        space();
        if (peek(',')) {
            at++;
        } else if (!peek(close)) {
            throw new NoLiteral();
        }
    }

    /** Adjacent strings are one, as in Python. */
    private Node strings() throws NoLiteral {
        StringBuilder text = new StringBuilder();
        do {
            string(text);
            space();
        } while (at < code.length() && (peek('"') || peek('\'') || isPrefixedString()));
        return new Node.Text(text.toString(), position);
    }

    private void string(StringBuilder text) throws NoLiteral {
        boolean raw = "rR".indexOf(code.charAt(at)) >= 0;
        if ("\"'".indexOf(code.charAt(at)) < 0) {
            at++;
        }
        String quote = code.substring(at, at + 1);
        String close = code.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
        at += close.length();
        while (!code.startsWith(close, at)) {
            if (at >= code.length()) {
                throw new NoLiteral();
            }
            char c = code.charAt(at++);
            if (c == '\\' && !raw) {
                escape(text);
            } else {
                text.append(c);
            }
        }
        at += close.length();
    }

    private void escape(StringBuilder text) throws NoLiteral {
        if (at >= code.length()) {
            throw new NoLiteral();
        }
        char c = code.charAt(at++);
        switch (c) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case '\n' -> {}
            case '\\', '\'', '"' -> text.append(c);
            case 'x' -> text.append(unicode(2));
            case 'u' -> text.append(unicode(4));
            default -> text.append('\\').append(c);
        }
    }

    private char unicode(int digits) throws NoLiteral {
        if (at + digits > code.length()) {
            throw new NoLiteral();
        }
        char c = (char) Integer.parseInt(code.substring(at, at + digits), 16);
        at += digits;
        return c;
    }

    private boolean peek(char wanted) {
        return at < code.length() && code.charAt(at) == wanted;
    }

    private void space() {
        while (at < code.length() && Character.isWhitespace(code.charAt(at))) {
            at++;
        }
    }
}
