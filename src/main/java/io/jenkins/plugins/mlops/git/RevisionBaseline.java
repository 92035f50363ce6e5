package io.jenkins.plugins.mlops.git;

import io.jenkins.plugins.mlops.gate.Baseline;
import io.jenkins.plugins.mlops.gate.BaselineSource;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/** The metrics that were committed at a revision, or where {@link BaselineCommit} goes from there. */
public final class RevisionBaseline implements BaselineSource {

    private final RevisionReader reader;
    private final Revision revision;
    private final Predicate<String> outputs;

    /** @param outputs as {@link BaselineCommit#choose} has it */
    public RevisionBaseline(RevisionReader reader, Revision revision, Predicate<String> outputs) {
        this.reader = reader;
        this.revision = revision;
        this.outputs = outputs;
    }

    @Override
    public String description() {
        return revision.toString();
    }

    @Override
    public Optional<Baseline> find() throws IOException {
        Optional<BaselineCommit> chosen = BaselineCommit.choose(reader.git(), revision, outputs);
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        RevisionState state = reader.read(chosen.get().commit());
        if (state.metricsFiles().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Baseline(
                state.metrics(),
                chosen.get().description(),
                Optional.of(state.commit()),
                Optional.of(state.committed()),
                state.evaluationData()));
    }
}
