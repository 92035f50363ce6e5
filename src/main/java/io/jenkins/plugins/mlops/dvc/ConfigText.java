package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The INI dialect of DVC's configuration, which is that of Python's configobj 5: values in single, double or triple quotes, lists with commas, comments from
 * {@code #} on (also within an unquoted value), every key once. DVC lower-cases the names of sections and keys.
 */
final class ConfigText {

    /** @param text a list's items with commas between */
    record Value(String text, Position at) {}

    private final String file;
    private final List<String> lines;
    private final Map<String, Map<String, Value>> sections = new LinkedHashMap<>();
    private int next;

    private ConfigText(String text, String file) {
        this.file = file;
        this.lines = text.lines().toList();
    }

    /** @return section to key to value, in the order of the file; keys before the first section are in the section with the empty name */
    static Map<String, Map<String, Value>> parse(String text, String file) throws DocumentException {
        ConfigText config = new ConfigText(text.startsWith("\uFEFF") ? text.substring(1) : text, file);
        config.parse();
        return config.sections;
    }

    private void parse() throws DocumentException {
        Map<String, Value> section = new LinkedHashMap<>();
        sections.put("", section);
        while (next < lines.size()) {
            String line = lines.get(next);
            Position at = new Position(file, next + 1, 1);
            next++;
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            if (line.strip().startsWith("[")) {
                section = section(line, at);
                continue;
            }
            int equals = endOfKey(line);
            if (equals < 0 || line.substring(0, equals).isBlank()) {
                throw new DocumentException(at, "expected '[section]' or 'key = value'");
            }
            Position valueAt = new Position(file, at.line(), skipSpace(line, equals + 1) + 1);
            String name = unquote(line.substring(0, equals).strip()).toLowerCase(Locale.ROOT);
            Value value = new Value(value(line.substring(equals + 1).strip(), valueAt), valueAt);
            Value before = section.putIfAbsent(name, value);
            if (before != null) {
                throw new DocumentException(
                        at,
                        "the option '" + name + "' stands here a second time; the first is in line "
                                + before.at().line());
            }
        }
    }

    private Map<String, Value> section(String line, Position at) throws DocumentException {
        String text = line.strip().substring(1).stripLeading();
        if (text.startsWith("[")) {
            throw new DocumentException(at, "a section in a section is not known to DVC");
        }
        boolean quoted = text.startsWith("'") || text.startsWith("\"");
        int end = quoted ? text.indexOf(text.charAt(0), 1) + 1 : text.indexOf(']');
        String rest = end <= 0 ? "" : text.substring(end).stripLeading();
        if (!rest.startsWith("]") || !isBlankOrComment(rest.substring(1))) {
            throw new DocumentException(at, "expected a section such as [core] or ['remote \"name\"']");
        }
        Map<String, Value> entries = new LinkedHashMap<>();
        String name = unquote(text.substring(0, end).strip()).strip().toLowerCase(Locale.ROOT);
        if (sections.putIfAbsent(name, entries) != null) {
            throw new DocumentException(at, "the section [" + name + "] stands here a second time; join the two");
        }
        return entries;
    }

    /** @return index of the {@code =}, or -1 */
    private static int endOfKey(String line) {
        String key = line.stripLeading();
        if (!key.startsWith("'") && !key.startsWith("\"")) {
            return line.indexOf('=');
        }
        int start = line.length() - key.length();
        int close = line.indexOf(key.charAt(0), start + 1);
        int equals = close < 0 ? -1 : line.indexOf('=', close);
        return equals < 0 || !line.substring(close + 1, equals).isBlank() ? -1 : equals;
    }

    private static boolean isBlankOrComment(String text) {
        return text.isBlank() || text.stripLeading().startsWith("#");
    }

    private String value(String raw, Position at) throws DocumentException {
        for (String quotes : List.of("'''", "\"\"\"")) {
            if (raw.startsWith(quotes)) {
                return lines(raw.substring(3), quotes, at);
            }
        }
        List<String> items = new ArrayList<>();
        int position = 0;
        while (true) {
            position = skipSpace(raw, position);
            if (position >= raw.length() || raw.charAt(position) == '#') {
                break;
            }
            int end = endOfItem(raw, position, at);
            items.add(unquote(raw.substring(position, end).strip()));
            position = skipSpace(raw, end);
            if (position < raw.length() && raw.charAt(position) == ',') {
                position++;
            } else if (position < raw.length() && raw.charAt(position) != '#') {
                throw new DocumentException(at, "text after the closing quote");
            }
        }
        return String.join(",", items);
    }

    private static int endOfItem(String raw, int start, Position at) throws DocumentException {
        char first = raw.charAt(start);
        if (first == '"' || first == '\'') {
            int close = raw.indexOf(first, start + 1);
            if (close < 0) {
                throw new DocumentException(at, "the quote " + first + " is not closed");
            }
            return close + 1;
        }
        int end = start;
        while (end < raw.length() && raw.charAt(end) != ',' && raw.charAt(end) != '#') {
            end++;
        }
        return end;
    }

    private String lines(String first, String quotes, Position at) throws DocumentException {
        StringBuilder text = new StringBuilder();
        String line = first;
        while (true) {
            int close = line.indexOf(quotes);
            if (close >= 0) {
                return text.append(line, 0, close).toString();
            }
            text.append(line).append('\n');
            if (next >= lines.size()) {
                throw new DocumentException(at, "the quotes " + quotes + " are not closed");
            }
            line = lines.get(next++);
        }
    }

    private static int skipSpace(String text, int from) {
        int position = from;
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return position;
    }

    private static String unquote(String text) {
        return Optional.of(text)
                .filter(t -> t.length() >= 2)
                .filter(t -> t.charAt(0) == '"' || t.charAt(0) == '\'')
                .filter(t -> t.charAt(0) == t.charAt(t.length() - 1))
                .map(t -> t.substring(1, t.length() - 1))
                .orElse(text);
    }
}
