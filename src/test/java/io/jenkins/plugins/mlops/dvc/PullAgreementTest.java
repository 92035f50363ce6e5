package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a pull leaves is what the real DVC calls clean, and the other way round. */
class PullAgreementTest {

    private static final int FILES = 8;

    @TempDir
    private Path folder;

    private TestRepository repository;
    private RealDvc dvc;

    @BeforeEach
    void makeRepository() throws IOException {
        repository = new TestRepository(folder);
        dvc = repository.dvc;
        repository
                .write("data/a.txt", "alpha\n")
                .write("data/empty", "")
                .write("data/deep/er/and deeper/ünï cødé – 漢字.csv", "1,2\n")
                .write("data/deep/crlf.txt", "one\r\ntwo\r\n")
                .write("data/copy of a.txt", "alpha\n")
                .write("model.bin", "\0\1\2weights")
                .write("empty.csv", "")
                .write("run.sh", "#!/bin/sh\n");
        Files.createDirectories(repository.origin.resolve("nothing"));
        assertThat(repository.origin.resolve("run.sh").toFile().setExecutable(true))
                .isTrue();
        repository.publish("data", "model.bin", "empty.csv", "run.sh", "nothing");
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
        Path root = repository.cloneTo("clone");
        String types = link == LinkType.REFLINK ? "reflink,copy" : link.name().toLowerCase(Locale.ROOT);
        dvc.run(root, "config", "cache.type", types);

        PullResult result = repository.pull(root, PullOptions.DEFAULTS);

        assertThat(result.files()).isEqualTo(FILES);
        assertThat(result.unchanged()).isZero();
        assertThat(TestRepository.contents(root)).isEqualTo(TestRepository.contents(repository.origin));
        assertThat(root.resolve("nothing")).isDirectory();
        assertThat(root.resolve("run.sh")).isExecutable();
        assertClean(root);
        PullResult again = repository.pull(root, PullOptions.DEFAULTS);
        assertThat(again.downloaded()).isZero();
        assertThat(again.unchanged()).isEqualTo(FILES);
        assertThat(again.dataVersion()).isEqualTo(result.dataVersion());
        assertThat(repository.status(root)).allMatch(status -> status.state() == OutputStatus.State.UNCHANGED);
    }

    @Test
    void shouldTakeWhatDvcPulledForUnchanged() throws Exception {
        Path root = repository.cloneTo("clone");
        dvc.run(root, "pull");

        PullResult result = repository.pull(root, PullOptions.DEFAULTS);

        assertThat(result.downloaded()).isZero();
        assertThat(result.unchanged()).isEqualTo(FILES);
    }

    @Test
    void shouldServeACacheBehindASymbolicLinkAndAnotherCacheFolder() throws Exception {
        Path root = repository.cloneTo("clone");
        Path real = Files.createDirectory(folder.resolve("shared cache"));
        Files.createSymbolicLink(root.resolve(".dvc/cache"), real);

        repository.pull(root, PullOptions.DEFAULTS);

        assertThat(real.resolve("files/md5")).isDirectory();
        assertClean(root);

        Path second = repository.cloneTo("second");
        dvc.run(second, "cache", "dir", real.toString());
        assertThat(repository.pull(second, PullOptions.DEFAULTS).downloaded()).isZero();
        assertClean(second);
    }

