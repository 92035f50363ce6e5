package io.jenkins.plugins.mlops.training;

/** A run as the store keeps it. */
public record StoredRun(TrainingRun run, InputDigest inputs) {}
