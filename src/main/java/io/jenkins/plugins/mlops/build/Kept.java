package io.jenkins.plugins.mlops.build;

import hudson.model.Run;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.report.EvaluationReport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What a build has in its files, for pages and programs that go on without it where it cannot be read: the files are damaged, or a newer version wrote them.
 *
 * @param content empty where it cannot be read
 * @param problem why not, in whole sentences; empty where it can
 */
record Kept<T>(Optional<T> content, String problem) {

    private static final Logger LOGGER = Logger.getLogger(Kept.class.getName());

    private interface Reading<T> {
        T read() throws IOException;
    }

    static Kept<EvaluationReport> report(Run<?, ?> run) {
        return read(run, Messages.Kept_report(), () -> GateStore.of(run).report());
    }

    static Kept<List<Decision>> decisions(Run<?, ?> run) {
        return read(run, Messages.Kept_decisions(), () -> Decisions.of(run).list());
    }

    private static <T> Kept<T> read(Run<?, ?> run, String what, Reading<T> reading) {
        try {
            return new Kept<>(Optional.of(reading.read()), "");
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> run + ": " + what);
            // Paths of the controller stay in its log.
            String problem = e instanceof DocumentException damaged
                    ? Messages.Kept_because(what, damaged.problem())
                    : Messages.Kept_seeLog(what);
            return new Kept<>(Optional.empty(), problem);
        }
    }
}
