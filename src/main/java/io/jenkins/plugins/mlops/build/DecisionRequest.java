package io.jenkins.plugins.mlops.build;

import hudson.model.Run;
import hudson.model.User;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;

/** A click on Proceed or Abort. */
record DecisionRequest(Run<?, ?> run, String input, String decision, String evidence, String comment) {

    private static final int LONGEST_COMMENT = 2_000;

    /** @param digest of the report as it is now */
    HttpResponse answer(String digest) throws IOException, InterruptedException {
        boolean proceed = decision.equals("proceed");
        if (!proceed && !decision.equals("abort")) {
            return refuse(HttpServletResponse.SC_BAD_REQUEST, Messages.DecisionRequest_unknown());
        }
        if (comment.length() > LONGEST_COMMENT) {
            return refuse(HttpServletResponse.SC_BAD_REQUEST, Messages.DecisionRequest_tooLong(LONGEST_COMMENT));
        }
        Optional<PendingInput> pending = pending();
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
        if (!evidence.equals(digest)) {
            return refuse(HttpServletResponse.SC_CONFLICT, Messages.DecisionRequest_changed());
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

    private Optional<PendingInput> pending() throws InterruptedException {
        try {
            return PendingInput.of(run).stream()
                    .filter(candidate -> candidate.getId().equals(input))
                    .findFirst();
        } catch (TimeoutException e) {
            return Optional.empty();
        }
    }

    private static HttpResponse refuse(int status, String message) {
        return HttpResponses.errorWithoutStack(status, message);
    }
}
