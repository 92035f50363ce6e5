/** Metric and parameter values of one evaluation, read from files, and the difference between two evaluations. */
package io.jenkins.plugins.mlops.metrics;
