package io.jenkins.plugins.mlops.deploy;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** An object to be applied: a tree of maps, lists, texts, numbers and booleans. Trees are not changed; each change makes another one. */
public record Resource(Map<String, Object> tree) {

    public Resource {
        tree = Collections.unmodifiableMap(new LinkedHashMap<>(tree));
    }

    public String apiVersion() {
        return String.valueOf(tree.get("apiVersion"));
    }

    public String kind() {
        return String.valueOf(tree.get("kind"));
    }

    public String name() {
        return text("metadata", "name").orElse("");
    }

    /** Empty for the core group. */
    String group() {
        int slash = apiVersion().indexOf('/');
        return slash < 0 ? "" : apiVersion().substring(0, slash);
    }

    boolean is(String group, String kind) {
        return group().equals(group) && kind().equals(kind);
    }

    Optional<Object> at(String... path) {
        Object value = tree;
        for (String key : path) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return Optional.ofNullable(value);
    }

    Optional<String> text(String... path) {
        return at(path).map(String::valueOf);
    }

    List<?> list(String... path) {
        return at(path).filter(List.class::isInstance).map(List.class::cast).orElse(List.of());
    }

    /** Texts of a map of texts; others are shown as they are written. */
    Map<String, String> texts(String... path) {
        Map<String, String> texts = new LinkedHashMap<>();
        at(path).filter(Map.class::isInstance)
                .map(value -> (Map<?, ?>) value)
                .ifPresent(map -> map.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value))));
        return texts;
    }

    Resource with(Object value, String... path) {
        return new Resource(set(tree, value, path, 0));
    }

    Resource without(String... path) {
        return at(path).isEmpty() ? this : with(null, path);
    }

    /** Adds to a map of texts; entries of the same name are replaced. */
    Resource adding(Map<String, String> entries, String... path) {
        Map<String, String> all = texts(path);
        all.putAll(entries);
        return all.isEmpty() ? this : with(all, path);
    }

    /** Every mapping in the tree that stands under {@code key}, changed. */
    Resource changing(String key, UnaryOperator<Map<String, Object>> change) {
        return new Resource(map(changed(tree, key, change)));
    }

    private static Object changed(Object value, String key, UnaryOperator<Map<String, Object>> change) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, inner) -> {
                Object below = changed(inner, key, change);
                copy.put(
                        String.valueOf(name),
                        key.equals(name) && below instanceof Map<?, ?> ? change.apply(map(below)) : below);
            });
            return copy;
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(item -> changed(item, key, change)).toList();
        }
        return value;
    }

    private static Map<String, Object> set(Map<String, Object> map, Object value, String[] path, int depth) {
        Map<String, Object> copy = new LinkedHashMap<>(map);
        if (depth < path.length - 1) {
            Object below = copy.get(path[depth]);
            copy.put(path[depth], set(below instanceof Map<?, ?> ? map(below) : Map.of(), value, path, depth + 1));
        } else if (value == null) {
            copy.remove(path[depth]);
        } else {
            copy.put(path[depth], value);
        }
        return copy;
    }

    private static Map<String, Object> map(Object value) {
        Map<String, Object> copy = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((key, inner) -> copy.put(String.valueOf(key), inner));
        return copy;
    }

    @Override
    public String toString() {
        return kind() + " " + name();
    }
}
