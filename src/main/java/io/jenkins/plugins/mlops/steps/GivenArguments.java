package io.jenkins.plugins.mlops.steps;

import hudson.Util;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The arguments that have a value, by name; as collections that may stand in {@code program.dat}. */
final class GivenArguments {

    private final TreeMap<String, Object> values = new TreeMap<>();

    /** Fields of a form that nobody touched are empty, which is the same as not given. */
    void put(String name, Object value) {
        Object kept = value instanceof String text ? Util.fixEmptyAndTrim(text) : value;
        if (kept == null || kept.equals(false) || kept instanceof List<?> list && list.isEmpty()) {
            values.remove(name);
        } else {
            values.put(name, kept);
        }
    }

    /** Text in which blanks count. */
    void putVerbatim(String name, String text) {
        if (Util.fixEmpty(text) == null) {
            values.remove(name);
        } else {
            values.put(name, text);
        }
    }

    void putAll(String name, List<?> list) {
        put(name, list == null ? null : new ArrayList<>(list));
    }

    void putMap(String name, Map<String, Object> map) {
        put(name, map == null || map.isEmpty() ? null : new TreeMap<>(map));
    }

    /** @return null where it was not given */
    String text(String name) {
        return (String) values.get(name);
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (values.get(name) instanceof List<?> list) {
            list.forEach(text -> texts.add((String) text));
        }
        return texts;
    }

    /** @return null where it was not given */
    Integer number(String name) {
        return (Integer) values.get(name);
    }

    boolean flag(String name) {
        return values.containsKey(name);
    }

    /** @return null where it was not given */
    Map<String, Object> map(String name) {
        if (!(values.get(name) instanceof Map<?, ?> found)) {
            return null;
        }
        Map<String, Object> map = new TreeMap<>();
        found.forEach((key, value) -> map.put(String.valueOf(key), value));
        return map;
    }

    TreeMap<String, Object> toMap() {
        return new TreeMap<>(values);
    }
}
