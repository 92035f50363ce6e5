package io.jenkins.plugins.mlops.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathGlobTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "models/*.pkl|models/a.pkl|true",
                "models/*.pkl|models/x/a.pkl|false",
                "models|models/x/a.pkl|true",
                "models|models2/a|false",
                "**/*.json|a.json|true",
                "**/*.json|a/b/c.json|true",
                "a/**|a/b/c|true",
                "m?.{json,yaml}|m1.yaml|true",
                "m[12].json|m3.json|false",
                "m[!12].json|m3.json|true",
                "a.json|aXjson|false",
                "./a|a|true"
            })
    void shouldMatch(String glob, String path, boolean matches) {
        assertThat(PathGlob.of(glob).matches(path)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "../a", "a/../../b", "C:/a", "a\\b", "a\u0000"})
    void shouldRefuseWhatLeavesTheRepository(String glob) {
        assertThatThrownBy(() -> PathGlob.of(glob)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldTakeALiteralAsItIs() {
        assertThat(PathGlob.literal("a[1]*").matches("a[1]*")).isTrue();
        assertThat(PathGlob.literal("a[1]*").matches("a1b")).isFalse();
    }
}
