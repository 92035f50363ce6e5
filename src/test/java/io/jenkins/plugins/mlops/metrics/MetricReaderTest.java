package io.jenkins.plugins.mlops.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlops.document.DocumentException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricReaderTest {

    private static Value number(String literal) {
        return new Value.Numeric(new BigDecimal(literal));
    }

    @Test
    void shouldFlattenNestedValuesAndKeepThemAsTheyAre() throws Exception {
        Snapshot json = MetricReader.read(
                "{\"a\": {\"b\": 0.10, \"c\": [1, {\"d\": 2}]}, \"ok\": true, \"s\": \"0.9\", \"n\": null, \"e\": [], \"m\": {}, "
                        + "\"nan\": NaN, \"inf\": -Infinity}",
                "m.json");
        assertThat(json.byName().keySet())
                .containsExactly("a.b", "a.c[0]", "a.c[1].d", "ok", "s", "n", "e", "m", "nan", "inf");
        assertThat(json.value("a.b")).contains(number("0.10"));
        assertThat(json.value("ok")).contains(new Value.Flag(true));
        assertThat(json.value("s")).contains(new Value.Text("0.9"));
        assertThat(json.value("n")).contains(new Value.Null());
        assertThat(json.value("e")).contains(new Value.Text("[]"));
        assertThat(json.value("m")).contains(new Value.Text("{}"));
        assertThat(json.value("nan")).contains(new Value.NotFinite("NaN"));
        assertThat(json.value("inf")).contains(new Value.NotFinite("-Infinity"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "m.yaml|a:\\n  b: 0.10\\n  c: -.inf",
                "m.toml|[a]\\nb = 0.10\\nc = -inf",
                "m.csv|a.b,a.c\\n0.10,-inf",
                "m.csv|name,value\\na.b,0.10\\na.c,-inf",
                "m.csv|a.b,0.10\\na.c,-Infinity",
                "m.tsv|a.b\\ta.c\\n0.10\\t-inf",
                "m.py|class a:\\n  b = 0.10\\n  c = -1e999",
            })
    void shouldReadTheSameFromEachFormat(String file, String text) throws Exception {
        Snapshot snapshot = MetricReader.read(text.replace("\\n", "\n").replace("\\t", "\t"), file);
        assertThat(snapshot.byName().keySet()).containsExactly("a.b", "a.c");
        assertThat(snapshot.value("a.b")).contains(number("0.10"));
        assertThat(snapshot.value("a.c")).contains(new Value.NotFinite("-Infinity"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "m.json|{\"a\": 1,,}|m.json:1:|JSON",
                "m.json|[1, 2]|m.json:1:1: |a list",
                "m.json|0.93|m.json:1:1: |a number",
                "m.yaml|a: [1|m.yaml:|YAML",
                "m.json|{\"a.b\": 1, \"a\": {\"b\": 2}}|m.json:1:|'a.b' comes out twice",
                "m.json|{\"a[0]\": 1, \"a\": [2]}|m.json:1:|'a[0]' comes out twice",
                "m.csv|a,b,c\\n1,2,3\\n4,5,6|m.csv:1:1: |2 rows under the header",
                "m.csv|a,b,c\\n1,2|m.csv:2:1: |3 columns and the row has 2",
                "m.csv|name,value\\na,1\\na,2|m.csv:3:1: |'a' stands here a second time, first at m.csv:2:1",
                "m.csv|``|m.csv:1:1: |empty",
                "m.py|A = (1,|m.py:1: |never closed",
                "m.py|A = 'x|m.py:1: |without an end",
            })
    void shouldNameThePlaceOfAnError(String file, String text, String start, String contained) {
        assertThatThrownBy(() -> MetricReader.read(text.replace("\\n", "\n"), file))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(start.strip())
                .hasMessageContaining(contained);
    }

    @Test
    void shouldNameThePlaceOfBytesThatAreNoText() {
        byte[] latin1 = "a: 1\nb: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> MetricReader.read(latin1, "m.yaml")).hasMessageStartingWith("m.yaml:2:7: not UTF-8");
    }

    @Test
    void shouldReadAFileWithAByteOrderMark() throws Exception {
        assertThat(MetricReader.read("\uFEFF{\"a\": 1}".getBytes(StandardCharsets.UTF_8), "m.json")
                        .value("a"))
                .contains(number("1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"m.yaml", "m.py", "m.toml"})
    void shouldReadAnEmptyFileAsNoValues(String file) throws Exception {
        assertThat(MetricReader.read("", file).isEmpty()).isTrue();
    }

    @Test
    void shouldReadPythonConstantsAsDvcDoes() throws Exception {
        String text =
                """
                # parameters
                import os
                LR = 1e-3  # learning rate
                LAYERS = [64, 32]
                NAME: str = 'a # b' "c"
                SIZE = 28, 28
                OPT = {"lr": 0.1, 'nested': {"x": None}}
                BIG = 1_000_000
                HEX = 0xFF
                COMPUTED = os.environ["X"]
                SUM = 1 + 2
                EQUAL = (LR == 3)
                FLAG = True; OTHER = -2
                if FLAG:
                    HIDDEN = 1
                def f():
                    LOCAL = 1

                class Train:
                    '''Doc'''
                    epochs = 10
                    def __init__(self):
                        self.batch = 32
                        local = 1
                    def other(self):
                        self.x = 1
                    class Inner:
                        y = "z"
                LONG = [
                    1,
                    2,
                ]
                """;
        Snapshot snapshot = MetricReader.read(text, "params.py");
        assertThat(snapshot.byName().keySet())
                .containsExactly(
                        "LR",
                        "LAYERS[0]",
                        "LAYERS[1]",
                        "NAME",
                        "SIZE[0]",
                        "SIZE[1]",
                        "OPT.lr",
                        "OPT.nested.x",
                        "BIG",
                        "HEX",
                        "FLAG",
                        "OTHER",
                        "Train.epochs",
                        "Train.batch",
                        "Train.Inner.y",
                        "LONG[0]",
                        "LONG[1]");
        assertThat(snapshot.value("NAME")).contains(new Value.Text("a # bc"));
        assertThat(snapshot.value("LR")).contains(number("1e-3"));
        assertThat(snapshot.value("BIG")).contains(number("1000000"));
        assertThat(snapshot.value("HEX")).contains(number("255"));
        assertThat(snapshot.value("OTHER")).contains(number("-2"));
    }

    @Test
    void shouldRestrictParametersToKeysOfAStage() throws Exception {
        Snapshot all = MetricReader.read("train: {lr: 1, layers: [1, 2]}\ntraining: 3\nseed: 4\n", "params.yaml");
        assertThat(all.only(List.of("train")).byName().keySet())
                .containsExactly("train.lr", "train.layers[0]", "train.layers[1]");
        assertThat(all.only(List.of("train.layers", "seed")).byName().keySet())
                .containsExactly("train.layers[0]", "train.layers[1]", "seed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"m.json", "m.yaml", "m.csv"})
    void shouldRefuseANumberWithoutEnd(String file) {
        String digits = "1".repeat(2_000_000);
        String text = file.equals("m.csv") ? "name,value\na," + digits : "{\"a\": " + digits + "}";
        assertThatThrownBy(() -> MetricReader.read(text, file))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(file);
    }

    @Property
    void shouldKeepEveryDigit(@ForAll @Scale(30) BigDecimal value) throws Exception {
        for (String file : List.of("m.json", "m.yaml", "m.csv", "m.toml", "m.py")) {
            String plain = value.toPlainString();
            String text =
                    switch (file) {
                        case "m.csv" -> "name,value\na," + plain;
                        case "m.toml", "m.py" -> "a = " + plain;
                        default -> "{\"a\": " + plain + "}";
                    };
            Value read = MetricReader.read(text, file).value("a").orElseThrow();
            assertThat(((Value.Numeric) read).value()).as(file).isEqualByComparingTo(value);
        }
    }

    @Property
    void shouldReadAnyTextOrSayWhyNot(@ForAll String text) {
        for (String file : List.of("f.yaml", "f.json", "f.toml", "f.csv", "f.tsv", "f.py")) {
            try {
                MetricReader.read(text, file);
            } catch (DocumentException e) {
                assertThat(e).hasMessageStartingWith(file);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "(", "{", "{1:", "'''", "class A:\n ", "- "})
    void shouldSurviveHostileNestingInPython(String opening) {
        try {
            MetricReader.read("A = " + opening.repeat(50_000), "params.py");
            MetricReader.read(opening.repeat(50_000), "params.py");
        } catch (DocumentException e) {
            assertThat(e).hasMessageStartingWith("params.py");
        }
    }
}
