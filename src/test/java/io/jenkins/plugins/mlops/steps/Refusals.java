package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** What a step says of wrong arguments: a sentence without a stack trace, which fails the build. */
record Refusals(JenkinsRule jenkins, String step) {

    /** @param arguments as they stand within the parentheses of the step */
    Refusals of(String arguments, String sentence) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("node { " + step + "(" + arguments + ") }", true));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        assertThat(JenkinsRule.getLog(run)).as(arguments).contains(sentence).doesNotContain("\tat ");
        return this;
    }
}
