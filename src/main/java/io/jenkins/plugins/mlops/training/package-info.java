/** A training run: what to run, whether its inputs changed since, what came out, and whether it comes out the same again. */
package io.jenkins.plugins.mlops.training;
