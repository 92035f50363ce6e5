package io.jenkins.plugins.mlops.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerIgnoreTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "x, x, true",
                "x, x/a/b, true",
                "x, a/x, false",
                "/x, x, true",
                "x/, x/a, true",
                "./a/../x, x, true",
                "../x, x, false",
                "**/x, x, true",
                "**/x, a/b/x, true",
                "**/x, a/bx, false",
                "**x, a/x, true",
                "**, a, true",
                "a/**, a, false",
                "a/**, a/b, true",
                "a/**/c, a/c, true",
                "a/**/c, a/b/b/c, true",
                "*.pyc, a.pyc, true",
                "*.pyc, a/b.pyc, false",
                "*/b, a/b, true",
                "*/b, b, false",
                "a?c, abc, true",
                "a?c, a/c, false",
                "[a-c]x, bx, true",
                "[^a-c]x, bx, false",
                "[^a-c]x, dx, true",
                "\\*, *, true",
                "\\*, a, false",
                "`  x  `, x, true",
                "`#x`, #x, false",
                "` #x`, #x, true",
                "a.b, aXb, false",
                "a+(b)|{c}$, a+(b)|{c}$, true"
            })
    void shouldMatchAsDockerDoes(String line, String path, boolean ignored) throws ImageException {
        assertThat(DockerIgnore.parse(line, ".dockerignore").ignores(path)).isEqualTo(ignored);
    }

    @Test
    void shouldLetTheLastLineThatMatchesDecide() throws ImageException {
        DockerIgnore ignore = DockerIgnore.parse("**\n!models\nmodels/*.tmp\n! models/keep.tmp\n", ".dockerignore");

        assertThat(ignore.ignores("train.py")).isTrue();
        assertThat(ignore.ignores("models/model.pkl")).isFalse();
        assertThat(ignore.ignores("models/a.tmp")).isTrue();
        assertThat(ignore.ignores("models/keep.tmp")).isFalse();
        assertThat(ignore.ignoring("train.py"))
                .hasValueSatisfying(line -> assertThat(line.line()).isEqualTo(1));
    }

    @Test
    void shouldFindExceptionsInIgnoredFolders() throws ImageException {
        DockerIgnore ignore = DockerIgnore.parse("*\n!**/b.txt", ".dockerignore");

        assertThat(ignore.ignores("dir/sub/b.txt")).isFalse();
        assertThat(ignore.ignores("dir/sub/a.txt")).isTrue();
    }

    @Test
    void shouldReadWindowsLinesAndAByteOrderMark() throws ImageException {
        assertThat(DockerIgnore.parse("\uFEFFx\r\ny\r\n", ".dockerignore").ignores("x"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\n[", "a\n[]", "a\n[a-]", "a\nx\\", "a\n!"})
    void shouldNameTheLineThatIsNoPattern(String text) {
        assertThatThrownBy(() -> DockerIgnore.parse(text, ".dockerignore"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(".dockerignore: line 2");
    }

    @Test
    void shouldNotBeSlowedDownByManyStars() throws ImageException {
        DockerIgnore ignore = DockerIgnore.parse("**/a".repeat(500) + "**/b", ".dockerignore");

        boolean ignored = Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> ignore.ignores("a/".repeat(1_000) + "c"));

        assertThat(ignored).isFalse();
    }
}
