package io.jenkins.plugins.mlops.release;

import io.jenkins.plugins.mlops.deploy.Outcome;
import java.time.Instant;
import java.util.Optional;

/**
 * How the work on a release ended here.
 *
 * @param outcome empty where it could not be carried on
 * @param message what a person should know of it
 */
record LogEnd(Instant at, Optional<Outcome> outcome, String message) {}
