package io.jenkins.plugins.mlops.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlops.metrics.DiffRow.Change;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricDiffTest {

    private static Snapshot yaml(String text) throws Exception {
        return MetricReader.read(text, "metrics.yaml");
    }

    private static DiffRow only(String before, String after) throws Exception {
        List<DiffRow> rows = MetricDiff.between(yaml(before), yaml(after), Directions.byName());
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acc: 0.90   | acc: 0.92   | BETTER  | 0.02  | 0.02222222222222222",
                "acc: 0.92   | acc: 0.90   | WORSE   | -0.02 | -0.02173913043478261",
                "acc: 0.90   | acc: 0.9    | EQUAL   | 0     | 0",
                "acc: 1e0    | acc: 1      | EQUAL   | 0     | 0",
                "loss: 0.5   | loss: 0.25  | BETTER  | -0.25 | -0.5",
                "loss: -2    | loss: -1    | WORSE   | 1     | 0.5",
                "loss: 0     | loss: 0.1   | WORSE   | 0.1   | ''",
                "foo: 1      | foo: 2      | CHANGED | 1     | 1",
                "acc: 0.9    | acc: .nan   | WORSE   | ''    | ''",
                "acc: .nan   | acc: 0.9    | BETTER  | ''    | ''",
                "acc: .nan   | acc: .nan   | EQUAL   | ''    | ''",
                "loss: 1     | loss: .inf  | WORSE   | ''    | ''",
                "acc: 0.9    | acc: '0.9'  | CHANGED | ''    | ''",
                "acc: 0      | acc: false  | CHANGED | ''    | ''",
                "acc: true   | acc: true   | EQUAL   | ''    | ''",
                "acc: 1      | {}          | GONE    | ''    | ''",
                "{}          | acc: 1      | NEW     | ''    | ''",
            })
    void shouldTellWhatChanged(String before, String after, Change change, String delta, String relative)
            throws Exception {
        DiffRow row = only(before, after);
        assertThat(row.change()).isEqualTo(change);
        if (delta.isEmpty()) {
            assertThat(row.delta()).isEmpty();
        } else {
            assertThat(row.delta().orElseThrow()).isEqualByComparingTo(new BigDecimal(delta));
        }
        if (relative.isEmpty()) {
            assertThat(row.relativeDelta()).isEmpty();
        } else {
            assertThat(row.relativeDelta().orElseThrow()).isEqualByComparingTo(new BigDecimal(relative));
        }
    }

    @Test
    void shouldFollowARenamedFileAndKeepFilesApart() throws Exception {
        Snapshot before = MetricReader.read("acc: 1", "old.yaml").plus(MetricReader.read("acc: 2", "b.yaml"));
        Snapshot after = MetricReader.read("acc: 1", "b.yaml");
        assertThat(MetricDiff.between(before, after, Directions.byName()))
                .extracting(DiffRow::name, DiffRow::change)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("acc", Change.WORSE),
                        org.assertj.core.groups.Tuple.tuple("old.yaml:acc", Change.GONE));
        assertThat(MetricDiff.between(
                        MetricReader.read("acc: 1", "old.yaml"),
                        MetricReader.read("acc: 1", "new.yaml"),
                        Directions.byName()))
                .extracting(DiffRow::change)
                .containsExactly(Change.EQUAL);
    }

    @Test
    void shouldSortTheWorstFirst() throws Exception {
        List<DiffRow> rows = MetricDiff.between(
                yaml("{a_acc: 1, b_acc: 1, c_acc: 1, d_acc: 0, e_acc: 1, f: 1}"),
                yaml("{a_acc: 1, b_acc: 0.9, c_acc: 0.5, d_acc: -1, f: 2, g: 1, h_acc: 2}"),
                Directions.byName());
        assertThat(MetricDiff.worstFirst(rows))
                .extracting(DiffRow::name)
                .containsExactly("d_acc", "c_acc", "b_acc", "e_acc", "f", "g", "h_acc", "a_acc");
    }

    @Provide
    Arbitrary<Map<String, Value>> values() {
        Arbitrary<Value> value = Arbitraries.oneOf(
                Arbitraries.bigDecimals()
                        .between(BigDecimal.TEN.negate(), BigDecimal.TEN)
                        .ofScale(2)
                        .map(Value.Numeric::new),
                Arbitraries.of("NaN", "Infinity", "-Infinity").map(Value.NotFinite::new),
                Arbitraries.of(true, false).map(Value.Flag::new),
                Arbitraries.of("x", "1").map(Value.Text::new));
        return Arbitraries.maps(Arbitraries.of("acc", "loss", "foo", "f1"), value);
    }

    private static Snapshot snapshot(Map<String, Value> values) {
        return Snapshot.of(values.entrySet().stream()
                .map(entry -> new Metric("m.json", entry.getKey(), entry.getValue()))
                .toList());
    }

    @Property
    void shouldBeAntisymmetric(
            @ForAll("values") Map<String, Value> first, @ForAll("values") Map<String, Value> second) {
        Map<String, DiffRow> back = new HashMap<>();
        MetricDiff.between(snapshot(second), snapshot(first), Directions.byName())
                .forEach(row -> back.put(row.name(), row));
        List<DiffRow> rows = MetricDiff.between(snapshot(first), snapshot(second), Directions.byName());
        assertThat(rows).hasSameSizeAs(back.values());
        for (DiffRow row : rows) {
            DiffRow mirrored = back.get(row.name());
            assertThat(mirrored.before()).isEqualTo(row.after());
            assertThat(mirrored.delta().map(BigDecimal::negate)).isEqualTo(row.delta());
            assertThat(mirrored.change())
                    .isEqualTo(
                            switch (row.change()) {
                                case BETTER -> Change.WORSE;
                                case WORSE -> Change.BETTER;
                                case NEW -> Change.GONE;
                                case GONE -> Change.NEW;
                                default -> row.change();
                            });
        }
    }

    @Property
    void shouldFindNothingBetweenASnapshotAndItself(@ForAll("values") Map<String, Value> values) {
        assertThat(MetricDiff.between(snapshot(values), snapshot(values), Directions.byName()))
                .allMatch(row -> row.change() == Change.EQUAL);
    }
}
