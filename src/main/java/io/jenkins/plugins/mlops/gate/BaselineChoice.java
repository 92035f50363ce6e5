package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which baseline a person asks for: {@code {branch: main}}, {@code {file: baseline/metrics.json}}, {@code {build: lastPromoted, job: fraud}}. The package that
 * can reach that kind makes a {@link BaselineSource} of it.
 *
 * @param value the name of the branch, the path, the number or word of the build, the model's URI
 * @param job the job of a {@link Kind#BUILD}; empty for the same job
 */
public record BaselineChoice(Kind kind, String value, Optional<String> job) {

    public enum Kind {
        BRANCH,
        COMMIT,
        TAG,
        BUILD,
        FILE,
        MLFLOW;

        /** The key in {@code gate.yaml} and in Pipeline scripts. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final List<String> KEYS = List.of("branch", "commit", "tag", "build", "file", "mlflow", "job");

    /**
     * @param where what a message calls it: {@code baseline}
     * @throws IllegalArgumentException that says what to write instead
     */
    public static BaselineChoice fromMap(Map<String, ?> map, String where) {
        try {
            return fromNode(MapNodes.of(map, Position.in(where)));
        } catch (DocumentException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    public static BaselineChoice fromNode(Node node) throws DocumentException {
        Settings settings = Settings.of(node, "baseline", KEYS);
        BaselineChoice choice = null;
        for (Kind kind : Kind.values()) {
            Optional<String> value = settings.text(kind.key());
            if (value.isPresent() && choice != null) {
                throw settings.problem(
                        kind.key(),
                        "a baseline is one of " + choice.kind().key() + " and " + kind.key()
                                + ", not both; remove one");
            }
            if (value.isPresent() && value.get().isBlank()) {
                throw settings.problem(kind.key(), kind.key() + " of the baseline is empty");
            }
            if (value.isPresent()) {
                choice = new BaselineChoice(kind, value.get(), settings.text("job"));
            }
        }
        if (choice == null) {
            throw settings.problem(
                    "job", "a baseline needs one of branch, commit, tag, build, file, mlflow, as in {branch: main}");
        }
        if (choice.job().isPresent() && choice.kind() != Kind.BUILD) {
            throw settings.problem(
                    "job", "job goes with build, not with " + choice.kind().key());
        }
        return choice;
    }
}
