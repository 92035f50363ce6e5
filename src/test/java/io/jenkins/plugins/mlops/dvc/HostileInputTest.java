package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlops.document.DocumentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Whatever stands in a file of DVC, reading it ends soon, in data that stays in the workspace or in an error that names the file. */
class HostileInputTest {

    private static final String MD5 = "0cc175b9c0f1b6a831c399e269772661";
    private static final ObjectId FOLDER = new ObjectId(ObjectId.Algorithm.MD5, MD5 + ".dir");

    private static final Map<String, String> REAL = Map.of(
            "data/d.dvc",
            """
            wdir: ..
            frozen: true
            deps:
            - path: data/x
              repo: {url: https://example.org/r.git, rev_lock: 0123, remote: {url: x}}
            outs:
            - md5: 0cc175b9c0f1b6a831c399e269772661.dir
              size: 12
              nfiles: 3
              hash: md5
              path: in/d
              files: [{relpath: a, md5: 0cc175b9c0f1b6a831c399e269772661}]
            """,
            "dvc.yaml",
            """
            vars: [other.yaml:a, {own: [1, 2]}]
            stages:
              g:
                foreach: ${list}
                do: {cmd: x, wdir: "${item}", outs: ["o-${item}", {"p-${key}": {cache: false}}]}
              m:
                matrix: {a: [1, 2], b: "${own}"}
                cmd: x
                vars: [{z: 1}]
                outs: ["${key}-${z}"]
                params: [lr, {f.json: [a.b]}]
              s: {cmd: x, frozen: true, outs: [a], metrics: [{b: {push: false}}], plots: [{c: [{x: 1}]}]}
            metrics: [m.json]
            plots: [{t: {y: {f: g}}}]
            """,
            "dvc.lock",
            """
            schema: '2.0'
            stages:
              s:
                cmd: x
                outs:
                - path: a
                  hash: md5
                  md5: 0cc175b9c0f1b6a831c399e269772661
                  size: 1
            """,
            "params.yaml",
            "list: [a, b]\nlr: 1e-3\n",
            "other.yaml",
            "a: {b: c}\n",
            ".dvc/config",
            "[core]\n    remote = r # x\n['remote \"r\"']\n    url = ../x\n    jobs = 4\n[cache]\n type = \"a\", 'b'\n",
            ".dvcignore",
            "# c\n*.tmp\n!/keep/[a-z]?\n**/x/**\n");

    private static final List<String> NASTY = List.of(
            "${",
            "}",
            "${a",
            "../",
            "/",
            "\\",
            "\0",
            "&a ",
            "*a",
            "{",
            "[",
            "]",
            "'",
            "\"",
            ":",
            ": ",
            "\n",
            "\t",
            "- ",
            "#",
            "|",
            ">",
            "!!python/object:x ",
            "\ud800",
            "\uffff",
            "\u2028",
            "<<: ",
            "? ",
            "%",
            "=",
            "'''",
            "**",
            "foreach: ",
            "matrix: ",
            "do: ",
            ".git/",
            "md5: ",
            "1e999",
            ".nan",
            "~",
            "-1",
            "99999999999999999999",
            "path: ",
            "wdir: ",
            "[[",
            "&a [*a]",
            "---\n",
            "@",
            "\r");

    @Property(tries = 1500)
    void shouldSurviveChangedFiles(@ForAll("mutations") Mutation mutation) {
        readsOrNamesAFile(mutation.tree());
    }

    @Property(tries = 500)
    void shouldSurviveAnyText(@ForAll("files") String file, @ForAll @StringLength(max = 200) String text) {
        MemoryTree tree = MemoryTree.repository();
        REAL.forEach(tree::with);
        readsOrNamesAFile(tree.with(file, text));
    }

