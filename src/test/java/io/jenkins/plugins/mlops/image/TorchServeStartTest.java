package io.jenkins.plugins.mlops.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The start of a TorchServe image, with a {@code torchserve} that only writes down how it was called. */
@Timeout(60)
class TorchServeStartTest {

    private static final String SERVES = "echo \"$@\" >> calls; [ \"$1\" = --start ] && touch started && exec sleep 60";
    private static final String ENDS = "echo \"$@\" >> calls";

    @TempDir
    Path root;

    @BeforeEach
    void requirePython() throws IOException, InterruptedException {
        boolean there = File.separatorChar == '/'
                && new ProcessBuilder("sh", "-c", "command -v python3").start().waitFor() == 0;
        if (!there) {
            System.err.println("##### SKIPPED: no python3; the start of a TorchServe image is NOT tested #####");
        }
        assumeTrue(there, "no python3");
    }

    private Process start(String torchserve) throws IOException {
        Path program = Files.writeString(
                root.resolve("torchserve"), "#!/bin/sh\ncd " + root.toAbsolutePath() + "\n" + torchserve + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        try (InputStream script = GeneratedDockerfile.class.getResourceAsStream("torchserve_start.py")) {
            Files.copy(script, root.resolve("start.py"));
        }
        ProcessBuilder builder = new ProcessBuilder("python3", "start.py", "--ncs", "--models", "all")
                .directory(root.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().merge("PATH", root.toString(), (path, ours) -> ours + File.pathSeparator + path);
        return builder.start();
    }

    @Test
    void shouldStopTheServerThatRunsOnSigterm() throws Exception {
        Process process = start(SERVES);
        while (!Files.exists(root.resolve("started"))) {
            assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
        }

        process.destroy();

        assertThat(process.waitFor()).isZero();
        assertThat(root.resolve("calls")).hasContent("--start --foreground --ncs --models all\n--stop --foreground");
    }

    @Test
    void shouldFailWhereTheServerEndsByItself() throws Exception {
        Process process = start(ENDS);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("ended by itself");
        assertThat(root.resolve("calls")).hasContent("--start --foreground --ncs --models all");
    }
}
