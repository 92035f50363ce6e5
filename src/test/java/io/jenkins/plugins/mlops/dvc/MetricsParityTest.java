package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlops.git.GitRepository;
import io.jenkins.plugins.mlops.metrics.DiffRow;
import io.jenkins.plugins.mlops.metrics.Directions;
import io.jenkins.plugins.mlops.metrics.MetricDiff;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.metrics.Value;
import io.jenkins.plugins.mlops.report.EvaluatedState;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The differences we see in metrics and parameters between two revisions are those of {@code dvc metrics diff} and {@code dvc params diff}. */
class MetricsParityTest {

    @TempDir
    private static Path folder;

    private static DvcProject project;
    private static EvaluatedState before;
    private static EvaluatedState workspace;

    @BeforeAll
    static void makeRepository() throws Exception {
        project = DvcProject.create(folder);
        project.write(
                "dvc.yaml",
                """
                metrics:
                  - eval/top.yaml
                params:
                  - more.toml
                stages:
                  train:
                    cmd: cp m-in.json m.json && cp cached-in.json cached.json && echo model > model
                    params: [lr, model]
                    deps: [m-in.json, cached-in.json]
                    outs: [model]
                    metrics:
                      - m.json: {cache: false}
                      - cached.json
                """);
        inputs(
                "{\"acc\": 0.5, \"n\": {\"a\": 1, \"deep er\": {\"x\": 1.5}, \"s\": \"x\"}, \"same\": 7, \"gone\": 1, \"dot.ted\": 3,"
                        + " \"big\": 12345678901234567890, \"e\": 1e-3, \"zero\": 0, \"nul\": null, \"list\": [1, 2]}",
                "{\"f1\": 0.25, \"acc\": 0.1}",
                "rmse: 1e3\nunit: yes\nwide: 0x1F\n",
                "lr: 0.1\nmodel: {depth: 3, on: yes, exp: 1e-3, oct: 0o17, text: \"1\", flag: true, gone: 1}\nunused: 5\n",
                "seed = 1_000\n[net]\nlayers = 3\nname = 'a'\n");
        project.dvc().run(project.origin(), "repro", "-q");
        project.publish("baseline");
        inputs(
                "{\"acc\": 0.625, \"n\": {\"a\": 2, \"deep er\": {\"x\": 1.25}, \"s\": \"y\"}, \"same\": 7, \"new\": 1, \"dot.ted\": 4,"
                        + " \"big\": 12345678901234567891, \"e\": 2e-3, \"zero\": 1, \"nul\": null, \"list\": [1, 3]}",
                "{\"f1\": 0.75, \"acc\": 0.3}",
                "rmse: 9e2\nunit: no\nwide: 0x2F\n",
                "lr: 0.2\nmodel: {depth: 4, on: no, exp: 2e-3, oct: 0o27, text: \"2\", flag: false, new: 2}\nunused: 5\n",
                "seed = 1_001\n[net]\nlayers = 3\nname = 'b'\n");
        project.dvc().run(project.origin(), "repro", "-q");
        Path cache = project.origin().resolve(".dvc/cache");
        try (GitRepository git = GitRepository.open(project.origin())) {
            before = EvaluatedState.read(
                    "HEAD", DvcRepository.open(git.tree(git.resolve("HEAD")), ""), List.of(), cache);
        }
        workspace = EvaluatedState.read("workspace", DvcRepository.open(project.origin()), List.of(), cache);
    }

    private static void inputs(String metrics, String cached, String yaml, String params, String toml)
            throws java.io.IOException {
        project.write("m-in.json", metrics);
        project.write("cached-in.json", cached);
        project.write("eval/top.yaml", yaml);
        project.write("params.yaml", params);
        project.write("more.toml", toml);
    }

    @Test
    void shouldDifferAsMetricsDo() throws Exception {
        Map<String, String> ours = ours(EvaluatedState::metrics);
        assertThat(ours).isEqualTo(theirs("metrics", "diff", "--json"));
        assertThat(ours).hasSize(15).containsKey("cached.json:acc");
    }

    @Test
    void shouldDifferAsParametersDo() throws Exception {
        Map<String, String> ours = ours(EvaluatedState::parameters);
        assertThat(ours).isEqualTo(theirs("params", "diff", "--json"));
        assertThat(ours).hasSize(11).containsKey("more.toml:net.name");
    }

    /** What did not change DVC lists only with {@code --all}, and {@code null} it takes for nothing. */
    private static Map<String, String> ours(Function<EvaluatedState, Snapshot> part) {
        Map<String, String> rows = new TreeMap<>();
        for (DiffRow row : MetricDiff.between(part.apply(before), part.apply(workspace), Directions.none())) {
            String name = row.name().startsWith(row.file() + ":") ? row.name() : row.file() + ":" + row.name();
            // DVC leaves lists out of metrics; parameters have none here.
            if (row.change() != DiffRow.Change.EQUAL && !name.contains("[")) {
                rows.put(name, describe(text(row.before()), text(row.after()), row.delta()));
            }
        }
        return rows;
    }

    private static String text(Optional<Value> value) {
        return value.map(found ->
                        found instanceof Value.Numeric number ? plain(number.value()) : "'" + found.display() + "'")
                .orElse("null");
    }

    private static Map<String, String> theirs(String... arguments) throws Exception {
        Map<String, String> rows = new TreeMap<>();
        for (Map.Entry<String, JsonNode> file :
                project.json(project.origin(), arguments).properties()) {
            for (Map.Entry<String, JsonNode> metric : file.getValue().properties()) {
                JsonNode row = metric.getValue();
                boolean number = row.path("old").isNumber() && row.path("new").isNumber();
                rows.put(
                        file.getKey() + ":" + metric.getKey(),
                        describe(
                                text(row.path("old")),
                                text(row.path("new")),
                                // For DVC true - false is 1.
                                number ? Optional.of(row.path("diff").decimalValue()) : Optional.empty()));
            }
        }
        return rows;
    }

    private static String text(JsonNode value) {
        if (value.isNumber()) {
            return plain(value.decimalValue());
        }
        return value.isNull() ? "null" : "'" + value.asText() + "'";
    }

    /** DVC subtracts binary floating point numbers, we decimal ones. */
    private static String describe(String before, String after, Optional<BigDecimal> delta) {
        return before + " -> " + after
                + delta.map(d -> " by " + plain(d.setScale(12, java.math.RoundingMode.HALF_EVEN)))
                        .orElse("");
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
