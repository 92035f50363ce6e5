package io.jenkins.plugins.mlops.deploy;

import java.util.Optional;

/**
 * What is to be released and how. The same request, with the state in the cluster, is all that it takes to carry on.
 *
 * @param smoke that the new colour has to pass before anybody is asked
 * @param watchPreview whether the pods and checks of the observation are looked at before the switch as well, from the smoke request until somebody has decided: looks that fail discard
 *     the new colour, and it is not switched to before one has passed
 */
public record ReleaseRequest(
        String app,
        Manifest manifest,
        Author author,
        Provenance provenance,
        Timing timing,
        Optional<Smoke> smoke,
        Observation observation,
        boolean watchPreview) {

    public ReleaseRequest(String app, Manifest manifest, Author author) {
        this(app, manifest, author, Provenance.NONE, Timing.DEFAULTS, Optional.empty(), Observation.NONE, false);
    }

    public ReleaseRequest with(Provenance origin) {
        return new ReleaseRequest(app, manifest, author, origin, timing, smoke, observation, watchPreview);
    }

    public ReleaseRequest with(Timing times) {
        return new ReleaseRequest(app, manifest, author, provenance, times, smoke, observation, watchPreview);
    }

    public ReleaseRequest with(Smoke request) {
        return new ReleaseRequest(
                app, manifest, author, provenance, timing, Optional.of(request), observation, watchPreview);
    }

    public ReleaseRequest with(Observation watch) {
        return new ReleaseRequest(app, manifest, author, provenance, timing, smoke, watch, watchPreview);
    }

    /** Watches the new colour from the preview on. */
    public ReleaseRequest withWatchPreview(boolean watched) {
        return new ReleaseRequest(app, manifest, author, provenance, timing, smoke, observation, watched);
    }
}