    @Test
    void shouldServeTheLayoutOfDvc2() throws Exception {
        Path legacy = dvc.initialize(folder.resolve("legacy"));
        dvc.run(
                legacy,
                "remote",
                "add",
                "-d",
                "storage",
                folder.resolve("legacy-remote").toString());
        String crlf = "one\r\ntwo\r\n";
        String binary = "\0one\r\n";
        String crlfMd5 = store("one\ntwo\n", crlf, "");
        String binaryMd5 = store(binary, binary, "");
        String manifest = "[{\"md5\": \"" + crlfMd5 + "\", \"relpath\": \"a/text.txt\"}, {\"md5\": \"" + binaryMd5
                + "\", \"relpath\": \"b.bin\"}]";
        String manifestMd5 = store(manifest, manifest, ".dir");
        TestRepository.write(
                legacy, "data.dvc", "outs:\n- md5: " + manifestMd5 + ".dir\n  size: 17\n  nfiles: 2\n  path: data\n");
        TestRepository.write(legacy, "text.txt.dvc", "outs:\n- md5: " + crlfMd5 + "\n  size: 10\n  path: text.txt\n");
        dvc.commitAll(legacy, "legacy");

        PullResult result = repository.pull(legacy, PullOptions.DEFAULTS);

        assertThat(result.files()).isEqualTo(3);
        assertThat(legacy.resolve("data/a/text.txt")).content().isEqualTo(crlf);
        assertClean(legacy);
        // With other line ends it is the same to DVC 2, so it is to us.
        TestRepository.write(legacy, "text.txt", "one\ntwo\n");
        assertThat(dvc.run(legacy, "status")).contains("up to date");
        assertThat(repository.pull(legacy, PullOptions.DEFAULTS).unchanged()).isEqualTo(3);
    }

    /** @return the md5 of {@code hashed}, under which {@code content} is on the remote */
    private String store(String hashed, String content, String suffix) throws IOException {
        String md5 =
                java.util.HexFormat.of().formatHex(ContentHash.md5().digest(hashed.getBytes(StandardCharsets.UTF_8)));
        TestRepository.write(
                folder.resolve("legacy-remote"), md5.substring(0, 2) + "/" + md5.substring(2) + suffix, content);
        return md5;
    }

    @Test
    void shouldRefuseToLoseChangesAndServeTheRest() throws Exception {
        Path root = repository.cloneTo("clone");
        repository.pull(root, PullOptions.DEFAULTS);
        TestRepository.write(root, "data/a.txt", "mine");
        TestRepository.write(root, "data/new.txt", "mine as well");
        Files.delete(root.resolve("data/deep/crlf.txt"));
        Files.delete(root.resolve("model.bin"));

        assertThat(repository.status(root))
                .filteredOn(status -> status.path().equals("data"))
                .containsExactly(new OutputStatus("data", "data.dvc", OutputStatus.State.MODIFIED, 1, 1, 1));
        assertThatThrownBy(() -> repository.pull(root, PullOptions.DEFAULTS))
                .asInstanceOf(type(PullException.class))
                .satisfies(e -> assertThat(e.failures())
                        .extracting(PullFailure::path, PullFailure::kind)
                        .containsExactly(
                                org.assertj.core.groups.Tuple.tuple("data/a.txt", PullFailure.Kind.CHANGED),
                                org.assertj.core.groups.Tuple.tuple("data/new.txt", PullFailure.Kind.CHANGED)));
        assertThat(root.resolve("data/a.txt")).content().isEqualTo("mine");
        assertThat(root.resolve("data/deep/crlf.txt")).exists();
        assertThat(root.resolve("model.bin")).exists();

        repository.pull(root, PullOptions.DEFAULTS.withForce(true));

        assertThat(TestRepository.contents(root)).isEqualTo(TestRepository.contents(repository.origin));
        assertClean(root);
    }

    @Test
    void shouldFollowTheRevisionAndRemoveWhatItNoLongerHas() throws Exception {
        Path root = repository.cloneTo("clone");
        repository.pull(root, PullOptions.DEFAULTS);
        Files.delete(repository.origin.resolve("data/deep/crlf.txt"));
        repository.write("data/a.txt", "beta\n").write("data/more/b.txt", "b\n").publish("data");
        dvc.git(root, "pull", "-q");

        PullResult result = repository.pull(root, PullOptions.DEFAULTS);

        assertThat(result.unchanged()).isEqualTo(FILES - 2);
        assertThat(TestRepository.contents(root)).isEqualTo(TestRepository.contents(repository.origin));
        assertClean(root);
        dvc.git(root, "checkout", "-q", "HEAD~1");
        repository.pull(root, PullOptions.DEFAULTS);
        assertThat(root.resolve("data/a.txt")).content().isEqualTo("alpha\n");
        assertThat(root.resolve("data/more")).doesNotExist();
        assertThat(dvc.run(root, "status")).contains("up to date");
    }

