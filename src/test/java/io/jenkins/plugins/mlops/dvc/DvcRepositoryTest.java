package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlops.document.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DvcRepositoryTest {

    private static final String MD5 = "0cc175b9c0f1b6a831c399e269772661";

    @Test
    void shouldParseOneFileOfAThousandForATarget() throws Exception {
        MemoryTree tree = MemoryTree.repository();
        for (int i = 0; i < 1000; i++) {
            tree.with("data/d" + i + ".dvc", out("d" + i));
        }
        for (String target : List.of("data/d7.dvc", "data/d7")) {
            tree.reads.clear();
            tree.lists.clear();
            PullPlan plan = DvcRepository.open(tree, "").plan(List.of(target));
            assertThat(plan.outputs()).extracting(Output::path).containsExactly("data/d7");
            assertThat(tree.reads).filteredOn(path -> path.endsWith(".dvc")).containsExactly("data/d7.dvc");
            assertThat(tree.lists).containsExactly("");
        }
        assertThat(DvcRepository.open(tree, "").outputs()).hasSize(1000);
    }

    @Test
    void shouldNotListTrackedFolders() throws Exception {
        MemoryTree tree = MemoryTree.repository()
                .with("images.dvc", out("images"))
                .with("images/deep/x.dvc", out("x"))
                .with("dvc.yaml", "stages: {s: {cmd: x, outs: [a/b/made]}}")
                .with("a/b/made/y", "");
        assertThat(DvcRepository.open(tree, "").outputs())
                .extracting(Output::path)
                .containsExactly("a/b/made", "images");
        assertThat(tree.lists).doesNotContain("images", "a/b/made").contains("a/b");
    }

    @Test
    void shouldMergeTargetsOfOneFolder() throws Exception {
        MemoryTree tree = MemoryTree.repository().with("d.dvc", "outs: [{md5: " + MD5 + ".dir, path: d}]");
        DvcRepository repository = DvcRepository.open(tree, "");
        assertThat(repository.plan(List.of("d/b/c", "d/a", "d/b", "d/b")).items())
                .singleElement()
                .satisfies(item -> assertThat(item.paths()).containsExactly("d/a", "d/b"));
        assertThat(repository.plan(List.of("d/a", "d")).items())
                .singleElement()
                .satisfies(item -> assertThat(item.paths()).isEmpty());
    }

    @Test
    void shouldPlanOnlyWhatDvcKeeps() throws Exception {
        MemoryTree tree = MemoryTree.repository()
                .with("dvc.yaml", "stages: {s: {cmd: x, outs: [never, {plain: {cache: false}}, done]}}")
                .with("dvc.lock", "schema: '2.0'\nstages: {s: {cmd: x, outs: [{path: done, md5: " + MD5 + "}]}}");
        PullPlan plan = DvcRepository.open(tree, "").plan(List.of());
        assertThat(plan.outputs()).extracting(Output::path).containsExactly("done");
        assertThat(plan.warnings()).singleElement().asString().contains("'never' of 's'", "dvc repro");
    }

    @Test
    void shouldNameWhatATargetMayHaveMeant() throws Exception {
        MemoryTree tree = MemoryTree.repository()
                .with("sub/data/train.dvc", out("train"))
                .with("sub/dvc.yaml", "stages: {prepare: {cmd: x}}");
        assertThatExceptionOfType(UnknownTargetException.class)
                .isThrownBy(() -> DvcRepository.open(tree, "sub").plan(List.of("data/trian")))
                .withMessageContaining("'data/trian' is neither")
                .withMessageContaining("Did you mean 'data/train'");
        assertThatThrownBy(() -> DvcRepository.open(tree, "").plan(List.of("dvc.lock")))
                .hasMessageContaining("use 'dvc.yaml'");
    }

    @Test
    void shouldSayThatThereIsNoRepository(@TempDir Path folder) {
        assertThatThrownBy(() -> DvcRepository.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("dvc init");
    }

    @Test
    void shouldTakeFromTheLockWhatCannotBeResolved() throws Exception {
        MemoryTree tree = MemoryTree.repository()
                .with(
                        "dvc.yaml",
                        """
                        stages:
                          lost:
                            cmd: x
                            outs: ["${nowhere}/a"]
                          group:
                            foreach: ${nothing}
                            do: {cmd: x, outs: ["${item}"]}
                          kept:
                            cmd: echo ${nowhere}
                            outs: [{k: {push: false}}]
                        """)
                .with(
                        "dvc.lock",
                        """
                        schema: '2.0'
                        stages:
                          lost: {cmd: x, outs: [{path: l/a, md5: %1$s, hash: md5}]}
                          group@1: {cmd: x, outs: [{path: g1, md5: %1$s, hash: md5}]}
                          kept: {cmd: x, outs: [{path: k, md5: %1$s, hash: md5}]}
                          removed: {cmd: x, outs: [{path: r, md5: %1$s, hash: md5}]}
                        """
                                .formatted(MD5));
        DvcRepository repository = DvcRepository.open(tree, "");
        assertThat(repository.outputs()).extracting(Output::path).containsExactly("g1", "k", "l/a");
        assertThat(repository.output("k").orElseThrow().pushed()).isFalse();
        assertThat(repository.plan(List.of("lost")).outputs()).hasSize(1);
        assertThat(repository.plan(List.of("group")).outputs()).hasSize(1);
        assertThat(repository.warnings()).hasSize(2);
        assertThat(repository.warnings().get(0)).contains("'lost'", "dvc.yaml:4:12", "${nowhere}", "dvc.lock");
    }

    @Test
    void shouldNotGuessTheWorkingFolder() throws Exception {
        MemoryTree tree = MemoryTree.repository()
                .with(
                        "dvc.yaml",
                        """
                        stages:
                          lost: {cmd: x, wdir: "${nowhere}", outs: [a]}
                          group: {foreach: "${nothing}", do: {cmd: x, wdir: in, outs: ["${item}"]}}
                        """)
                .with(
                        "dvc.lock",
                        "schema: '2.0'\nstages: {lost: {cmd: x, outs: [{path: a}]}, group@1: {cmd: x, outs: [{path: g}]}}");
        DvcRepository repository = DvcRepository.open(tree, "");
        assertThat(repository.outputs()).extracting(Output::path).containsExactly("in/g");
        assertThat(repository.warnings()).anyMatch(warning -> warning.contains("left out"));
    }

    @Test
    void shouldMergeTheFlagsOfOneOutput() throws Exception {
        MemoryTree tree = MemoryTree.repository()
                .with(
                        "dvc.yaml",
                        "stages: {s: {cmd: x, outs: [a, {a: {cache: false}}], plots: [{p: {x: 1}}, {p: [{y: 2}, {push: false}]}]}}");
        DvcRepository repository = DvcRepository.open(tree, "");
        assertThat(repository.outputs()).extracting(Output::path).containsExactly("a", "p");
        assertThat(repository.output("a").orElseThrow().cached()).isFalse();
        assertThat(repository.output("p").orElseThrow().pushed()).isFalse();
    }

    @Test
    void shouldReadTheLockOfDvcBeforeTwo() throws Exception {
        MemoryTree tree = MemoryTree.repository()
                .with("dvc.yaml", "stages: {s: {cmd: x, outs: [a]}}")
                .with("dvc.lock", "s:\n  cmd: x\n  outs: [{path: a, md5: " + MD5 + "}]");
        assertThat(DvcRepository.open(tree, "").output("a").orElseThrow().id())
                .contains(new ObjectId(ObjectId.Algorithm.MD5_DOS2UNIX, MD5));
    }

    @Test
    void shouldKnowVersionedEntries() throws Exception {
        MemoryTree tree = MemoryTree.repository()
                .with(
                        "d.dvc",
                        """
                        outs:
                        - path: d
                          hash: md5
                          size: 3
                          files:
                          - {relpath: b/é, md5: %1$s, size: 1, cloud: {r: {etag: e, version_id: v}}}
                          - {relpath: a, md5: %1$s, size: 2, cloud: {r: {etag: e, version_id: v}}}
                        """
                                .formatted(MD5))
                .with("f.dvc", "outs: [{path: f, md5: " + MD5 + ", hash: md5, cloud: {r: {version_id: v}}}]");
        DvcRepository repository = DvcRepository.open(tree, "");
        Output folder = repository.output("d").orElseThrow();
        assertThat(folder.versionAware()).isTrue();
        assertThat(folder.files()).hasValue(2);
        // md5 of '[{"md5": "0cc...", "relpath": "a"}, {"md5": "0cc...", "relpath": "b/\\u00e9"}]', by Python
        assertThat(folder.id().orElseThrow().value()).isEqualTo("0f7277c11dfd31963a4fc6f5460187ec.dir");
        assertThat(repository.output("f").orElseThrow().versionAware()).isTrue();
    }

    @Test
    void shouldDeclareParameters() throws Exception {
        MemoryTree tree = MemoryTree.repository()
                .with("params.yaml", "lr: 1")
                .with(
                        "sub/dvc.yaml",
                        """
                        params: [top.toml]
                        stages:
                          one: {cmd: x, params: [lr, {other.json: [a.b]}, {all.yaml: }]}
                          two: {cmd: x, wdir: in, params: [{other.json: [c]}, {../other.json: [d, a.b]}]}
                        """);
        assertThat(DvcRepository.open(tree, "").params())
                .containsExactly(
                        new ParamsFile("params.yaml", List.of()),
                        new ParamsFile("sub/all.yaml", List.of()),
                        new ParamsFile("sub/in/other.json", List.of("c")),
                        new ParamsFile("sub/other.json", List.of("a.b", "d")),
                        new ParamsFile("sub/params.yaml", List.of("lr")),
                        new ParamsFile("sub/top.toml", List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "outs: [{path: ../a}]                          | x/d.dvc:1:15 | ",
                "outs: [{path: ../../a}]                       | x/d.dvc:1:15 | leaves the repository",
                "outs: [{path: /a}]                            | x/d.dvc:1:15 | not inside",
                "outs: [{path: 's3://b/a'}]                    | x/d.dvc:1:15 | not inside",
                "outs: [{path: 'C:/a'}]                        | x/d.dvc:1:15 | not inside",
                "outs: [{path: ..}]                            | x/d.dvc:1:15 | the repository itself",
                "outs: [{path: .git/hooks/post-checkout}]      | x/d.dvc:1:15 | '.git'",
                "outs: [{path: a/.DVC/config}]                 | x/d.dvc:1:15 | '.DVC'",
                "\"outs: [{path: \\\"a\\\\0\\\"}]\"            | x/d.dvc:1:1  | mapping",
                "{wdir: ../.., outs: [{path: x}]}              | x/d.dvc:1:8  | leaves the repository",
                "outs: [{path: a, md5: 12}]                    | x/d.dvc:1:23 | no md5",
                "outs: [{path: a, md5: ../../../../etc/passwd}] | x/d.dvc:1:23 | no md5",
                "outs: [{path: a, hash: sha256}]               | x/d.dvc:1:24 | not supported",
                "outs: [{path: a, size: -1}]                   | x/d.dvc:1:24 | whole number",
                "outs: [{path: a, size: 1e99}]                 | x/d.dvc:1:24 | whole number",
                "outs: [{path: a, cache: 1}]                   | x/d.dvc:1:25 | true or false",
                "outs: [a]                                     | x/d.dvc:1:8  | mapping",
                "outs: a                                       | x/d.dvc:1:7  | list",
                "outs: [{md5: x}]                              | x/d.dvc:1:8  | no 'path'",
                "- a                                           | x/d.dvc:1:1  | mapping"
            })
    void shouldNameThePlaceOfWhatIsWrong(String text, String place, String problem) throws Exception {
        MemoryTree tree = MemoryTree.repository().with("x/d.dvc", text);
        DvcRepository repository = DvcRepository.open(tree, "");
        if (problem == null) {
            assertThat(repository.outputs()).extracting(Output::path).containsExactly("a");
            return;
        }
        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(repository::outputs)
                .withMessageStartingWith(place + ": ")
                .withMessageContaining(problem);
    }

    @Test
    void shouldLeaveOutputsElsewhereAlone() throws Exception {
        MemoryTree tree = MemoryTree.repository()
                .with("d.dvc", "outs: [{path: 's3://b/a', etag: x, cache: false}, {path: a, md5: " + MD5 + "}]");
        DvcRepository repository = DvcRepository.open(tree, "");
        assertThat(repository.outputs()).extracting(Output::path).containsExactly("a");
        assertThat(repository.warnings()).singleElement().asString().contains("s3://b/a");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // may not make links
    void shouldNotFollowLinksOut(@TempDir Path temporary) throws Exception {
        Path repository =
                Files.createDirectories(temporary.resolve("repo/.dvc")).getParent();
        Path outside = Files.createDirectories(temporary.resolve("outside"));
        Files.writeString(outside.resolve("secret.dvc"), out("secret"));
        Files.writeString(repository.resolve("real.dvc"), out("real"));
        Files.createSymbolicLink(repository.resolve("folder"), outside);
        Files.createSymbolicLink(repository.resolve("alias.yaml"), repository.resolve("real.dvc"));
        assertThat(DvcRepository.open(repository).outputs())
                .extracting(Output::path)
                .containsExactly("real");
        FileSystemTree tree = new FileSystemTree(repository);
        assertThat(tree.read("alias.yaml")).isPresent();
        assertThat(tree.list("folder")).isEmpty();
        assertThat(tree.read("none/x")).isEmpty();
        assertThat(tree.read("real.dvc/x")).isEmpty();
        assertThatThrownBy(() -> tree.read("folder/secret.dvc")).hasMessageContaining("symbolic link that leaves");
        assertThatThrownBy(() -> tree.read("../outside/secret.dvc")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> tree.read("a\0b")).isInstanceOf(IOException.class);
        Files.createSymbolicLink(repository.resolve("loop"), repository.resolve("loop"));
        assertThatThrownBy(() -> tree.read("loop")).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2000})
    void shouldWalkDeepFolders(int depth) throws Exception {
        MemoryTree tree = MemoryTree.repository().with("a/".repeat(depth) + "x.dvc", out("x"));
        assertThat(DvcRepository.open(tree, "").outputs()).hasSize(1);
    }

    private static String out(String path) {
        return "outs:\n- md5: " + MD5 + "\n  hash: md5\n  path: " + path + "\n";
    }
}
