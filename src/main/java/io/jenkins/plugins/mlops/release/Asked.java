package io.jenkins.plugins.mlops.release;

/**
 * A person has asked for a rollback on the page of a build.
 *
 * @param by id of the user
 */
record Asked(String by, String reason) {}
