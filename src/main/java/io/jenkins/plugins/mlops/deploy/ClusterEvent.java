package io.jenkins.plugins.mlops.deploy;

import java.time.Instant;

/**
 * What is told to everybody who looks at the Service.
 *
 * @param name the same for the same event, however often it is recorded
 * @param reason in CamelCase
 * @param by who made it happen
 */
public record ClusterEvent(
        String name, LiveService about, boolean warning, String reason, String message, String by, Instant at) {}
