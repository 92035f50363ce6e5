package io.jenkins.plugins.mlops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** {@code docs/cli.md} is what the program says of itself. To write it again: {@code -Dmlops.docs.update=true}. */
class CliReferenceTest {

    private static final Path REFERENCE = Path.of("../docs/cli.md");

    @Test
    void shouldAgreeWithTheReference(@TempDir Path folder) throws IOException {
        CommandLine line = Mlops.commandLine(new Machine(folder, Map.of(), false, "", folder, Clock.systemUTC()));
        StringBuilder text = new StringBuilder(
                """
                # The command line

                What `mlops help` says, by command. Written by `mvn -f cli test -Dtest=CliReferenceTest -Dmlops.docs.update=true`; a test holds it to the program.

                Results go to standard output, everything said about them to standard error. A progress line shows only on a terminal; `NO_COLOR` turns colors off.

                """);
        section(text, "mlops", line);
        line.getSubcommands().forEach((name, command) -> section(text, "mlops " + name, command));
        String now = text.toString().stripTrailing() + "\n";
        if (Boolean.getBoolean("mlops.docs.update")) {
            Files.writeString(REFERENCE, now);
        }

        assertThat(Files.readString(REFERENCE)).isEqualToNormalizingNewlines(now);
    }

    private static void section(StringBuilder text, String name, CommandLine command) {
        command.setUsageHelpAutoWidth(false);
        command.setUsageHelpWidth(100);
        String usage = command.getUsageMessage(Ansi.OFF).replace("\r\n", "\n").stripTrailing();
        text.append("## ").append(name).append("\n\n```\n").append(usage).append("\n```\n\n");
    }
}
