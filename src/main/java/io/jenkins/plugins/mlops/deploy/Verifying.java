package io.jenkins.plugins.mlops.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sends the smoke request, and then waits for the decision of those who test and judge the new colour. Where it is watched meanwhile, a yes counts from the first look
 * that has passed after any that had not.
 */
final class Verifying implements Phase {

    private final Workbench bench;
    private final Optional<Smoke> smoke;
    private final String port;
    private final Optional<Watch> watch;
    private final Discarding discarding;
    private final Supplier<Optional<Decision>> decision;

    /** Whoever carries on asks once more. */
    private boolean answered;

    /** What the newest look has found. */
    private Watch.Finding finding = new Watch.Doubtful("it has not been looked at yet");

    /**
     * @param port of the preview Service
     * @param watch empty where nobody looks before the switch
     */
    Verifying(
            Workbench bench,
            Optional<Smoke> smoke,
            String port,
            Optional<Watch> watch,
            Discarding discarding,
            Supplier<Optional<Decision>> decision) {
        this.bench = bench;
        this.smoke = smoke;
        this.port = port;
        this.watch = watch;
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
        if (watch.isPresent() && watch.get().isDue(now)) {
            finding = watch.get().look(release, now);
        }
        if (finding instanceof Watch.Unfit unfit) {
            return discarding.begin(app, release, unfit.cause(), "", now);
        }
        Optional<String> doubt = watch.isPresent() && finding instanceof Watch.Doubtful doubtful
                ? Optional.of(doubtful.why())
                : Optional.empty();
        Optional<Decision> made = decision.get();
        if (made.isEmpty()) {
            return new Progress.AwaitingApproval(
                    release.to() + " is ready behind Service " + bench.names().preview() + "; "
                            + release.from().name() + " serves until somebody decides"
                            + doubt.map(why -> "; " + why + "; looking again").orElse(""),
                    untilNextLook(now));
        }
        if (doubt.isPresent()) {
            return bench.wait(
                    release,
                    "before the switch a look has to pass: " + doubt.get() + "; looking again",
                    untilNextLook(now));
        }
        return bench.goOn(
                bench.ledger().write(app, release.decidedBy(made.get().by()).enter(State.SWITCHING, now)));
    }

    private Duration untilNextLook(Instant now) {
        return watch.map(looks -> looks.again(now))
                .filter(time -> time.compareTo(Timing.LONGEST_STEP) < 0)
                .orElse(Timing.LONGEST_STEP);
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
