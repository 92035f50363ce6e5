/**
 * Blue/green releases. A {@link io.jenkins.plugins.mlops.deploy.Deployer} moves one release from state to state in small steps that never wait; all that it has to
 * know for that stands in the cluster, behind the port {@link io.jenkins.plugins.mlops.deploy.Cluster}, so that any build on any controller can carry on.
 *
 * <p>What always holds: the selector of the live Service is only ever changed to pods that were all ready just before, in the patch that records the change.
 */
package io.jenkins.plugins.mlops.deploy;
