package io.jenkins.plugins.mlops.build;

import hudson.model.Action;

/** An action of a run that has something to say on the page of its model evaluation: its view {@code evaluation.jelly} is shown below the report. */
public interface EvaluationPart extends Action {}
