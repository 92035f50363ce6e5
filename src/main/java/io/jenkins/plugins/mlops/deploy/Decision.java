package io.jenkins.plugins.mlops.deploy;

/**
 * What those who tested the new colour say.
 *
 * @param reason of a no; empty for a yes
 */
record Decision(boolean yes, String by, String reason) {}
