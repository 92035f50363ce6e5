package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlops.document.DocumentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DvcConfigTest {

    @TempDir
    Path temporary;

    @Test
    void shouldLetTheNearerFileWin() throws Exception {
        Path root = temporary.resolve("repo");
        write(
                "system/config",
                "[core]\nremote = system\nno_scm = true\n['remote \"r\"']\nurl = s\njobs = 1\nuser = s\n");
        write("global/config", "[core]\nremote = global\n['remote \"r\"']\nurl = g\njobs = 2\nkeyfile = key\n");
        write("repo/.dvc/config", "[core]\nremote = Repo\n[remote \"r\"]\nurl = ../data\n");
        write("repo/.dvc/config.local", "[CACHE]\nDir = ~/cache\nshared = group\n['remote \"R\"']\npassword = x\n");
        ConfigLocations locations = new ConfigLocations(
                Optional.of(temporary.resolve("system")),
                Optional.of(temporary.resolve("global")),
                Optional.of(temporary.resolve("home")));
        DvcConfig config = DvcConfig.load(new FileSystemTree(root), root, locations);
        assertThat(config.defaultRemoteName()).contains("repo");
        assertThat(config.noScm()).isTrue();
        assertThat(config.cache())
                .isEqualTo(new CacheSettings(temporary.resolve("home/cache"), java.util.List.of(), true));
        RemoteAddress remote = config.remote("r");
        assertThat(remote.url()).isEqualTo("../data");
        assertThat(remote.base()).isEqualTo(root.resolve(".dvc"));
        assertThat(remote.options())
                .isEqualTo(Map.of(
                        "jobs",
                        "2",
                        "user",
                        "s",
                        "password",
                        "x",
                        "keyfile",
                        temporary.resolve("global/key").toString()));
        assertThatThrownBy(config::defaultRemote)
                .hasMessageContaining("no remote 'repo'")
                .hasMessageContaining("has: r");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "plain text            | plain text",
                "  spaces   # comment  | spaces",
                "a#b                   | a",
                "'a # b'               | a # b",
                "\"a, 'b'\"            | a, 'b'",
                "a, b ,\"c d\"         | a,b,c d",
                "a,                    | a",
                "``                    | ``",
                "''                    | ``",
                "it's                  | it's",
                "100%                  | 100%",
                "a=b                   | a=b"
            })
    void shouldReadValuesAsConfigobjDoes(String written, String value) throws Exception {
        assertThat(ConfigText.parse("[s]\nk = " + written, "f")
                        .get("s")
                        .get("k")
                        .text())
                .isEqualTo(value);
    }

    @Test
    void shouldReadQuotesOverLines() throws Exception {
        Map<String, Map<String, ConfigText.Value>> config =
                ConfigText.parse("\uFEFF# c\r\n\r\n['s']  # c\r\n\"a b\" = '''one\r\ntwo'''\r\nc = \"\"\"x\"\"\"", "f");
        assertThat(config.get("s").get("a b").text()).isEqualTo("one\ntwo");
        assertThat(config.get("s").get("c").text()).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`[core]\nremote`                 | .dvc/config:2:1: expected",
                "`[core`                          | .dvc/config:1:1: expected a section",
                "`[[core]]`                       | .dvc/config:1:1: a section in a section",
                "`\n[core]\nremote = 'a`          | .dvc/config:3:10: the quote ' is not closed",
                "`[core]\nremote = 'a' b`         | .dvc/config:2:10: text after",
                "`[core]\nremote = '''a\nb`       | .dvc/config:2:10: the quotes ''' are not closed",
                "`[core]\na = 1\nA = 2`           | .dvc/config:3:1: the option 'a' stands here a second time; the first is in line 2",
                "`[core]\n[core]`                 | .dvc/config:2:1: the section [core] stands",
                "`[cache]\ntype = floppy`         | .dvc/config:2:8: cache.type: 'floppy' is no link type",
                "`[cache]\nshared = all`          | .dvc/config:2:10: expected cache.shared",
                "`[cache]\ndir = s3://x`          | .dvc/config:2:7: cache.dir is a URL",
                "`[core]\nno_scm = yes`           | .dvc/config:2:10: expected core.no_scm to be true or false",
                "`['remote \"r\"']\njobs = 3`     | .dvc/config:2:8: the remote 'r' has no url",
                "`['remote \"r\"']\nurl = remote://r/x` | .dvc/config:2:7: the remotes r refer to each other",
            })
    void shouldNameTheLineOfWhatIsWrong(String text, String message) {
        MemoryTree tree = new MemoryTree().with(".dvc/config", text);
        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> {
                    DvcConfig config = DvcConfig.load(tree, temporary, ConfigLocations.NONE);
                    config.cache();
                    config.noScm();
                    config.remote("r");
                })
                .withMessageStartingWith(message);
    }

    @Test
    void shouldSayThatThereIsNoRemote() throws Exception {
        DvcConfig config = DvcConfig.load(new MemoryTree(), temporary, ConfigLocations.NONE);
        assertThat(config.defaultRemote()).isEmpty();
        assertThat(config.cache().dir()).isEqualTo(temporary.resolve(".dvc/cache"));
        assertThatThrownBy(() -> config.remote("x")).hasMessageContaining("dvc remote add x");
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, XDG_CONFIG_HOME, /c, /c/dvc, /etc/xdg/dvc",
        "Linux, XDG_CONFIG_DIRS, /a:/b, /home/me/.config/dvc, /a/dvc",
        "Linux, DVC_GLOBAL_CONFIG_DIR, /g, /g, /etc/xdg/dvc",
        "Mac OS X, DVC_SYSTEM_CONFIG_DIR, /s, /home/me/Library/Application Support/dvc, /s",
        "Windows 11, LOCALAPPDATA, /l, /l/iterative/dvc, C:\\ProgramData/iterative/dvc"
    })
    void shouldKnowWhereConfigurationIs(String os, String variable, String value, String global, String system) {
        ConfigLocations locations = ConfigLocations.of(Map.of(variable, value), os, Path.of("/home/me"));
        assertThat(locations.global()).contains(Path.of(global));
        assertThat(locations.system()).contains(Path.of(system));
    }

    private void write(String path, String text) throws Exception {
        Path file = temporary.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
