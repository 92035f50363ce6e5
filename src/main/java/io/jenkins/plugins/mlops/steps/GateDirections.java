package io.jenkins.plugins.mlops.steps;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code [churn: 'lower', 'lift.*': 'higher']}: which way is better, by names and patterns of metrics, whose order counts.
 *
 * @param given what a Pipeline has there: a map, or what the gate refuses in its own words
 */
record GateDirections(Object given) {

    static final GateDirections NONE = new GateDirections(Map.of());

    /** A copy that may stand in {@code program.dat}. */
    static GateDirections of(Object given) {
        if (given == null) {
            return NONE;
        }
        if (!(given instanceof Map<?, ?> map)) {
            return new GateDirections(given.toString());
        }
        LinkedHashMap<String, Object> directions = new LinkedHashMap<>();
        map.forEach((name, better) -> directions.put(String.valueOf(name), String.valueOf(better)));
        return new GateDirections(directions);
    }

    /** What a form has, one {@code name: better} a line. */
    static GateDirections ofLines(List<String> lines) {
        LinkedHashMap<String, Object> directions = new LinkedHashMap<>();
        for (String line : lines) {
            // A name may have a colon in it.
            int colon = line.lastIndexOf(':');
            String name = colon < 0 ? line : line.substring(0, colon);
            directions.put(
                    name.strip(), colon < 0 ? "" : line.substring(colon + 1).strip());
        }
        return new GateDirections(directions);
    }

    String lines() {
        return given instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining("\n"))
                : given.toString();
    }

    boolean isEmpty() {
        return given instanceof Map<?, ?> map && map.isEmpty();
    }
}
