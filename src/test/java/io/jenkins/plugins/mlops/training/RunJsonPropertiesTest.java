package io.jenkins.plugins.mlops.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.lineage.Artifact;
import io.jenkins.plugins.mlops.lineage.CodeVersion;
import io.jenkins.plugins.mlops.lineage.DataInput;
import io.jenkins.plugins.mlops.lineage.Environment;
import io.jenkins.plugins.mlops.lineage.Lineage;
import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.metrics.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What is written is read again as it was, whatever names files, parameters and branches have. */
class RunJsonPropertiesTest {

    private static final List<String> NAMES = List.of(
            "", " ", "a/b c.csv", "<b>\"x\"</b>", "\\", "\u0000", "\n", "\u2028", "naïve", "模型", "😀", "__proto__");

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(Arbitraries.of(NAMES), Arbitraries.strings().ofMaxLength(8));
    }

    private static Arbitrary<List<String>> lists() {
        return texts().list().ofMaxSize(3);
    }

    private static Arbitrary<Map<String, String>> maps() {
        return Arbitraries.maps(texts(), texts()).ofMaxSize(3);
    }

    private static Arbitrary<OptionalLong> counts() {
        return Arbitraries.longs().greaterOrEqual(0).optional().map(count -> count.map(OptionalLong::of)
                .orElse(OptionalLong.empty()));
    }

    private static Arbitrary<Instant> times() {
        return Combinators.combine(
                        Arbitraries.longs().between(-60_000_000_000L, 250_000_000_000L),
                        Arbitraries.integers().between(0, 999_999_999))
                .as(Instant::ofEpochSecond);
    }

    private static Arbitrary<Snapshot> snapshots() {
        Arbitrary<Value> values = Arbitraries.oneOf(
                Arbitraries.bigDecimals().ofScale(5).map(Value.Numeric::new),
                Arbitraries.integers()
                        .between(-20, 20)
                        .map(exponent -> new Value.Numeric(BigDecimal.ONE.scaleByPowerOfTen(exponent))),
                Arbitraries.of("NaN", "Infinity", "-Infinity").map(Value.NotFinite::new),
                texts().map(Value.Text::new),
                Arbitraries.of(true, false).map(Value.Flag::new),
                Arbitraries.just(new Value.Null()));
        // Names without a colon, so that file:name is unique.
        Arbitrary<String> names = texts().map(text -> text.replace(':', ';'));
        return Combinators.combine(names, names, values)
                .as(Metric::new)
                .list()
                .ofMaxSize(4)
                .uniqueElements(Metric::qualifiedName)
                .map(Snapshot::of);
    }

    private static Arbitrary<Lineage> lineages() {
        Arbitrary<CodeVersion> code = Combinators.combine(texts().optional(), texts(), texts().optional(), lists())
                .as(CodeVersion::new);
        Arbitrary<List<DataInput>> data = Combinators.combine(texts(), texts(), counts(), counts())
                .as(DataInput::new)
                .list()
                .ofMaxSize(3);
        Arbitrary<Environment> environments = Combinators.combine(
                        texts(),
                        Arbitraries.integers().greaterOrEqual(0),
                        Arbitraries.longs(),
                        lists(),
                        maps(),
                        texts().optional())
                .as((os, processors, memory, accelerators, map, image) ->
                        new Environment(os, os, processors, memory, accelerators, map, map, image, map));
        return Combinators.combine(code, texts(), data, snapshots(), environments)
                .as(Lineage::new);
    }

    @Provide
    Arbitrary<StoredRun> runs() {
        Arbitrary<List<Artifact>> models = Combinators.combine(texts(), Arbitraries.longs(), texts(), texts())
                .as(Artifact::new)
                .list()
                .ofMaxSize(3);
        Arbitrary<TrainingRun> runs = Combinators.combine(
                        texts(), lineages(), lists(), times(), Arbitraries.integers(), snapshots(), models)
                .as((id, lineage, command, time, exitCode, metrics, artifacts) -> new TrainingRun(
                        id, lineage, command, time, time.plusNanos(1), exitCode, metrics, command, artifacts));
        return Combinators.combine(runs, maps()).as((run, parts) -> new StoredRun(run, new InputDigest(parts)));
    }

    @Property(tries = 300)
    void shouldReadWhatItWrote(@ForAll("runs") StoredRun stored) throws Exception {
        String text = RunJson.text(stored);
        StoredRun again = RunJson.read(text, "run.json");
        assertThat(again).isEqualTo(stored);
        assertThat(RunJson.text(again)).isEqualTo(text);
    }

    /** A record that was cut off or damaged is an error with a place in the file, never anything else. */
    @Property(tries = 300)
    void shouldRefuseHalfARecord(
            @ForAll("runs") StoredRun stored, @ForAll @IntRange(max = 99) int percent, @ForAll char damage) {
        String text = RunJson.text(stored).strip();
        int at = text.length() * percent / 100;
        assertThat(failure(text.substring(0, at))).isInstanceOf(DocumentException.class);
        Throwable damaged = failure(text.substring(0, at) + damage + text.substring(at + 1));
        if (damaged != null) {
            assertThat(damaged).isInstanceOf(DocumentException.class);
        }
    }

    @Test
    void shouldRefuseMetricsThatCannotBeToldApart() {
        String metric = "{\"file\": \"%s\", \"name\": \"%s\", \"value\": 1}";
        String metrics =
                String.join(",", metric.formatted("f", "a"), metric.formatted("g", "a"), metric.formatted("h", "f:a"));
        StoredRun stored = runs().sample();
        String text = RunJson.text(stored)
                .replaceFirst("(?s)\"metrics\" : \\[.*?\\](?=,\\s*\"plots\")", "\"metrics\" : [" + metrics + "]");
        assertThat(failure(text)).isInstanceOf(DocumentException.class).hasMessageContaining("f:a");
    }

    private static Throwable failure(String text) {
        try {
            RunJson.read(text, "run.json");
            return null;
        } catch (DocumentException | RuntimeException e) {
            return e;
        }
    }
}
