package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlops.remote.Remotes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a pull leaves is what the real DVC calls clean, and the other way round. */
class PullAgreementTest {

    @TempDir
    private Path folder;

    private RealDvc dvc;
    private Path origin;
    private Path remote;

    @BeforeEach
    void makeRepository() throws IOException {
        dvc = RealDvc.orSkip(folder.resolve("home"));
        remote = folder.resolve("remote");
        origin = dvc.initialize(folder.resolve("origin"));
        dvc.run(origin, "remote", "add", "-d", "storage", remote.toString());
        write("data/a.txt", "alpha\n");
        write("data/empty", "");
        write("data/deep/er/and deeper/ünï cødé – 漢字.csv", "1,2\n");
        write("data/deep/crlf.txt", "one\r\ntwo\r\n");
        write("data/copy of a.txt", "alpha\n");
        write("model.bin", "\0\1\2weights");
        write("run.sh", "#!/bin/sh\n");
        Files.createDirectories(origin.resolve("nothing"));
        dvc.run(origin, "add", "-q", "data", "model.bin", "run.sh", "nothing");
        dvc.run(origin, "push", "-q");
        dvc.commitAll(origin, "data");
    }

    private void write(String path, String text) throws IOException {
        Path file = origin.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Path cloneOrigin(String name) {
        Path clone = folder.resolve(name);
        dvc.git(folder, "clone", "-q", origin.toString(), clone.toString());
        return clone;
    }

    private static PullResult pull(Path root, PullOptions options) throws IOException, InterruptedException {
        DvcConfig config = DvcConfig.load(new FileSystemTree(root), root, ConfigLocations.NONE);
        return new Pull(root, config, new Remotes(Map.of()), RepositorySource.none(), Map.of())
                .run(DvcRepository.open(root).plan(List.of()), options, PullListener.NONE);
    }

    private static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString();
                if (!name.startsWith(".git") && !name.startsWith(".dvc")) {
                    contents.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return contents;
    }

    private void assertClean(Path root) {
        assertThat(dvc.run(root, "status")).contains("up to date");
        assertThat(dvc.run(root, "data", "status")).contains("No changes");
        assertThat(dvc.run(root, "pull")).contains("Everything is up to date");
        dvc.run(root, "gc", "-w", "-f");
        assertThat(dvc.run(root, "status")).contains("up to date");
        assertThat(dvc.run(root, "pull")).contains("Everything is up to date");
    }

    @ParameterizedTest
    @EnumSource(LinkType.class)
    void shouldLeaveWhatDvcCallsClean(LinkType link) throws Exception {
        Path root = cloneOrigin("clone");
        dvc.run(
                root,
                "config",
                "cache.type",
                link == LinkType.REFLINK ? "reflink,copy" : link.name().toLowerCase(java.util.Locale.ROOT));

        PullResult result = pull(root, PullOptions.DEFAULTS);

        assertThat(result.files()).isEqualTo(7);
        assertThat(result.unchanged()).isZero();
        assertThat(contents(root)).isEqualTo(contents(origin));
        assertThat(Files.isDirectory(root.resolve("nothing"))).isTrue();
        assertClean(root);
        PullResult again = pull(root, PullOptions.DEFAULTS);
        assertThat(again.downloaded()).isZero();
        assertThat(again.unchanged()).isEqualTo(7);
        assertThat(again.dataVersion()).isEqualTo(result.dataVersion());
    }

    @Test
    void shouldTakeWhatDvcPulledForUnchanged() throws Exception {
        Path root = cloneOrigin("clone");
        dvc.run(root, "pull");

        PullResult result = pull(root, PullOptions.DEFAULTS);

        assertThat(result.downloaded()).isZero();
        assertThat(result.unchanged()).isEqualTo(7);
    }
}