    @Test
    void shouldNameWhatIsMissingOrWrongOnTheRemoteAndServeTheRest() throws Exception {
        Path crlf = remoteObject("one\r\ntwo\r\n");
        Files.delete(crlf);
        Path wrong = remoteObject("\0\1\2weights");
        assertThat(wrong.toFile().setWritable(true)).isTrue();
        Files.writeString(wrong, "someone else's");
        Path root = repository.cloneTo("clone");

        assertThatThrownBy(() -> repository.pull(root, PullOptions.DEFAULTS))
                .hasMessageContaining("quarantine")
                .hasMessageContaining(repository.remote.toString())
                .asInstanceOf(type(PullException.class))
                .satisfies(e -> assertThat(e.failures())
                        .extracting(PullFailure::path, PullFailure::kind)
                        .containsExactly(
                                org.assertj.core.groups.Tuple.tuple("data/deep/crlf.txt", PullFailure.Kind.MISSING),
                                org.assertj.core.groups.Tuple.tuple("model.bin", PullFailure.Kind.CORRUPT)));

        assertThat(root.resolve("model.bin")).doesNotExist();
        assertThat(root.resolve("data/a.txt")).exists();
        assertThat(root.resolve(".dvc/cache/mlops/quarantine")).isNotEmptyDirectory();
        assertThat(repository.pushCheck(root).missing())
                .extracting(PullFailure::path)
                .containsExactly("data/deep/crlf.txt");
        // DVC removes a wrong object of a local remote itself.
        assertThat(dvc.attempt(root, "pull").exitCode()).isNotZero();
        Files.deleteIfExists(wrong);
        PullResult result = repository.pull(root, PullOptions.DEFAULTS.withAllowMissing(true));
        assertThat(result.missing()).extracting(PullFailure::path).containsExactly("data/deep/crlf.txt", "model.bin");
    }

    private Path remoteObject(String content) {
        String md5 =
                java.util.HexFormat.of().formatHex(ContentHash.md5().digest(content.getBytes(StandardCharsets.UTF_8)));
        return repository.remote.resolve("files/md5/" + md5.substring(0, 2) + "/" + md5.substring(2));
    }

    @Test
    void shouldMendAWrongObjectInTheCache() throws Exception {
        Path root = repository.cloneTo("clone");
        repository.pull(root, PullOptions.DEFAULTS);
        Path object = root.resolve(".dvc/cache").resolve(repository.remote.relativize(remoteObject("alpha\n")));
        assertThat(object.toFile().setWritable(true)).isTrue();
        Files.writeString(object, "alphA\n");
        Files.delete(root.resolve("data/a.txt"));

        repository.pull(root, PullOptions.DEFAULTS);

        assertThat(object).content().isEqualTo("alpha\n");
        assertThat(root.resolve("data/a.txt")).content().isEqualTo("alpha\n");
        assertClean(root);
    }

    @Test
    void shouldBringPartOfAFolder() throws Exception {
        Path root = repository.cloneTo("clone");

        PullResult result = repository.pull(root, PullOptions.DEFAULTS, "data/deep", "model.bin.dvc");

        assertThat(result.files()).isEqualTo(3);
        assertThat(TestRepository.contents(root).keySet())
                .contains("data/deep/crlf.txt", "model.bin")
                .doesNotContain("data/a.txt", "run.sh");
        assertThat(repository.pull(root, PullOptions.DEFAULTS, "data/deep").unchanged())
                .isEqualTo(2);
        assertThat(repository.pull(root, PullOptions.DEFAULTS).unchanged()).isEqualTo(3);
        assertClean(root);
    }

