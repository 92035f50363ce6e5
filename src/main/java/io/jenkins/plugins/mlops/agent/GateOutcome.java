package io.jenkins.plugins.mlops.agent;

import java.io.Serializable;

/**
 * What an agent sends back; the controller reads both as it would any other text.
 *
 * @param report {@link io.jenkins.plugins.mlops.report.EvaluationReport#toJson}
 * @param kept {@link io.jenkins.plugins.mlops.report.KeptEvaluation#toJson}
 */
public record GateOutcome(String report, String kept) implements Serializable {}
