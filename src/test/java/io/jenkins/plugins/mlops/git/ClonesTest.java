package io.jenkins.plugins.mlops.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClonesTest {

    @TempDir
    Path temp;

    @Test
    void shouldCloneOnceAndFetchOnlyWhatIsNew() throws Exception {
        GitProgramRepository other = GitProgramRepository.init(temp.resolve("other"));
        String first = other.write("a.txt", "1").commit("1");
        Path importing = temp.resolve("importing");
        Files.createDirectories(importing);
        Clones clones = new Clones(temp.resolve("cache"), importing);
        try (var open = clones.open("../other", first)) {
            assertThat(open.tree().read("a.txt"))
                    .hasValueSatisfying(bytes -> assertThat(bytes).asString().isEqualTo("1"));
            assertThat(open.folder()).isEqualTo(other.folder());
        }
        String second = other.write("a.txt", "2").commit("2");
        try (var open = clones.open("../other", second)) {
            assertThat(open.tree().read("a.txt"))
                    .hasValueSatisfying(bytes -> assertThat(bytes).asString().isEqualTo("2"));
        }
        assertThat(temp.resolve("cache").toFile().list((folder, name) -> name.endsWith(".git")))
                .hasSize(1);
        assertThatThrownBy(() -> clones.open("../other", "f".repeat(40)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none of its branches");
        assertThatThrownBy(() -> clones.open("../other", "main"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("40 hexadecimal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ext::sh -c touch% /tmp/x",
                "--upload-pack=x",
                "ssh://-oProxyCommand=x/a",
                "-x@host:a",
                "fd::3",
                "git://host/a",
                "",
                "a\u0000b",
                "../missing"
            })
    void shouldRefuseAddressesThatAreNone(String url) {
        assertThatThrownBy(() -> CloneAddress.of(url, temp))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Cannot use");
    }

    @ParameterizedTest
    @ValueSource(strings = {"git@example.org:a/b.git", "ssh://git@example.org/a.git"})
    void shouldLeaveSshToTheInstalledGit(String url) throws Exception {
        assertThat(CloneAddress.of(url, temp).ssh()).isTrue();
    }

    @Test
    void shouldKeepSecretsOutOfMessages() {
        Clones clones = new Clones(temp.resolve("cache"), temp);
        assertThatThrownBy(() -> clones.open("https://me:s3cret@127.0.0.1:1/a.git", "f".repeat(40)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }
}
