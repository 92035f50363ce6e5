package io.jenkins.plugins.mlops.deploy;

import java.util.Optional;

/**
 * What is to be released and how. The same request, with the state in the cluster, is all that it takes to carry on.
 *
 * @param smoke that the new colour has to pass before anybody is asked
 */
public record ReleaseRequest(
        String app,
        Manifest manifest,
        Author author,
        Provenance provenance,
        Timing timing,
        Optional<Smoke> smoke,
        Observation observation) {

    public ReleaseRequest(String app, Manifest manifest, Author author) {
        this(app, manifest, author, Provenance.NONE, Timing.DEFAULTS, Optional.empty(), Observation.NONE);
    }

    public ReleaseRequest with(Provenance origin) {
        return new ReleaseRequest(app, manifest, author, origin, timing, smoke, observation);
    }

    public ReleaseRequest with(Timing times) {
        return new ReleaseRequest(app, manifest, author, provenance, times, smoke, observation);
    }

    public ReleaseRequest with(Smoke request) {
        return new ReleaseRequest(app, manifest, author, provenance, timing, Optional.of(request), observation);
    }

    public ReleaseRequest with(Observation watch) {
        return new ReleaseRequest(app, manifest, author, provenance, timing, smoke, watch);
    }
}
