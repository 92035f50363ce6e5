package io.jenkins.plugins.mlops.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {

    @ParameterizedTest
    @CsvSource({
        "accuracy, accuracy, true",
        "accuracy, Accuracy, false",
        "fairness.*.gap, fairness.women.gap, true",
        "fairness.*.gap, fairness..gap, true",
        "fairness.*.gap, fairness.women.old.gap, false",
        "fairness.*.gap, fairness.gap, false",
        "fairness.**.gap, fairness.women.old.gap, true",
        "fairness.**, fairness.women.gap, true",
        "**, a.b.c, true",
        "*, a.b, false",
        "*loss, val_loss, true",
        "val_*, val_loss, true",
        "folds[*].auc, folds[12].auc, true",
        "folds[?].auc, folds[12].auc, false",
        "folds[?].auc, folds[1].auc, true",
        "a?b, a.b, false",
        "a*b, a*b, true",
        "metrics/*.json:acc, metrics/x.json:acc, true",
        "*.json:acc, metrics/x.json:acc, true",
    })
    void shouldMatch(String glob, String name, boolean expected) {
        assertThat(NamePattern.of(glob).matches(name)).isEqualTo(expected);
    }

    @Test
    void shouldNotBlowUpOnAHostilePattern() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThat(
                        NamePattern.of("*a".repeat(500) + "b").matches("a".repeat(2000)))
                .isFalse());
    }

    @Property
    void shouldAgreeWithARegularExpression(
            @ForAll @Chars({'a', '.', '*', '?'}) @StringLength(max = 6) String glob,
            @ForAll @CharRange(from = 'a', to = 'b') @Chars('.') @StringLength(max = 6) String name) {
        String regex = glob.replace(".", "\\.")
                .replace("**", "\u0001")
                .replace("*", "[^.]*")
                .replace("\u0001", ".*")
                .replace("?", "[^.]");
        assertThat(NamePattern.of(glob).matches(name)).isEqualTo(name.matches(regex));
    }
}
