package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** We see in a repository what the real DVC sees in it. */
class DvcRepositoryParityTest {

    @TempDir
    Path temporary;

    @Test
    void shouldSeeTheOutputsThatDvcSees() throws Exception {
        RealDvc dvc = RealDvc.orSkip(temporary.resolve("home"));
        Path repository = dvc.initialize(temporary.resolve("repo"));
        addData(dvc, repository);
        addPipeline(dvc, repository);
        addOldData(repository);

        JsonNode real = RealDvcView.of(dvc, repository);
        DvcRepository ours = DvcRepository.open(repository);
        assertThat(describe(ours)).isEqualTo(describe(real));
        assertThat(ours.outputs()).hasSizeGreaterThan(15);
        assertThat(ours.warnings()).isEmpty();
        assertThat(ours.metrics()).isEqualTo(texts(real.get("metrics")));
        assertThat(ours.plots().stream()
                        .flatMap(plot -> plot.paths().stream())
                        .distinct()
                        .sorted()
                        .toList())
                .isEqualTo(texts(real.get("plots")));
        assertThat(ours.stages().stream().filter(Stage::frozen).map(Stage::address))
                .containsExactlyInAnyOrder("frozen");
        assertThat(ours.artifacts().stream().map(DvcRepositoryParityTest::describe))
                .isEqualTo(texts(real.get("artifacts")))
                .hasSize(3);
    }

    private static String describe(DeclaredArtifact artifact) {
        return String.join(
                "|",
                artifact.name(),
                artifact.path(),
                artifact.type().orElse(""),
                artifact.description().orElse(""),
                String.join(",", artifact.labels()));
    }

