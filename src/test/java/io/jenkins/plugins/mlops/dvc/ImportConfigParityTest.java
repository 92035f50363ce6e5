package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlops.git.Clones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Imports that bring a configuration for the repository they come from: {@code dvc import --config}, {@code --remote} and {@code --remote-config}. The other repository's own default remote has
 * none of the data, so that nothing comes without it.
 */
class ImportConfigParityTest {

    @TempDir
    private static Path folder;

    private static DvcProject project;
    private static Path source;
    private static Path ours;
    private static Path theirs;

    @BeforeAll
    static void makeRepositories() throws IOException {
        project = DvcProject.create(folder);
        RealDvc dvc = project.dvc();
        source = dvc.initialize(folder.resolve("source"));
        Path second = folder.resolve("second storage");
        Path moved = folder.resolve("moved storage");
        dvc.run(source, "remote", "add", "-d", "gone", folder.resolve("gone").toString());
        dvc.run(source, "remote", "add", "second", second.toString());
        DvcProject.write(source, "data/a.txt", "a\n");
        DvcProject.write(source, "data/deep/b.txt", "b\n");
        DvcProject.write(source, "own.txt", "in a remote of its own\n");
        dvc.run(source, "add", "-q", "data", "own.txt");
        Path file = source.resolve("own.txt.dvc");
        Files.writeString(file, Files.readString(file) + "  remote: second\n");
        dvc.run(source, "push", "-q", "-r", "second");
        dvc.commitAll(source, "data");
        DvcProject.delete(source.resolve(".dvc/cache"));
        Files.createDirectories(folder.resolve("gone"));
        // Where nothing but an import's configuration leads to.
        copy(second, moved);

        Path origin = project.origin();
        DvcProject.write(
                origin,
                "conf/import.conf",
                "[core]\n    remote = elsewhere\n['remote \"elsewhere\"']\n    url = " + moved + "\n");
        DvcProject.write(origin, "relative.conf", "['remote \"gone\"']\n    url = ../moved storage\n");
        imported("by config", "data", "--config", "conf/import.conf");
        imported("by relative config", "data", "--config", "relative.conf");
        imported("by remote", "data", "--remote", "second");
        imported("by options", "data/deep", "--remote-config", "url=" + moved);
        imported("by relative options", "data/deep", "--remote-config", "url=../moved storage");
        imported("by both", "data", "--remote", "own", "--remote-config", "url=" + moved, "jobs=2");
        // An output's own remote is stronger than the import's.
        imported("own.txt", "own.txt", "--remote-config", "url=" + folder.resolve("nowhere"));
        project.publish("imports");
        ours = project.clone("ours");
        theirs = project.clone("theirs");
    }

    private static void imported(String as, String path, String... options) {
        List<String> arguments = new ArrayList<>(List.of("import", "-q", source.toString(), path, "-o", as));
        arguments.addAll(List.of(options));
        project.dvc().run(project.origin(), arguments.toArray(String[]::new));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @BeforeEach
    void startAgain() throws IOException {
        project.wipe(ours);
        project.wipe(theirs);
    }

    private static PullResult pull(Path root, String... targets) throws IOException, InterruptedException {
        return project.pull(root, new Clones(folder.resolve("clones"), root), PullOptions.DEFAULTS, targets);
    }

    @Test
    void shouldBringThemAll() throws Exception {
        project.dvc().run(theirs, "pull", "-q");

        assertThat(pull(ours).files()).isEqualTo(4 * 2 + 2 + 1);

        DvcProject.assertSame(DvcProject.tree(ours), DvcProject.tree(theirs));
        assertThat(DvcRepository.open(ours).plan(List.of()).warnings()).isEmpty();
    }

    @Test
    void shouldSayWhichConfigurationIsMissing() throws Exception {
        Files.delete(ours.resolve("conf/import.conf"));
        try {
            assertThat(project.dvc().attempt(ours, "pull", "by config").exitCode())
                    .isNotZero();
            assertThatThrownBy(() -> pull(ours, "by config"))
                    .isInstanceOf(PullException.class)
                    .hasMessageContaining("by config.dvc:")
                    .hasMessageContaining("conf/import.conf");
        } finally {
            project.dvc().git(ours, "checkout", "-q", "--", "conf/import.conf");
        }
    }

    @Test
    void shouldShowNoPasswordsOfAnImport() throws Exception {
        ImportSource source = DvcRepository.open(
                        MemoryTree.repository()
                                .with(
                                        "a.dvc",
                                        "deps: [{path: a, repo: {url: u, config: {remote: {r: {password: s3cret}}}, remote: {token: t0ken}}}]\n"
                                                + "outs: [{path: a}]"),
                        "")
                .output("a")
                .flatMap(Output::source)
                .orElseThrow();

        assertThat(source.toString())
                .contains("password", "token")
                .doesNotContain("s3cret")
                .doesNotContain("t0ken");
    }
}
