package io.jenkins.plugins.mlops.build;

import hudson.model.Run;
import hudson.model.User;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;

/** A click on Proceed or Abort. */
record DecisionRequest(Run<?, ?> run, String input, String decision, String evidence, boolean despite, String comment) {

    private static final int LONGEST_COMMENT = 2_000;

    /** @param now the report as it is, and what waits */
    HttpResponse answer(ReportView now) throws IOException, InterruptedException {
        boolean proceed = decision.equals("proceed");
        if (!proceed && !decision.equals("abort")) {
            return refuse(HttpServletResponse.SC_BAD_REQUEST, Messages.DecisionRequest_unknown());
        }
        if (comment.length() > LONGEST_COMMENT) {
            return refuse(HttpServletResponse.SC_BAD_REQUEST, Messages.DecisionRequest_tooLong(LONGEST_COMMENT));
        }
        Optional<PendingInput> pending = now.inputs().stream()
                .filter(candidate -> candidate.getId().equals(input))
                .findFirst();
        if (pending.isEmpty()) {
            return refuse(HttpServletResponse.SC_CONFLICT, Messages.DecisionRequest_settled());
        }
        PendingInput asked = pending.get();
        if (proceed ? !asked.isMayProceed() : !asked.isMayAbort()) {
            return refuse(HttpServletResponse.SC_FORBIDDEN, Messages.DecisionRequest_forbidden());
        }
        if (proceed && asked.isWithParameters()) {
            return refuse(HttpServletResponse.SC_BAD_REQUEST, Messages.DecisionRequest_parameters());
        }
        if (evidence.isEmpty() || !evidence.equals(now.digest())) {
            return refuse(HttpServletResponse.SC_CONFLICT, Messages.DecisionRequest_changed());
        }
        if (proceed && !now.isAllPassed() && !despite) {
            return refuse(HttpServletResponse.SC_BAD_REQUEST, Messages.DecisionRequest_despite());
        }
        if (!now.decisionsProblem().isEmpty()) {
            return refuse(HttpServletResponse.SC_CONFLICT, Messages.DecisionRequest_unreadable(now.decisionsProblem()));
        }
        String node = asked.node();
        if (proceed) {
            asked.proceed();
        } else {
            asked.abort();
        }
        User user = User.current();
        Decisions.of(run)
                .record(new Decision(
                        node,
                        asked.getMessage(),
                        proceed ? Decision.Outcome.PROCEEDED : Decision.Outcome.ABORTED,
                        user == null ? "" : user.getId(),
                        Instant.now(),
                        comment,
                        evidence));
        return HttpResponses.redirectTo(".");
    }

    private static HttpResponse refuse(int status, String message) {
        return HttpResponses.errorWithoutStack(status, message);
    }
}
