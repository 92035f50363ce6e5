package io.jenkins.plugins.mlops.deploy;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Sends the smoke request, and then waits for the decision of those who test and judge the new colour. */
final class Verifying implements Phase {

    private final Workbench bench;
    private final Optional<Smoke> smoke;
    private final String port;
    private final Discarding discarding;
    private final Supplier<Optional<Decision>> decision;

    /** Whoever carries on asks once more. */
    private boolean answered;

    /** @param port of the preview Service */
    Verifying(
            Workbench bench,
            Optional<Smoke> smoke,
            String port,
            Discarding discarding,
            Supplier<Optional<Decision>> decision) {
        this.bench = bench;
        this.smoke = smoke;
        this.port = port;
        this.discarding = discarding;
        this.decision = decision;
    }

    @Override
    public Progress step(LiveApp app, ReleaseRecord release, Instant now) throws ClusterException, DeployException {
        if (!answered && smoke.isPresent()) {
            String problem = ask(smoke.get());
            if (!problem.isEmpty()) {
                return release.since().plus(smoke.get().patience()).isBefore(now)
                        ? discarding.begin(app, release, "the smoke request failed: " + problem, "", now)
                        : bench.wait(release, problem, Timing.LOOK);
            }
        }
        answered = true;
        Optional<Decision> made = decision.get();
        if (made.isEmpty()) {
            return new Progress.AwaitingApproval(
                    release.to() + " is ready behind Service " + bench.names().preview() + "; "
                            + release.from().name() + " serves until somebody decides",
                    Timing.LONGEST_STEP);
        }
        return bench.goOn(
                bench.ledger().write(app, release.decidedBy(made.get().by()).enter(State.SWITCHING, now)));
    }

    /** @return empty where the answer is as it should be */
    private String ask(Smoke request) throws ClusterException {
        try {
            HttpAnswer answer = bench.cluster().ask(bench.names().preview(), request.question(port));
            return request.accepts(answer) ? "" : request.difference(answer);
        } catch (ClusterException e) {
            if (e.problem() == ClusterException.Problem.UNREACHABLE) {
                // The API server waits for the pod; a pod that does not answer is what this is about.
                return e.getMessage();
            }
            throw e;
        }
    }
}
