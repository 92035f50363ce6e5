package io.jenkins.plugins.mlops.steps;

import hudson.model.Descriptor.FormException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.sf.json.JSONObject;

/** Lists and maps that a form has in a text area, one item a line. */
final class FormLines {

    private FormLines() {}

    static String show(List<String> items) {
        return String.join("\n", items);
    }

    /** Takes the text area out of the form, so that what binds the form does not look for a setter. */
    static Optional<List<String>> take(JSONObject form, String field) {
        Object text = form.remove(field);
        return Optional.ofNullable(text).map(lines -> split(lines.toString()));
    }

    static List<String> split(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    static String show(Map<String, Object> map) {
        return show(map.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList());
    }

    /** As {@link #take}; empty where the form has no such field. */
    static Map<String, Object> takeMap(JSONObject form, String field) throws FormException {
        Object text = form.remove(field);
        try {
            return splitMap(text == null ? "" : text.toString());
        } catch (IllegalArgumentException e) {
            throw new FormException(e.getMessage(), e, field);
        }
    }

    /** @throws IllegalArgumentException where a line has no name and value */
    static Map<String, Object> splitMap(String text) {
        Map<String, Object> map = new TreeMap<>();
        for (String line : split(text)) {
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(Messages.FormLines_pair(line));
            }
            map.put(
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
        }
        return map;
    }

    /** Whole numbers, true and false are what they look like. */
    static Map<String, Object> typed(Map<String, Object> texts) {
        Map<String, Object> typed = new TreeMap<>();
        texts.forEach((name, text) -> {
            String value = text.toString();
            if (value.matches("-?[0-9]{1,9}")) {
                typed.put(name, Integer.valueOf(value));
            } else {
                typed.put(name, value.matches("true|false") ? (Object) Boolean.valueOf(value) : value);
            }
        });
        return typed;
    }
}
