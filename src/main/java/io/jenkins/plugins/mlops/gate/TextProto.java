package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The text format of protocol buffers, without a schema: a field that stands once is its value, one that stands several times is a list of them. Numbers and enum
 * values are kept as text.
 */
final class TextProto {

    private final String text;
    private final String file;
    private int at;
    private int line = 1;
    private int lineStart;

    private TextProto(String text, String file) {
        this.text = text;
        this.file = file;
    }

    static Node.Mapping read(String text, String file) throws DocumentException {
        TextProto proto = new TextProto(text, file);
        Node.Mapping message = proto.message('\0', 0);
        return message;
    }

    private Node.Mapping message(char close, int depth) throws DocumentException {
        Position start = here();
        if (depth > Documents.MAX_DEPTH) {
            throw problem("nested too deeply");
        }
        Map<String, List<Node>> fields = new LinkedHashMap<>();
        for (space(); !atEnd(close); space()) {
            String name = name();
            space();
            boolean colon = take(':');
            space();
            List<Node> values = fields.computeIfAbsent(name, unused -> new ArrayList<>());
            if (peek('{') || peek('<')) {
                values.add(nested(depth));
            } else if (!colon) {
                throw problem("expected ':' or '{' after '" + name + "'");
            } else if (take('[')) {
                for (space(); !take(']'); space()) {
                    values.add(peek('{') || peek('<') ? nested(depth) : scalar());
                    space();
                    take(',');
                }
            } else {
                values.add(scalar());
            }
            space();
            if (!take(',')) {
                take(';');
            }
        }
        Map<String, Node> entries = new LinkedHashMap<>();
        fields.forEach((name, values) ->
                entries.put(name, values.size() == 1 ? values.get(0) : new Node.Sequence(values, start)));
        return new Node.Mapping(entries, start);
    }

    private Node nested(int depth) throws DocumentException {
        char close = text.charAt(at++) == '{' ? '}' : '>';
        Node message = message(close, depth + 1);
        at++;
        return message;
    }

    private boolean atEnd(char close) throws DocumentException {
        if (at >= text.length()) {
            if (close != '\0') {
                throw problem("the text ends before '" + close + "'");
            }
            return true;
        }
        return close != '\0' && peek(close);
    }

    /** Also {@code [type.url/of.an.Extension]}. */
    private String name() throws DocumentException {
        int start = at;
        if (take('[')) {
            while (at < text.length() && text.charAt(at) != ']' && text.charAt(at) != '\n') {
                at++;
            }
            if (take(']')) {
                return text.substring(start, at);
            }
        }
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw problem("expected the name of a field");
        }
        return text.substring(start, at);
    }

    private Node scalar() throws DocumentException {
        Position position = here();
        if (peek('"') || peek('\'')) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            while (peek('"') || peek('\'')) {
                string(bytes);
                space();
            }
            return new Node.Text(bytes.toString(StandardCharsets.UTF_8), position);
        }
        int start = at;
        while (at < text.length() && (isWord(text.charAt(at)) || "+-.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == start) {
            throw problem("expected a value");
        }
        String value = text.substring(start, at);
        return value.equals("true") || value.equals("false")
                ? new Node.Flag(value.equals("true"), position)
                : new Node.Text(value, position);
    }

    private void string(ByteArrayOutputStream bytes) throws DocumentException {
        char quote = text.charAt(at++);
        int start = at;
        while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n') {
            if (text.charAt(at) == '\\') {
                bytes.writeBytes(text.substring(start, at).getBytes(StandardCharsets.UTF_8));
                escape(bytes);
                start = at;
            } else {
                at++;
            }
        }
        if (!peek(quote)) {
            throw problem("a string without an end");
        }
        bytes.writeBytes(text.substring(start, at).getBytes(StandardCharsets.UTF_8));
        at++;
    }

    /** C's escapes, with octal ones for the bytes of UTF-8. */
    private void escape(ByteArrayOutputStream bytes) throws DocumentException {
        at++;
        if (at >= text.length()) {
            throw problem("a string without an end");
        }
        char c = text.charAt(at++);
        int octal = Character.digit(c, 8);
        if (octal >= 0) {
            for (int more = 0; more < 2 && at < text.length() && Character.digit(text.charAt(at), 8) >= 0; more++) {
                octal = octal * 8 + Character.digit(text.charAt(at++), 8);
            }
            bytes.write(octal);
            return;
        }
        switch (c) {
            case 'n' -> bytes.write('\n');
            case 't' -> bytes.write('\t');
            case 'r' -> bytes.write('\r');
            default -> bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private boolean peek(char wanted) {
        return at < text.length() && text.charAt(at) == wanted;
    }

    private boolean take(char wanted) {
        boolean found = peek(wanted);
        at += found ? 1 : 0;
        return found;
    }

    private void space() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                at = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at);
            } else if (Character.isWhitespace(c)) {
                at++;
                if (c == '\n') {
                    line++;
                    lineStart = at;
                }
            } else {
                return;
            }
        }
    }

    private Position here() {
        return new Position(file, line, at - lineStart + 1);
    }

    private DocumentException problem(String problem) {
        return new DocumentException(here(), "not valid protobuf text: " + problem);
    }
}
