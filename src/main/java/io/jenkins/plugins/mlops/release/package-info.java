/** Releases in Jenkins: how a cluster is reached, who carries a release on in the controller, what a build keeps and shows of it. */
package io.jenkins.plugins.mlops.release;
