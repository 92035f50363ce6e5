/** The port of {@link io.jenkins.plugins.mlops.deploy} to a cluster, by the client of fabric8. */
package io.jenkins.plugins.mlops.kubernetes;
