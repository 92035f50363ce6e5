package io.jenkins.plugins.mlops.release;

import hudson.model.Run;
import hudson.model.User;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;

/**
 * A click on <i>Roll back</i>.
 *
 * @param node whose release is meant
 * @param evidence of the page that was clicked on
 */
record RollbackForm(Run<?, ?> run, int node, String evidence, String reason) {

    private static final Logger LOGGER = Logger.getLogger(RollbackForm.class.getName());

    private static final int LONGEST_REASON = 1_000;

    /** Whether the cluster knows of a newer release is found out by the rollback itself, which then changes nothing and says so. */
    HttpResponse answer(Rollbacks rollbacks) throws IOException {
        if (reason.isEmpty()) {
            return refuse(HttpServletResponse.SC_BAD_REQUEST, Messages.RollbackForm_noReason());
        }
        if (reason.length() > LONGEST_REASON) {
            return refuse(HttpServletResponse.SC_BAD_REQUEST, Messages.RollbackForm_tooLong(LONGEST_REASON));
        }
        synchronized (run) {
            Optional<KeptRelease> release = new ReleaseStore(run)
                    .release(node, problem -> LOGGER.log(Level.WARNING, problem, () -> "Cannot roll " + run + " back"));
            if (release.isEmpty()) {
                return refuse(HttpServletResponse.SC_NOT_FOUND, Messages.RollbackForm_none());
            }
            ReleaseView view = new ReleaseView(release.get(), run.isBuilding(), "");
            if (!view.isReversible() || !view.getEvidence().equals(evidence)) {
                return refuse(HttpServletResponse.SC_CONFLICT, Messages.RollbackForm_changed());
            }
            User user = User.current();
            rollbacks.begin(
                    run, release.get(), new Asked(user == null ? Jenkins.ANONYMOUS2.getName() : user.getId(), reason));
        }
        return HttpResponses.redirectTo(".");
    }

    private static HttpResponse refuse(int status, String message) {
        return HttpResponses.errorWithoutStack(status, message);
    }
}
