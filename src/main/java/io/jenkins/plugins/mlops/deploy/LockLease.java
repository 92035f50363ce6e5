package io.jenkins.plugins.mlops.deploy;

import java.time.Duration;
import java.time.Instant;

/**
 * A Lease as it was seen, or is to be written.
 *
 * @param holder empty where nobody holds it
 * @param resourceVersion empty where it is to be created
 */
public record LockLease(
        String name, String holder, Instant acquired, Instant renewed, Duration duration, String resourceVersion) {}