    @Test
    void shouldUnderstandTargetsAsDvcDoes() throws Exception {
        RealDvc dvc = RealDvc.orSkip(temporary.resolve("home"));
        Path repository = dvc.initialize(temporary.resolve("repo"));
        addData(dvc, repository);
        addPipeline(dvc, repository);
        String[] targets = {
            "single.csv.dvc",
            "single.csv",
            "tree",
            "tree/deep",
            "tree/deep/er/x.txt",
            "tree/none-such",
            "train",
            "each",
            "each@a",
            "grid@a-1",
            "grid",
            "dvc.yaml",
            "dvc.yaml:train",
            "sub/dvc.yaml:part",
            "sub/dvc.yaml",
            "sub",
            "sub/part.txt",
            "none-such",
            "none.dvc",
            "dvc.yaml:none",
            "single.csv/inside",
            "../outside",
            "models/model.pkl",
            "mit Leerzeichen ü.txt",
            "a:b"
        };
        JsonNode real = RealDvcView.of(dvc, repository, targets).get("targets");
        Map<String, Object> expected = new TreeMap<>();
        Map<String, Object> actual = new TreeMap<>();
        for (String target : targets) {
            JsonNode found = real.get(target);
            // Nothing is inside of a file; DVC finds out later.
            boolean unknown = found.isTextual() || target.equals("single.csv/inside");
            expected.put(target, unknown ? "unknown" : texts(found));
            actual.put(target, selected(DvcRepository.open(repository), target));
        }
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void shouldReadFoldersRelativeToWhereItIsOpened() throws Exception {
        RealDvc dvc = RealDvc.orSkip(temporary.resolve("home"));
        Path repository = dvc.initialize(temporary.resolve("repo"));
        addData(dvc, repository);
        addPipeline(dvc, repository);
        String[] targets = {"part", "part.txt", "../single.csv", "../tree/deep", ".", "train"};
        JsonNode real = RealDvcView.of(dvc, repository.resolve("sub"), targets).get("targets");
        for (String target : targets) {
            JsonNode found = real.get(target);
            assertThat(selected(DvcRepository.open(repository.resolve("sub")), target))
                    .as(target)
                    .isEqualTo(found.isTextual() ? "unknown" : texts(found));
        }
    }

    @Test
    void shouldReadImports() throws Exception {
        RealDvc dvc = RealDvc.orSkip(temporary.resolve("home"));
        Path source = dvc.initialize(temporary.resolve("source"));
        write(source, "data/a.txt", "a");
        dvc.run(source, "add", "-q", "data");
        dvc.commitAll(source, "data");
        String revision = dvc.git(source, "rev-parse", "HEAD").strip();
        Path repository = dvc.initialize(temporary.resolve("repo"));
        Path elsewhere = temporary.resolve("elsewhere.txt");
        Files.writeString(elsewhere, "e");
        dvc.run(repository, "import", "-q", source.toString(), "data", "-o", "copied");
        dvc.run(repository, "import", "-q", "--no-download", source.toString(), "data", "-o", "partial");
        dvc.run(repository, "import-url", "-q", elsewhere.toString(), "from-url");

        DvcRepository ours = DvcRepository.open(repository);
        assertThat(describe(ours)).isEqualTo(describe(RealDvcView.of(dvc, repository)));
        ImportSource.GitRepository expected =
                new ImportSource.GitRepository(source.toString(), revision, "data", ImportConfig.NONE);
        assertThat(ours.output("copied").orElseThrow().source()).contains(expected);
        assertThat(ours.output("partial").orElseThrow().id()).isEmpty();
        assertThat(ours.output("partial").orElseThrow().source()).contains(expected);
        assertThat(ours.output("from-url").orElseThrow().source()).contains(new ImportSource.Url(elsewhere.toString()));
        assertThat(ours.plan(List.of()).outputs())
                .extracting(Output::path)
                .containsExactly("copied", "from-url", "partial");
        assertThat(ours.stages()).allMatch(Stage::frozen);
    }

    @Test
    void shouldReadConfigurationAsDvcDoes() throws Exception {
        RealDvc dvc = RealDvc.orSkip(temporary.resolve("home"));
        Path repository = dvc.initialize(temporary.resolve("repo"));
        dvc.run(repository, "remote", "add", "-q", "-d", "Main", "../storage with space");
        dvc.run(repository, "remote", "add", "-q", "sub", "remote://main/below");
        dvc.run(repository, "remote", "add", "-q", "web", "https://example.org/a?b=c");
        dvc.run(repository, "remote", "modify", "-q", "--local", "web", "password", "p, q # ' r");
        write(Path.of(dvc.environment().get("DVC_GLOBAL_CONFIG_DIR")), "config", "['remote \"web\"']\n  User = me\n");
        dvc.run(repository, "remote", "modify", "-q", "main", "jobs", "3");
        dvc.run(repository, "config", "-q", "--local", "cache.dir", "../the cache");
        dvc.run(repository, "config", "-q", "cache.type", "reflink,symlink");
        JsonNode real = RealDvcView.of(dvc, repository);

        ConfigLocations locations =
                ConfigLocations.of(dvc.environment(), System.getProperty("os.name"), temporary.resolve("home"));
        DvcConfig ours = DvcConfig.load(new FileSystemTree(repository), repository, locations);
        assertThat(ours.remoteNames()).containsExactly("main", "sub", "web");
        assertThat(ours.defaultRemoteName()).contains(real.at("/core/remote").asText());
        RemoteAddress main = ours.defaultRemote().orElseThrow();
        assertThat(main.base().resolve(main.url()).normalize())
                .hasToString(real.at("/remotes/main/url").asText());
        assertThat(main.options()).containsEntry("jobs", "3");
        RemoteAddress sub = ours.remote("SUB");
        assertThat(sub.base().resolve(sub.url()).normalize()).isEqualTo(temporary.resolve("storage with space/below"));
        assertThat(sub.options()).containsEntry("jobs", "3");
        RemoteAddress web = ours.remote("web");
        assertThat(web.url()).isEqualTo("https://example.org/a?b=c");
        assertThat(web.options())
                .containsEntry("password", real.at("/remotes/web/password").asText())
                .containsEntry("user", "me");
        assertThat(ours.cache().dir()).hasToString(real.get("cache").asText());
        assertThat(ours.cache().links()).containsExactly(LinkType.REFLINK, LinkType.SYMLINK);
    }

    @Test
    void shouldReadTheManifestsThatDvcWrites() throws Exception {
        RealDvc dvc = RealDvc.orSkip(temporary.resolve("home"));
        Path repository = dvc.initialize(temporary.resolve("repo"));
        addData(dvc, repository);
        ObjectId id =
                DvcRepository.open(repository).output("tree").orElseThrow().id().orElseThrow();
        Manifest manifest = Manifest.read(
                Files.newInputStream(repository.resolve(".dvc/cache").resolve(id.path())), id, "tree");
        assertThat(manifest.files())
                .extracting(Manifest.File::path)
                .containsExactly("deep/er/x.txt", "deep/y \"quoted\".txt", "empty", "ünïcode/日本.txt");
        for (Manifest.File file : manifest.files()) {
            assertThat(repository.resolve(".dvc/cache").resolve(file.id().path()))
                    .exists();
        }
    }

    @Test
    void shouldNotListIgnoredAndForeignFolders() throws Exception {
        RealDvc dvc = RealDvc.orSkip(temporary.resolve("home"));
        Path repository = dvc.initialize(temporary.resolve("repo"));
        for (String path : List.of(
                "a/skipped/x",
                "a/kept/x",
                "a/b/skipped/x",
                "tmp1/x",
                "tmp2/x",
                "logs/x",
                "a/logs/x",
                "venv/x",
                "q/z/x")) {
            write(repository, path, path);
            dvc.run(repository, "add", "-q", path);
        }
        Files.writeString(repository.resolve(".dvcignore"), "skipped/\n!a/kept\ntmp[13]\n/logs\n# comment\nq/**\n");
        Files.writeString(repository.resolve(".gitignore"), "/venv\n");
        Path inner = repository.resolve("inner");
        Files.createDirectories(inner);
        dvc.run(inner, "init", "-q", "--subdir");
        write(inner, "x", "inner");
        dvc.run(inner, "add", "-q", "x");

        DvcRepository ours = DvcRepository.open(repository);
        assertThat(ours.outputs()).extracting(Output::path).containsExactly("a/kept/x", "a/logs/x", "tmp2/x");
        assertThat(describe(ours)).isEqualTo(describe(RealDvcView.of(dvc, repository)));
        assertThat(DvcRepository.open(inner).outputs()).extracting(Output::path).containsExactly("x");
        assertThat(DvcRepository.open(new FileSystemTree(repository), "inner").root())
                .isEqualTo("inner");
        assertThat(DvcRepository.open(new FileSystemTree(repository), "inner").outputs())
                .extracting(Output::path)
                .containsExactly("x");
    }

    @Test
    void shouldRefuseOverlapsAsDvcDoes() throws Exception {
        RealDvc dvc = RealDvc.orSkip(temporary.resolve("home"));
        Path repository = dvc.initialize(temporary.resolve("repo"));
        write(repository, "data/a", "a");
        dvc.run(repository, "add", "-q", "data");
        Files.writeString(
                repository.resolve("more.dvc"), "outs:\n- md5: 0cc175b9c0f1b6a831c399e269772661\n  path: data/a\n");
        assertThat(dvc.attempt(repository, "dag").output()).contains("overlap");
        assertThatThrownBy(() -> DvcRepository.open(repository).plan(List.of()))
                .hasMessageStartingWith(
                        "more.dvc:2:3: the output 'data/a' of 'more.dvc' lies inside 'data' of 'data.dvc'");
    }

    private static void addData(RealDvc dvc, Path repository) throws Exception {
        write(repository, "single.csv", "1\r\n");
        write(repository, "mit Leerzeichen ü.txt", "x");
        write(repository, "nothing", "");
        write(repository, "tree/deep/er/x.txt", "x");
        write(repository, "tree/deep/y \"quoted\".txt", "y");
        write(repository, "tree/empty", "");
        write(repository, "tree/ünïcode/日本.txt", "z");
        Files.createDirectories(repository.resolve("hollow"));
        dvc.run(repository, "add", "-q", "single.csv", "mit Leerzeichen ü.txt", "nothing", "tree", "hollow");
    }

    private static void addPipeline(RealDvc dvc, Path repository) throws Exception {
        write(
                repository,
                "params.yaml",
                "lr: 1e-3\nname: first\nitems: [a, b]\nnested: {x: {out: n1}, y: {out: n2}}\non: 0.10\n");
        write(repository, "extra.json", "{\"extra\": {\"dir\": \"from-json\"}}");
        write(
                repository,
                "dvc.yaml",
                """
                vars:
                  - extra.json
                  - own: {suffix: txt}
                metrics:
                  - top-metrics.json
                plots:
                  - curves.csv:
                      x: step
                  - Title:
                      y: {one.csv: loss, two.csv: [a, b]}
                artifacts:
                  classifier:
                    path: models/model.pkl
                    type: model
                    desc: the best one
                    labels: [v1, "2"]
                    meta: {framework: none}
                  own-${own.suffix}:
                    path: each-a.${own.suffix}
                stages:
                  train:
                    cmd: mkdir -p models && echo ${lr} > models/model.pkl && echo 1 > m.json && echo 2 > p.csv && echo u > un
                    deps: [params.yaml]
                    params: [lr, nested.x]
                    outs:
                      - models/model.pkl:
                          desc: the model
                          push: false
                          persist: true
                      - un:
                          cache: false
                    metrics:
                      - m.json:
                          cache: false
                    plots:
                      - p.csv:
                          x: step
                          y: loss
                          remote: other
                  each:
                    foreach: ${items}
                    do:
                      cmd: echo ${item} > each-${item}.${own.suffix}
                      outs: ["each-${item}.${own.suffix}"]
                  maps:
                    foreach: ${nested}
                    do:
                      cmd: echo ${key} > ${key}-${item.out}
                      outs: ["${key}-${item.out}"]
                  grid:
                    matrix:
                      letter: ${items}
                      number: [1, 2.50]
                      deep: [{k: v}]
                    cmd: echo ${key} > g-${item.letter}-${item.number}-${item.deep.k}
                    outs: ["g-${item.letter}-${item.number}-${item.deep.k}"]
                  numbers:
                    cmd: touch n-${lr}-${on}
                    outs: ["n-${lr}-${on}"]
                  frozen:
                    frozen: true
                    cmd: echo f > frozen.txt
                    outs: [frozen.txt]
                  moved:
                    wdir: ${extra.dir}
                    cmd: echo w > w.txt && echo u > ../up.txt
                    outs: [w.txt, ../up.txt]
                  never:
                    cmd: echo n > never.txt
                    outs: [never.txt]
                """);
        write(
                repository,
                "sub/dvc.yaml",
                "artifacts: {inner: {path: part.txt, type: model}}\nstages:\n  part:\n    cmd: echo s > part.txt\n    outs: [part.txt]\n");
        dvc.run(repository, "config", "remote.other.url", "/nowhere");
        Files.createDirectories(repository.resolve("from-json"));
        dvc.run(repository, "repro", "train", "each", "maps", "grid", "numbers", "moved", "sub/dvc.yaml:part");
        write(repository, "frozen.txt", "f\n");
        dvc.run(repository, "commit", "-q", "--force", "frozen");
    }

    private static void addOldData(Path repository) throws Exception {
        // As DVC 2 wrote them.
        write(
                repository,
                "old.dvc",
                "outs:\n- md5: 0cc175b9c0f1b6a831c399e269772661\n  size: 1\n  path: old\n  isexec: true\n  remote: other\n");
        write(
                repository,
                "olddir.dvc",
                "wdir: .\nouts:\n- md5: 12345678901234567890123456789012.dir\n  size: 10\n  nfiles: 2\n  path: ./olddir\n");
        write(repository, "digits.dvc", "outs:\n- md5: '12345678901234567890123456789012'\n  path: digits\n");
        write(repository, "float.dvc", "outs:\n- md5: '1234567e890123456789012345678901'\n  path: float\n");
        write(repository, "nohash.dvc", "outs:\n- md5: ''\n  path: nohash\n- path: nohash2\n  cache: false\n");
    }

    private static Object selected(DvcRepository repository, String target) throws Exception {
        PullSelection selection = new PullSelection();
        try {
            new Targets(repository).select(target, selection);
        } catch (UnknownTargetException e) {
            return "unknown";
        }
        return selection.selected();
    }

    private static List<String> describe(DvcRepository repository) throws Exception {
        List<String> lines = new ArrayList<>();
        for (Output output : repository.outputs()) {
            lines.add(String.join(
                    " ",
                    "'" + output.path() + "'",
                    output.id().map(ObjectId::value).orElse("null"),
                    output.id()
                            .map(id -> id.algorithm() == ObjectId.Algorithm.MD5 ? "md5" : "md5-dos2unix")
                            .orElse("-"),
                    output.size().isPresent() ? output.size().getAsLong() + "" : "null",
                    output.files().isPresent() ? output.files().getAsLong() + "" : "null",
                    "cached " + output.cached(),
                    "pushed " + output.pushed(),
                    "remote " + output.remote().orElse("null"),
                    "metric " + (output.kind() == Output.Kind.METRIC),
                    "plot " + (output.kind() == Output.Kind.PLOT),
                    "executable " + output.executable(),
                    "of " + output.stage()));
        }
        return lines;
    }

    private static List<String> describe(JsonNode real) {
        List<String> lines = new ArrayList<>();
        for (JsonNode out : real.get("outs")) {
            lines.add(String.join(
                    " ",
                    "'" + out.get("path").asText() + "'",
                    out.get("hash").asText(),
                    out.get("hash").isNull() ? "-" : out.get("name").asText(),
                    out.get("size").asText(),
                    out.get("files").asText(),
                    "cached " + out.get("cached").asBoolean(),
                    "pushed " + out.get("pushed").asBoolean(),
                    "remote " + out.get("remote").asText(),
                    "metric " + out.get("metric").asBoolean(),
                    "plot " + out.get("plot").asBoolean(),
                    "executable " + out.get("executable").asBoolean(),
                    "of " + out.get("stage").asText()));
        }
        return lines;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        // DVC tells an output that was named by its path from one that was named by its stage; we do not.
        list.forEach(item -> texts.add(item.asText().replaceFirst("^(.*)\\|\\1$", "$1")));
        return texts.stream().distinct().toList();
    }

    private static void write(Path repository, String path, String text) throws Exception {
        Path file = repository.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
