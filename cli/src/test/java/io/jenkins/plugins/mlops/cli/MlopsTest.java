package io.jenkins.plugins.mlops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlopsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pull",
                "status",
                "train",
                "diff",
                "gate",
                "report",
                "image",
                "deploy",
                "rollback",
                "deployments",
                "demo",
                "generate-completion"
            })
    void shouldHelpWithEveryCommand(String command) {
        Shell.Result result = Shell.in(folder).run(command, "--help");

        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).startsWith("Usage: mlops " + command);
        assertThat(Shell.in(folder).run("--help").out()).containsPattern("(?m)^  " + command + " ");
    }

    @Test
    void shouldTakeOptionsBeforeTheCommand() {
        assertThat(Shell.in(folder)
                        .run("--quiet", "-C", folder.toString(), "pull", "--help")
                        .out())
                .startsWith("Usage: mlops pull");
    }

    @Test
    void shouldCallNoCommandAndUnknownOnesWrongUse() {
        assertThat(Shell.in(folder).run().exitCode()).isEqualTo(ExitCode.WRONG_USE);
        assertThat(Shell.in(folder).run("pul").err()).contains("pull");
        assertThat(Shell.in(folder).run("pull", "--job", "3").exitCode()).isEqualTo(ExitCode.WRONG_USE);
        assertThat(Shell.in(folder).run("pull", "--jobs", "0").exitCode()).isEqualTo(ExitCode.WRONG_USE);
        assertThat(Shell.in(folder).run("pull", "--link", "wormhole").err()).contains("no link type");
    }

    @Test
    void shouldPrintACompletionScript() {
        assertThat(Shell.in(folder).run("generate-completion").out())
                .contains("complete -F _complete_mlops", "_picocli_mlops_pull", "_picocli_mlops_deployments");
    }

    @Test
    void shouldSayItsVersion() {
        assertThat(Shell.in(folder).run("--version").out()).startsWith("mlops ");
    }
}
