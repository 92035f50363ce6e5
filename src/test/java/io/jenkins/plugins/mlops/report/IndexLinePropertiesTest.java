package io.jenkins.plugins.mlops.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.metrics.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What is written is read again as it was, on one line, whatever metrics and sections are called. */
class IndexLinePropertiesTest {

    private static final List<String> NAMES = List.of(
            "", " ", "a.b[0]", "<b>\"x\"</b>", "\\", "\u0000", "\n", "\u2028", "模型", "😀", "\ud800", "?", "__proto__");

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(Arbitraries.of(NAMES), Arbitraries.strings().ofMaxLength(8));
    }

    private static Arbitrary<BigDecimal> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.bigDecimals().ofScale(5),
                Arbitraries.doubles()
                        .map(String::valueOf)
                        .map(BigDecimal::new)
                        // The smallest doubles are numbers to people, and 0 to the reader of hostile files.
                        .filter(number -> number.doubleValue() != 0 || number.signum() == 0));
    }

    @Provide
    Arbitrary<IndexedEvaluation> evaluations() {
        Arbitrary<Optional<BigDecimal>> bounds = numbers().optional();
        Arbitrary<MetricLimits> limits = Combinators.combine(bounds, bounds).as(MetricLimits::new);
        // Without a colon no qualified name can be another metric's name.
        Arbitrary<String> names = texts().map(name -> name.replace(':', '.'));
        Arbitrary<Snapshot> snapshots = Arbitraries.maps(
                        names, Arbitraries.maps(names, numbers()).ofMinSize(1).ofMaxSize(3))
                .ofMaxSize(3)
                .map(IndexLinePropertiesTest::snapshot);
        return Combinators.combine(
                        Arbitraries.integers().greaterOrEqual(0),
                        texts(),
                        Arbitraries.longs().between(-60_000_000_000_000L, 250_000_000_000_000L),
                        texts(),
                        Arbitraries.of(Verdict.Status.values()).optional(),
                        Arbitraries.of(true, false),
                        snapshots,
                        Arbitraries.maps(texts(), limits).ofMaxSize(3))
                .as((build, label, at, section, verdict, promoted, metrics, bound) -> new IndexedEvaluation(
                        build, label, Instant.ofEpochMilli(at), section, verdict, promoted, metrics, bound));
    }

    private static Snapshot snapshot(Map<String, Map<String, BigDecimal>> files) {
        List<Metric> metrics = new ArrayList<>();
        files.forEach((file, numbers) ->
                numbers.forEach((name, number) -> metrics.add(new Metric(file, name, new Value.Numeric(number)))));
        return Snapshot.of(metrics);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void shouldReadWhatWasWritten(@ForAll("evaluations") IndexedEvaluation evaluation) throws DocumentException {
        String line = new IndexLine.Evaluation(evaluation).text();

        // ASCII in one line; DEL is one of them, which JSON need not escape.
        assertThat(line).matches("[\\x20-\\x7f]+");
        IndexedEvaluation read = ((IndexLine.Evaluation) parse(line)).evaluation();
        assertThat(read.metrics().metrics())
                .containsExactlyInAnyOrderElementsOf(evaluation.metrics().metrics());
        assertThat(read).usingRecursiveComparison().ignoringFields("metrics").isEqualTo(evaluation);
    }

    @Property
    void shouldFailInOneWayOnly(@ForAll String text) {
        try {
            parse(text);
        } catch (DocumentException e) {
            assertThat(e).hasMessageStartingWith("metrics.jsonl");
        }
    }

    @Test
    void shouldLeaveOutWhatItCouldNotReadOrNobodyCould() throws DocumentException {
        List<Metric> metrics = new ArrayList<>();
        metrics.add(new Metric("m.json", "huge", new Value.Numeric(new BigDecimal("1E+400"))));
        metrics.add(new Metric("m.json", "long", new Value.Numeric(new BigDecimal("0." + "1".repeat(2_000)))));
        metrics.add(new Metric("m.json", "n".repeat(301), new Value.Numeric(BigDecimal.ONE)));
        for (int i = 0; i < 3_000; i++) {
            metrics.add(new Metric("m.json", "m" + i, new Value.Numeric(BigDecimal.ONE)));
        }
        MetricLimits atLeastOne = new MetricLimits(Optional.of(BigDecimal.ONE), Optional.empty());
        IndexedEvaluation evaluation = new IndexedEvaluation(
                1, "#1", Instant.EPOCH, "", Optional.empty(), false, Snapshot.of(metrics), Map.of("m2999", atLeastOne));

        IndexLine read = parse(new IndexLine.Evaluation(evaluation).text());

        assertThat(((IndexLine.Evaluation) read).evaluation().metrics().byName())
                .hasSize(IndexLine.MAX_METRICS)
                .containsKeys("m2999", "m0")
                .doesNotContainKeys("huge", "long", "m2998");
    }

    @Test
    void shouldReadTheWantedMetricsAlone() throws DocumentException {
        String line =
                "{\"build\": 1, \"label\": \"#1\", \"at\": \"2026-01-01T00:00:00Z\", \"section\": \"\", \"promoted\": false,"
                        + " \"metrics\": {\"a\": {\"x\": 1, \"y\": 2}, \"b\": {\"x\": 3}}, \"limits\": {\"x\": {\"min\": 1}, \"y\": {\"max\": 2}}, \"newer\": [{}]}";

        IndexLine read = IndexLine.parse(line.getBytes(StandardCharsets.UTF_8), Set.of("b:x", "y")::contains, "file");

        IndexedEvaluation evaluation = ((IndexLine.Evaluation) read).evaluation();
        assertThat(evaluation.metrics().metrics())
                .extracting(Metric::qualifiedName)
                .containsExactly("a:y", "b:x");
        assertThat(evaluation.number("b:x")).contains(BigDecimal.valueOf(3));
        assertThat(evaluation.limits()).containsOnlyKeys("y");
    }

    private static IndexLine parse(String line) throws DocumentException {
        return IndexLine.parse(line.getBytes(StandardCharsets.UTF_8), metric -> true, "metrics.jsonl");
    }
}
