package io.jenkins.plugins.mlops.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.mlops.docker.RealDocker;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whether the build context is that of the {@code docker} program. Exceptions that start with a wildcard are left out: without BuildKit, Docker does not look for them in folders that are ignored; with it, and here,
 * they count everywhere.
 */
class DockerIgnoreParityTest {

    private static final List<String> FILES = List.of(
            "a",
            "b.txt",
            "dir/a",
            "dir/b.txt",
            "dir/sub/a",
            "dir/sub/b.txt",
            "dir/sub/deep/c",
            "other/sub/a",
            "other/x[1].txt",
            "#hash",
            "!bang",
            "README.md",
            "README-secret.md",
            "ünicode/ä");

    @TempDir
    Path root;

    private RealDocker docker;

    @BeforeEach
    void createFiles() throws IOException {
        docker = RealDocker.orSkip();
        for (String file : FILES) {
            Workspaces.write(root, file, file);
        }
        Workspaces.write(root, "Dockerfile", "FROM scratch\nCOPY . /\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# none",
                "a",
                "/dir",
                "dir/",
                "*/a",
                "*/*/a",
                "**/a",
                "**/*.txt",
                "dir/**",
                "dir/**\n!dir/sub",
                "dir\n!dir/sub/deep/c",
                "**\n!other",
                "*.md\n!README*.md\nREADME-secret.md",
                "dir/*\n!dir/b.txt",
                "**/sub/*",
                "[a-b]*",
                "?",
                "other/x\\[1\\].txt",
                "\\#hash\n\\!bang",
                "dir/../a",
                "./dir//sub/",
                "../a\nother",
                " a \r\n\r\n!a\r\nb.txt",
                "ünicode/?"
            })
    void shouldSendWhatDockerSends(String ignore) throws Exception {
        Workspaces.write(root, ".dockerignore", ignore);

        TreeSet<String> ours = new TreeSet<>();
        new Workspace(root, List.of())
                .entries(DockerIgnore.parse(ignore, ".dockerignore"))
                .forEach((path, entry) -> {
                    if (!(entry instanceof ContextEntry.Folder)) {
                        ours.add(path);
                    }
                });
        assertThat(ours).isEqualTo(sentByDocker());
    }

    private TreeSet<String> sentByDocker() throws Exception {
        String image = docker("build", "-q", ".").strip();
        String container = docker("create", image, "none").strip();
        TreeSet<String> files = new TreeSet<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new BufferedInputStream(process("export", container).getInputStream()), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                boolean mounted = entry.getName().matches("(dev|etc|proc|sys)/.*|\\.dockerenv");
                if (!entry.isDirectory() && !mounted) {
                    files.add(entry.getName());
                }
            }
        }
        docker("rm", container);
        return files;
    }

    private String docker(String... arguments) throws Exception {
        Process process = process(arguments);
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(text).isZero();
            return text;
        }
    }

    private Process process(String... arguments) {
        ProcessBuilder builder = new ProcessBuilder("docker").directory(root.toFile());
        builder.command().addAll(List.of(arguments));
        builder.environment().putAll(Map.of("DOCKER_HOST", docker.host(), "DOCKER_BUILDKIT", "0"));
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            return builder.start();
        } catch (IOException e) {
            System.err.println("##### SKIPPED: no docker program; .dockerignore is NOT compared with it #####");
            assumeTrue(false, "no docker program");
            throw new IllegalStateException(e);
        }
    }
}
