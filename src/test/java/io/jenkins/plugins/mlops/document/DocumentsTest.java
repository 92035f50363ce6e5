package io.jenkins.plugins.mlops.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {

    @Test
    void shouldKnowWhereAValueStands() throws Exception {
        Node.Mapping yaml =
                Documents.yaml("a: 1\nb:\n  - x\n  - 2.50\n", "f.yaml").asMapping("the file");
        Node.Sequence b = yaml.get("b").orElseThrow().asSequence("b");
        assertThat(b.items().get(1).at()).isEqualTo(new Position("f.yaml", 4, 5));
        assertThat(b.items().get(1).asNumber("b[1]")).isEqualTo(new BigDecimal("2.50"));

        Node.Mapping json =
                Documents.json("{\n  \"a\": [true, null]}", "f.json").asMapping("the file");
        assertThat(json.get("a").orElseThrow().at()).isEqualTo(new Position("f.json", 2, 8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"12345678901234567890123456789012", "1234567e890123456789012345678901", "0e123", "007", "1_000"})
    void shouldKeepTheTextOfWhatLooksLikeANumber(String literal) throws Exception {
        assertThat(Documents.yaml("md5: " + literal, "f")
                        .asMapping("f")
                        .get("md5")
                        .orElseThrow()
                        .asText("md5"))
                .isEqualTo(literal);
    }

    @Property
    void shouldKeepTheTextOfAnyHash(@ForAll @IntRange(min = 0) int seed) throws Exception {
        String hash = "%032x".formatted(new java.math.BigInteger(128, new java.util.Random(seed)));
        assertThat(Documents.yaml("- md5: " + hash, "f")
                        .asSequence("f")
                        .items()
                        .get(0)
                        .asMapping("out")
                        .get("md5")
                        .orElseThrow()
                        .asText("md5"))
                .isEqualTo(hash);
    }

    @Test
    void shouldReadNotANumberFromEachFormat() throws Exception {
        assertThat(Documents.json("NaN", "f")).isInstanceOfSatisfying(Node.Number.class, n -> assertThat(n.value())
                .isEmpty());
        assertThat(Documents.yaml(".nan", "f")).isInstanceOfSatisfying(Node.Number.class, n -> assertThat(n.value())
                .isEmpty());
        assertThat(Documents.toml("a = nan", "f").asMapping("f").get("a").orElseThrow())
                .isInstanceOfSatisfying(
                        Node.Number.class, n -> assertThat(n.value()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1e400", "9e99999999999999999999"})
    void shouldTakeWhatOverflowsADoubleForInfinite(String literal) throws Exception {
        for (Node number : new Node[] {Documents.json(literal, "f"), Documents.yaml(literal, "f")}) {
            assertThat(((Node.Number) number).value()).isEmpty();
        }
    }

    @Test
    void shouldTakeWhatUnderflowsADoubleForZero() throws Exception {
        assertThat(Documents.json("1e-999999999", "f").asNumber("f")).isEqualTo(BigDecimal.ZERO);
    }

    @Test
    void shouldNameFileLineAndColumnOfAnError() {
        assertThatThrownBy(() -> Documents.yaml("a: 1\nb: [1, 2\n", "params.yaml"))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("params.yaml:3:1: not valid YAML");
        assertThatThrownBy(() -> Documents.json("{\"a\": 1,\n \"b\" 2}", "metrics.json"))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("metrics.json:2:");
        assertThatThrownBy(() -> Documents.toml("a = 1\nb = = 2\n", "params.toml"))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("params.toml:2:");
    }

    @Test
    void shouldRefuseAKeyThatStandsTwice() {
        assertThatThrownBy(() -> Documents.yaml("a: 1\na: 2\n", "f")).hasMessageStartingWith("f:2:1");
        assertThatThrownBy(() -> Documents.json("{\"a\": 1, \"a\": 2}", "f")).isInstanceOf(DocumentException.class);
    }

    @Test
    void shouldSurviveHostileNesting() {
        assertThatExceptionOfType(DocumentException.class).isThrownBy(() -> Documents.yaml("[".repeat(1_000_000), "f"));
        assertThatExceptionOfType(DocumentException.class).isThrownBy(() -> Documents.yaml("- ".repeat(100_000), "f"));
        assertThatExceptionOfType(DocumentException.class).isThrownBy(() -> Documents.json("[".repeat(1_000_000), "f"));
        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> Documents.toml("a = " + "[".repeat(100_000), "f"));
    }

    @Test
    void shouldSurviveExpandingAliases() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i))
                    .append(("*a" + (i - 1) + ", ").repeat(9))
                    .append("*a" + (i - 1) + "]\n");
        }
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThatExceptionOfType(DocumentException.class)
                        .isThrownBy(() -> Documents.yaml(bomb.toString(), "f")));
        assertThatExceptionOfType(DocumentException.class).isThrownBy(() -> Documents.yaml("&a [*a]", "f"));
    }

    @Property
    void shouldReadAnyTextOrSayWhyNot(@ForAll String text) {
        for (String file : new String[] {"f.yaml", "f.json", "f.toml"}) {
            try {
                Documents.byExtension(text, file);
            } catch (DocumentException e) {
                assertThat(e).hasMessageStartingWith(file);
            }
        }
    }
}