    private static void readsOrNamesAFile(MemoryTree tree) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            try {
                DvcRepository repository = DvcRepository.open(tree, "");
                PullPlan plan = repository.plan(List.of());
                plan.outputs().forEach(output -> assertInside(output.path()));
                repository.stages().forEach(stage -> stage.outputs().forEach(output -> assertInside(output.path())));
                repository.metrics().forEach(HostileInputTest::assertInside);
                repository.params();
                repository.plots().forEach(plot -> plot.paths().forEach(HostileInputTest::assertInside));
                repository.snapshot().version();
            } catch (IOException e) {
                assertThat(REAL.keySet()).anyMatch(file -> e.getMessage().startsWith(file));
            }
            try {
                DvcConfig config = DvcConfig.load(tree, Path.of("none-such"), ConfigLocations.NONE);
                config.cache();
                config.noScm();
                for (String name : config.remoteNames()) {
                    config.remote(name);
                }
            } catch (DocumentException e) {
                assertThat(e).hasMessageStartingWith(".dvc/config");
            }
        });
    }

    private static void assertInside(String path) {
        assertThat(path).doesNotStartWith("/").doesNotContain("\0").doesNotContain("//");
        assertThat(path.split("/", -1)).doesNotContain("..", ".", ".git", ".dvc");
    }

    record Mutation(String file, String text) {
        MemoryTree tree() {
            MemoryTree tree = MemoryTree.repository();
            REAL.forEach(tree::with);
            return tree.with(file, text);
        }
    }

    @Provide
    Arbitrary<String> files() {
        return Arbitraries.of(new TreeSet<>(REAL.keySet()));
    }

    @Provide
    Arbitrary<Mutation> mutations() {
        return files().flatMap(file -> Arbitraries.randomValue(random -> mutate(file, random)));
    }

    private static Mutation mutate(String file, Random random) {
        StringBuilder text = new StringBuilder(REAL.get(file));
        int edits = 1 + random.nextInt(4);
        for (int i = 0; i < edits; i++) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(3)) {
                case 0 -> text.insert(at, NASTY.get(random.nextInt(NASTY.size())));
                case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(12)));
                default -> {
                    int end = Math.min(text.length(), at + 1 + random.nextInt(40));
                    text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
                }
            }
        }
        return new Mutation(file, text.toString());
    }

    @Test
    void shouldBoundWhatMultiplies() {
        String axis = "[" + "1, ".repeat(99) + "1]";
        MemoryTree tree = MemoryTree.repository()
                .with(
                        "dvc.yaml",
                        "stages:\n  m:\n    cmd: x\n    outs: ['${key}']\n    matrix: {a: " + axis + ", b: "
                                + axis.replace("1", "2") + ", c: " + axis + "}\n");
        readsOrNamesAFile(tree);
        readsOrNamesAFile(MemoryTree.repository().with("data/d.dvc", "[".repeat(100_000)));
        readsOrNamesAFile(MemoryTree.repository().with(".dvc/config", " ".repeat(1_000_000) + "x"));
        readsOrNamesAFile(MemoryTree.repository().with(".dvc/config", "[" + " ".repeat(1_000_000) + "x"));
        readsOrNamesAFile(MemoryTree.repository()
                .with("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab.dvc", "")
                .with(".dvcignore", "*a".repeat(1000) + "c\n" + "**/a/".repeat(1000)));
        readsOrNamesAFile(MemoryTree.repository()
                .with("dvc.yaml", "stages: {s: {cmd: x, outs: ['" + "${a[0]".repeat(100_000) + "']}}"));
    }

    @Property
    void shouldReadTheManifestsThatAnyPathsMake(@ForAll("paths") List<String> paths) throws Exception {
        List<Map<String, String>> entries = new ArrayList<>();
        for (String path : new TreeSet<>(paths)) {
            entries.add(Map.of("md5", MD5, "relpath", path));
        }
        byte[] json = new ObjectMapper().writeValueAsBytes(entries);
        assertThat(Manifest.read(new ByteArrayInputStream(json), FOLDER, "m").files())
                .extracting(Manifest.File::path)
                .containsExactlyElementsOf(new TreeSet<>(paths));
    }

    /** All of the same depth, so that none is inside another. */
    @Provide
    Arbitrary<List<String>> paths() {
        Arbitrary<String> name = Arbitraries.strings()
                .withChars(" abäß日-_.~'\"&%$#\n\t")
                .ofMinLength(1)
                .ofMaxLength(8)
                .filter(text -> !text.matches("\\.{1,2}"));
        return name.list()
                .ofSize(3)
                .map(names -> String.join("/", names))
                .list()
                .ofMaxSize(20);
    }

    @Property(tries = 1500)
    void shouldRefuseManifestsThatLeadOut(@ForAll("hostilePaths") String path) throws Exception {
        byte[] json = new ObjectMapper().writeValueAsBytes(List.of(Map.of("md5", MD5, "relpath", path)));
        try {
            Manifest.read(new ByteArrayInputStream(json), FOLDER, "m").files().forEach(file -> {
                assertInside(file.path());
                Path root = Path.of("/workspace/data");
                assertThat(root.resolve(file.path()).normalize().startsWith(root))
                        .isTrue();
            });
        } catch (DocumentException e) {
            assertThat(e).hasMessageStartingWith("m:1:");
        }
    }

    @Provide
    Arbitrary<String> hostilePaths() {
        return Arbitraries.of(
                        "..", ".", "", "/", "a", "\\", "C:", ".git", ".GIT", ".dvc", "\0", "\ud800", "a..", "...", "~",
                        "//")
                .list()
                .ofMaxSize(6)
                .map(parts -> String.join("/", parts));
    }

    @Property(tries = 500)
    void shouldSurviveChangedManifests(@ForAll Random random) {
        StringBuilder text = new StringBuilder(
                "[{\"md5\": \"%1$s\", \"relpath\": \"a\"}, {\"relpath\": \"b/c\", \"md5\": \"%1$s\", \"size\": {\"x\": []}}]"
                        .formatted(MD5));
        for (int i = 0; i < 3; i++) {
            int at = random.nextInt(text.length());
            if (random.nextBoolean()) {
                text.deleteCharAt(at);
            } else {
                text.insert(at, NASTY.get(random.nextInt(NASTY.size())));
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        try {
            Manifest.read(new ByteArrayInputStream(bytes), FOLDER, "m")
                    .files()
                    .forEach(file -> assertInside(file.path()));
        } catch (IOException e) {
            assertThat(e).isInstanceOf(DocumentException.class).hasMessageStartingWith("m");
        }
    }

    @Test
    void shouldRefuseFilesThatAreFoldersAndRepeats() {
        for (String[] paths :
                new String[][] {{"a", "a"}, {"a", "a/b"}, {"a/b", "a"}, {"a/b/c", "a"}, {"a/b/c", "a/b"}}) {
            String json = "[{\"md5\": \"" + MD5 + "\", \"relpath\": \"" + paths[0] + "\"},\n {\"md5\": \"" + MD5
                    + "\", \"relpath\": \"" + paths[1] + "\"}]";
            assertThatExceptionOfType(DocumentException.class)
                    .as(json)
                    .isThrownBy(() ->
                            Manifest.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), FOLDER, "m"))
                    .withMessageStartingWith("m:2:2: ");
        }
    }

    @Test
    void shouldReadLargeManifests() throws Exception {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < 150_000; i++) {
            json.append(i == 0 ? "" : ", ")
                    .append("{\"md5\": \"")
                    .append(MD5)
                    .append("\", \"relpath\": \"folder")
                    .append(i % 100)
                    .append("/image")
                    .append(i)
                    .append(".png\"}");
        }
        byte[] bytes = json.append(']').toString().getBytes(StandardCharsets.UTF_8);
        assertThat(Manifest.read(new ByteArrayInputStream(bytes), FOLDER, "m").files())
                .hasSize(150_000);
    }

    @Test
    void shouldRefuseNamesThatHfsTakesForGit() {
        for (String path : List.of(".g\u200cit/config", "a/\ufeff.git/x", ".d\u206fVC/config")) {
            assertThat(RepositoryPath.problem(path, false)).as(path).isPresent();
            assertThat(RepositoryPath.problem(path, true)).as(path).isPresent();
        }
        assertThat(RepositoryPath.problem("a/\u200cgit", false)).isEmpty();
    }

    @Test
    void shouldRefuseWindowsTricksOnWindows() {
        for (String path :
                List.of("a\\b", "..\\x", "a:stream", "C:x", ".git./x", ".git /x", "GIT~1/config", "a/dvc~2")) {
            assertThat(RepositoryPath.problem(path, true)).as(path).isPresent();
            assertThat(RepositoryPath.problem(path, false)).as(path).isEmpty();
        }
    }
}
