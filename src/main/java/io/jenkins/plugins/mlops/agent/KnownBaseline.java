package io.jenkins.plugins.mlops.agent;

import io.jenkins.plugins.mlops.gate.Baseline;
import io.jenkins.plugins.mlops.report.EvaluatedState;

/**
 * @param baseline what the gate compares with
 * @param state what the report shows beside the candidate
 */
record KnownBaseline(Baseline baseline, EvaluatedState state) {}