    @Test
    void shouldServeStagesOfEveryKind() throws Exception {
        repository.write(
                "dvc.yaml",
                "stages:\n  split:\n    foreach: [x, y]\n    do:\n      cmd: mkdir -p out && echo ${item} > out/${item}.txt\n"
                        + "      outs: [\"out/${item}.txt\"]\n  grid:\n    matrix:\n      size: [1, 2]\n"
                        + "    cmd: echo ${item.size} > grid-${item.size}\n    outs: [\"grid-${item.size}\"]\n"
                        + "  frozen:\n    frozen: true\n    cmd: echo f > frozen.txt && echo '{}' > m.json\n"
                        + "    outs: [frozen.txt]\n    metrics: [{m.json: {cache: false}}]\n");
        dvc.run(repository.origin, "repro", "-q", "split", "grid");
        dvc.run(repository.origin, "unfreeze", "frozen");
        dvc.run(repository.origin, "repro", "-q", "frozen");
        dvc.run(repository.origin, "freeze", "frozen");
        dvc.run(repository.origin, "push", "-q");
        dvc.commitAll(repository.origin, "stages");
        Path root = repository.cloneTo("clone");

        repository.pull(root, PullOptions.DEFAULTS);

        assertThat(TestRepository.contents(root)).isEqualTo(TestRepository.contents(repository.origin));
        assertClean(root);
    }

    @Test
    void shouldServeImportsFromWhereTheyCameFrom() throws Exception {
        Path other = dvc.initialize(folder.resolve("other"));
        dvc.run(
                other,
                "remote",
                "add",
                "-d",
                "theirs",
                folder.resolve("other-remote").toString());
        TestRepository.write(other, "tracked/one/1.txt", "1");
        TestRepository.write(other, "tracked/2.txt", "2");
        TestRepository.write(other, "plain/ünï/3.txt", "3");
        TestRepository.write(other, "plain/large.bin", "large");
        dvc.run(other, "add", "-q", "tracked", "plain/large.bin");
        dvc.run(other, "push", "-q");
        dvc.commitAll(other, "other");
        TestRepository.write(folder, "outside/url.txt", "url");
        Path origin = repository.origin;
        dvc.run(origin, "import", "-q", other.toString(), "tracked");
        dvc.run(origin, "import", "-q", other.toString(), "tracked/one", "-o", "part");
        dvc.run(origin, "import", "-q", other.toString(), "plain");
        dvc.run(origin, "import", "-q", other.toString(), "plain/ünï/3.txt", "-o", "three.txt");
        dvc.run(origin, "import-url", "-q", folder.resolve("outside/url.txt").toString());
        dvc.run(origin, "import-url", "-q", folder.resolve("outside").toString(), "outside");
        dvc.commitAll(origin, "imports");
        Path root = repository.cloneTo("clone");

        repository.pull(root, PullOptions.DEFAULTS);

        assertThat(TestRepository.contents(root)).isEqualTo(TestRepository.contents(origin));
        assertThat(dvc.run(root, "status")).contains("up to date");
        assertThat(repository.pushCheck(root).missing())
                .extracting(PullFailure::path)
                .contains("outside")
                .doesNotContain("tracked", "three.txt");
    }

    @Test
    void shouldSayWhatDvcSaysOfTheWorkspace() throws Exception {
        Path root = repository.cloneTo("clone");
        repository.pull(root, PullOptions.DEFAULTS);
        TestRepository.write(root, "run.sh", "changed");
        Files.delete(root.resolve("empty.csv"));
        String object =
                repository.remote.relativize(remoteObject("\0\1\2weights")).toString();
        Files.delete(root.resolve(".dvc/cache").resolve(object));

        Map<String, OutputStatus.State> states = new java.util.TreeMap<>();
        repository.status(root).forEach(status -> states.put(status.path(), status.state()));

        assertThat(states)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "data", OutputStatus.State.UNCHANGED,
                        "empty.csv", OutputStatus.State.DELETED,
                        "model.bin", OutputStatus.State.NOT_IN_CACHE,
                        "nothing", OutputStatus.State.UNCHANGED,
                        "run.sh", OutputStatus.State.MODIFIED));
        List<String> lines = dvc.run(root, "status").lines().map(String::strip).toList();
        assertThat(lines).anyMatch(line -> line.matches("deleted:\\s+empty.csv"));
        assertThat(lines).anyMatch(line -> line.matches("not in cache:\\s+model.bin"));
        assertThat(lines).anyMatch(line -> line.matches("modified:\\s+run.sh"));
    }
}
