package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoreRulesTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "x, x, true",
                "x, a/x, true",
                "/x, a/x, false",
                "a/x, a/x, true",
                "a/x, b/a/x, false",
                "**/a/x, b/a/x, true",
                "a/**, a, false",
                "a/**, a/b/c, true",
                "a/**/c, a/c, true",
                "a/**/c, a/b/b/c, true",
                "a/**/c, a/b/d, false",
                "*.tmp, a/b.tmp, true",
                "a/*.tmp, a/b/c.tmp, false",
                "a?c, abc, true",
                "a?c, a/c, false",
                "[a-c]x, bx, true",
                "[!a-c]x, bx, false",
                "[]]x, ]x, true",
                "[a, [a, true",
                "\\#x, #x, true",
                "#x, #x, false",
                "\\*, *, true",
                "\\*, a, false",
                "x/, x, false",
                "!x, x, false",
                "`x ` , x, true",
                "a*b*c, aXbYbZc, true",
                "**, anything, true",
                "**/, anything, false"
            })
    void shouldMatchFilesAsGitDoes(String line, String path, boolean ignored) {
        assertThat(IgnoreRules.NONE.with("", line).ignores(path, false)).isEqualTo(ignored);
    }

    @Test
    void shouldLetTheLastAndDeepestLineWin() {
        IgnoreRules root = IgnoreRules.NONE.with("", "*.csv\n!keep.csv\nfolder/\n");
        assertThat(root.ignores("a.csv", false)).isTrue();
        assertThat(root.ignores("keep.csv", false)).isFalse();
        assertThat(root.ignores("folder", true)).isTrue();
        assertThat(root.ignores("folder", false)).isFalse();
        IgnoreRules deeper = root.with("sub", "!/a.csv\r\n");
        assertThat(deeper.ignores("sub/a.csv", false)).isFalse();
        assertThat(deeper.ignores("sub/b/a.csv", false)).isTrue();
    }
}
