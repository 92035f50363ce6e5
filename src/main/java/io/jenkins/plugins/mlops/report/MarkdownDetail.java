package io.jenkins.plugins.mlops.report;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How much of each part the Markdown form shows. What a reviewer misses least goes first: passed checks, equal rows, long file lists, plots; last the failed checks,
 * and the headline never.
 */
final class MarkdownDetail {

    enum Part {
        FAILED,
        PASSED,
        SKIPPED,
        METRICS,
        EQUAL_METRICS,
        PARAMETERS,
        EQUAL_PARAMETERS,
        FILES,
        PLOTS,
        LINEAGE,
        SECTIONS,
        /** Code points of a name or message. */
        TEXT
    }

    private record Step(Part part, int limit) {}

    private static final List<Step> STEPS = List.of(
            new Step(Part.PASSED, 20),
            new Step(Part.PASSED, 0),
            new Step(Part.EQUAL_METRICS, 0),
            new Step(Part.EQUAL_PARAMETERS, 0),
            new Step(Part.FILES, 50),
            new Step(Part.FILES, 10),
            new Step(Part.PLOTS, 10),
            new Step(Part.PARAMETERS, 100),
            new Step(Part.METRICS, 300),
            new Step(Part.PLOTS, 0),
            new Step(Part.SKIPPED, 20),
            new Step(Part.PARAMETERS, 20),
            new Step(Part.METRICS, 100),
            new Step(Part.LINEAGE, 0),
            new Step(Part.TEXT, 120),
            new Step(Part.FAILED, 200),
            new Step(Part.FILES, 0),
            new Step(Part.SKIPPED, 0),
            new Step(Part.METRICS, 30),
            new Step(Part.PARAMETERS, 5),
            new Step(Part.FAILED, 50),
            new Step(Part.SECTIONS, 20),
            new Step(Part.PARAMETERS, 0),
            new Step(Part.METRICS, 5),
            new Step(Part.FAILED, 20),
            new Step(Part.METRICS, 0),
            new Step(Part.FAILED, 5),
            new Step(Part.TEXT, 60),
            new Step(Part.SECTIONS, 5),
            new Step(Part.FAILED, 1),
            new Step(Part.SECTIONS, 1),
            new Step(Part.SECTIONS, 0));

    private final Map<Part, Integer> limits = new EnumMap<>(Part.class);
    private int done;

    MarkdownDetail() {
        for (Part part : Part.values()) {
            // no more rows than this fit the largest comment
            limits.put(part, 6_000);
        }
        limits.put(Part.TEXT, 300);
        limits.put(Part.SECTIONS, 200);
    }

    int of(Part part) {
        return limits.get(part);
    }

    /** @return false where nothing is left to leave out */
    boolean less() {
        if (done == STEPS.size()) {
            return false;
        }
        Step step = STEPS.get(done);
        limits.put(step.part(), step.limit());
        done++;
        return true;
    }
}
