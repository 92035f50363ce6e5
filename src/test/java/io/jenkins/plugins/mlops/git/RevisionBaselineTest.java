package io.jenkins.plugins.mlops.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlops.gate.Baseline;
import io.jenkins.plugins.mlops.lineage.PathGlob;
import io.jenkins.plugins.mlops.metrics.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionBaselineTest {

    private static final String MD5 = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path temp;

    private GitProgramRepository repository;

    @BeforeEach
    void init() throws Exception {
        repository = GitProgramRepository.init(temp.resolve("r"));
        repository
                .write(".dvc/config", "")
                .write("data.dvc", "outs:\n- md5: " + MD5 + "\n  path: data\n")
                .write("params.yaml", "lr: 0.1\n");
        repository.write(
                "dvc.yaml", "stages:\n  t:\n    cmd: x\n    metrics:\n    - metrics.json:\n        cache: false\n");
    }

    private Optional<Baseline> find(GitRepository git, Revision revision) throws IOException {
        return new RevisionBaseline(RevisionReader.of(git, ""), revision, path -> path.equals("metrics.json")).find();
    }

    private String commit(String auc) throws Exception {
        return repository.write("metrics.json", "{\"auc\": " + auc + "}").commit(auc);
    }

    private static Optional<Value> value(String number) {
        return Optional.of(new Value.Numeric(new BigDecimal(number)));
    }

    @Test
    void shouldGoThroughTheMergeBaseOfABranch() throws Exception {
        String base = commit("0.8");
        repository.git("checkout", "-q", "-b", "feature");
        commit("0.85");
        repository.git("checkout", "-q", "main");
        commit("0.9");
        repository.git("checkout", "-q", "feature");
        try (GitRepository git = GitRepository.open(repository.folder())) {
            Baseline baseline = find(git, Revision.branch("main")).orElseThrow();
            assertThat(baseline.snapshot().value("auc")).isEqualTo(value("0.8"));
            assertThat(baseline.revision()).contains(base);
            assertThat(baseline.description()).contains("merge base of branch main");
            assertThat(baseline.evaluationData()).containsExactly(Map.entry("data", MD5));
            assertThat(RevisionReader.of(git, "").read("HEAD").parameters().value("lr"))
                    .isEqualTo(value("0.1"));
        }
    }

    @Test
    void shouldTakeTheFirstParentOfItsOwnCommit() throws Exception {
        commit("0.8");
        try (GitRepository git = GitRepository.open(repository.folder())) {
            assertThat(find(git, Revision.branch("main"))).isEmpty();
        }
        commit("0.9");
        repository.write("metrics.json", "{\"auc\": 0.91}");
        try (GitRepository git = GitRepository.open(repository.folder())) {
            Baseline baseline = find(git, Revision.branch("main")).orElseThrow();
            assertThat(baseline.snapshot().value("auc")).isEqualTo(value("0.8"));
            assertThat(baseline.description()).contains("first parent");
        }
        repository.write("params.yaml", "lr: 0.2\n");
        try (GitRepository git = GitRepository.open(repository.folder())) {
            assertThat(find(git, Revision.branch("main"))
                            .orElseThrow()
                            .snapshot()
                            .value("auc"))
                    .isEqualTo(value("0.9"));
        }
    }

    @Test
    void shouldHaveNoBaselineWhereNoMetricsWereCommitted() throws Exception {
        String commit = repository.commit("none");
        try (GitRepository git = GitRepository.open(repository.folder())) {
            assertThat(find(git, Revision.commit(commit))).isEmpty();
        }
    }

    @Test
    void shouldReadMetricsThatDvcKeeps() throws Exception {
        repository.write("dvc.yaml", "stages:\n  t:\n    cmd: x\n    metrics:\n    - m.json\n");
        repository.write(
                "dvc.lock",
                "schema: '2.0'\nstages:\n  t:\n    cmd: x\n    outs:\n    - path: m.json\n      hash: md5\n      md5: "
                        + MD5 + "\n");
        repository.commit("cached");
        try (GitRepository git = GitRepository.open(repository.folder())) {
            RevisionReader reader = RevisionReader.of(git, "");
            assertThatThrownBy(() -> reader.read("HEAD"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("dvc fetch");
            byte[] content = "{\"auc\": 0.7}".getBytes(StandardCharsets.UTF_8);
            RevisionState state = reader.withContent(
                            (output, id) -> id.value().equals(MD5) ? Optional.of(content) : Optional.empty())
                    .withFiles(List.of(PathGlob.of("*.json")), List.of())
                    .read("HEAD");
            assertThat(state.metrics().value("auc")).isEqualTo(value("0.7"));
        }
    }
}
