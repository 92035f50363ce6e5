package io.jenkins.plugins.mlops.deploy;

import java.time.Instant;

/**
 * A release has come into a state.
 *
 * @param by who made it happen
 * @param message one sentence: what happens, from what, to what, why
 */
public record Transition(Instant at, State state, String by, String message, ReleaseRecord release) {}
