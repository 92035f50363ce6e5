/** Decides from an evaluation, a baseline and criteria whether a model may go on, check by check, with the reason for each. */
package io.jenkins.plugins.mlops.gate;
