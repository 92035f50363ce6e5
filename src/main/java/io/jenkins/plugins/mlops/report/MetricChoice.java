package io.jenkins.plugins.mlops.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which metrics of a job a chart shows.
 *
 * @param names all that there are to choose from: those that a gate bounds first, then in alphabetical order
 * @param limited those that a gate bounds
 */
public record MetricChoice(List<String> names, Set<String> limited, List<String> shown) {

    /** A page with more charts than this serves nobody. */
    public static final int MAX_SHOWN = 24;

    public MetricChoice {
        names = List.copyOf(names);
        limited = Set.copyOf(limited);
        shown = List.copyOf(shown);
    }

    /**
     * @param newest evaluations, of which the names are: what a job measured long ago and no more is not offered, and shown where it is wanted
     * @param wanted empty for the first names
     * @param most how many to show where none is wanted
     */
    public static MetricChoice of(List<IndexedEvaluation> newest, List<String> wanted, int most) {
        Set<String> names = new TreeSet<>();
        Set<String> limited = new TreeSet<>();
        for (IndexedEvaluation evaluation : newest) {
            names.addAll(evaluation.metrics().byName().keySet());
            limited.addAll(evaluation.limits().keySet());
        }
        limited.retainAll(names);
        Set<String> ordered = new LinkedHashSet<>(limited);
        ordered.addAll(names);
        List<String> shown = wanted.isEmpty()
                ? ordered.stream().limit(most).toList()
                : wanted.stream().distinct().limit(MAX_SHOWN).toList();
        return new MetricChoice(List.copyOf(ordered), limited, shown);
    }
}
