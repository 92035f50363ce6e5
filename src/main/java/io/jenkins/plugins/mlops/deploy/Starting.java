package io.jenkins.plugins.mlops.deploy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out what serves now and where the new colour goes, refuses what would be a guess, and writes the record that begins a release. Changes nothing before that. */
final class Starting {

    private final Workbench bench;
    private final Colouring colouring;
    private final ReleaseRequest request;

    Starting(Workbench bench, Colouring colouring, ReleaseRequest request) {
        this.bench = bench;
        this.colouring = colouring;
        this.request = request;
    }

    /** @param cutShort a release of somebody else that had switched already and that nobody carries on */
    LiveApp begin(Optional<LiveApp> found, Optional<ReleaseRecord> cutShort, Instant now)
            throws ClusterException, DeployException {
        Permissions.toDeploy(request.smoke().isPresent()).check(bench.cluster());
        Side from = found.isPresent() ? serving(found.get()) : Side.none(bench.names());
        Colour colour = vacant(from);
        requireOurs(colour);
        requireUnselected(from);
        ReleaseRecord release = ReleaseRecord.begin(
                new ReleaseRecord.Plan(
                        request.author().id(),
                        colouring.inputs(),
                        from,
                        Side.of(bench.names(), colour, colouring.replicas(from), colouring.image()),
                        request.author().name(),
                        request.provenance()),
                now);
        if (found.isPresent()) {
            return bench.ledger()
                    .write(
                            found.get(),
                            release,
                            cutShort.map(other -> HistoryEntry.of(
                                    other.state() == State.OBSERVING
                                            ? other.because("the next release cut its observation short")
                                            : other,
                                    Outcome.PROMOTED,
                                    now)));
        }
        LiveService created = bench.cluster()
                .createService(colouring
                        .service(bench.names().live(), from.selector())
                        .adding(Ledger.annotations(release), "metadata", "annotations")
                        .adding(
                                Map.of(LiveApp.HISTORY, RecordJson.write(List.<HistoryEntry>of())),
                                "metadata",
                                "annotations"));
        LiveApp app = LiveApp.of(created);
        bench.ledger().announce(app, release);
        return app;
    }

    private Side serving(LiveApp app) throws ClusterException, DeployException {
        app.requireAsRecorded();
        Side side = app.release().isPresent() ? app.release().get().live() : unrecorded(app.service());
        if (side.deployment().isEmpty()) {
            return side;
        }
        Optional<DeploymentStatus> deployment =
                bench.cluster().deployment(side.deployment().get());
        return deployment.isEmpty()
                ? side
                : new Side(
                        side.name(),
                        side.deployment(),
                        side.selector(),
                        deployment.get().desired() > 0 ? deployment.get().desired() : side.replicas(),
                        deployment.get().image());
    }

    private Side unrecorded(LiveService service) throws ClusterException, DeployException {
        Map<String, String> selector = service.selector();
        if (selector.isEmpty()) {
            throw new DeployException(
                    "Service " + service.name()
                            + " has no selector, so that it is not known what serves; a release would take its traffic away. Give it one, or another name to the app. Nothing was changed.");
        }
        if (selector.equals(bench.names().nobody())) {
            return Side.none(bench.names());
        }
        for (Colour colour : Colour.values()) {
            if (selector.equals(bench.names().selector(colour))) {
                return Side.of(bench.names(), colour, 0, "");
            }
        }
        List<DeploymentStatus> makers = bench.cluster().deployments().stream()
                .filter(deployment -> deployment.podLabels().entrySet().containsAll(selector.entrySet()))
                .toList();
        return makers.size() == 1
                ? new Side(
                        Side.ADOPTED,
                        Optional.of(makers.get(0).name()),
                        selector,
                        makers.get(0).desired(),
                        makers.get(0).image())
                : new Side(Side.ADOPTED, Optional.empty(), selector, 0, "");
    }

    private Colour vacant(Side from) throws ClusterException {
        for (Colour colour : Colour.values()) {
            if (from.name().equals(colour.toString())) {
                return colour.other();
            }
        }
        // The Service may have been lost while a colour served.
        return isRunning(Colour.BLUE) && !isRunning(Colour.GREEN) ? Colour.GREEN : Colour.BLUE;
    }

    private boolean isRunning(Colour colour) throws ClusterException {
        return bench.cluster()
                .deployment(bench.names().deployment(colour))
                .filter(deployment -> deployment.ready() > 0)
                .isPresent();
    }

    private void requireOurs(Colour colour) throws ClusterException, DeployException {
        Optional<DeploymentStatus> there =
                bench.cluster().deployment(bench.names().deployment(colour));
        if (there.isPresent()
                && !bench.names().app().equals(there.get().labels().get(AppNames.APP))) {
            throw new DeployException("Deployment " + there.get().name()
                    + " is there already, and no release of " + bench.names().app()
                    + " has made it. Rename or remove it, or label it " + AppNames.APP + "="
                    + bench.names().app() + " if it may be replaced. Nothing was changed.");
        }
    }

    /** The pods of the new colour must not be found by the selector that serves, or they would serve before anybody has looked at them. */
    private void requireUnselected(Side from) throws DeployException {
        Map<String, String> labels = colouring.podLabels();
        if (from.name().equals(Side.ADOPTED)
                && labels.entrySet().containsAll(from.selector().entrySet())) {
            throw new DeployException("Service " + bench.names().live() + " selects "
                    + LiveApp.text(from.selector())
                    + ", and the pods of the manifest have these labels as well: they would serve before they are tested. Take "
                    + from.selector().keySet().stream().sorted().findFirst().orElse("one")
                    + " out of the labels of the pod template; once the first release has switched, the Service selects by "
                    + AppNames.COLOUR + " and it may come back. Nothing was changed.");
        }
    }
}
