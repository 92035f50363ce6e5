package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Label;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.mlops.build.GateReportAction;
import io.jenkins.plugins.mlops.build.Inputs;
import io.jenkins.plugins.mlops.report.EvaluationReport;
import io.jenkins.plugins.mlops.report.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The Jenkinsfiles of examples/pipelines, from an empty workspace on, with real data and real training. */
@WithJenkins
class ExamplePipelinesTest {

    @TempDir
    private Path storage;

    private JenkinsRule jenkins;

    @BeforeEach
    void keepJenkins(JenkinsRule rule) {
        jenkins = rule;
        boolean python;
        try {
            python = new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (java.io.IOException | InterruptedException e) {
            python = false;
        }
        if (!python) {
            System.err.println("##### NOT RUN: the example Pipelines: there is no python3 #####");
        }
        Assumptions.assumeTrue(python, "python3 is not there");
    }

    @Test
    void shouldPullTrainCompareAndWaitForAPerson() throws Exception {
        WorkflowJob job = job("approve-model.Jenkinsfile");

        WorkflowRun first = approved(job);
        jenkins.assertBuildStatus(Result.UNSTABLE, first);
        jenkins.assertLogContains("Recorded run", first);

        WorkflowRun second = approved(job);
        jenkins.assertBuildStatusSuccess(second);
        jenkins.assertLogContains("Nothing to train", second);
        Section section = report(second).sections().get(0);
        assertThat(section.baseline()).contains("build 1");
        assertThat(report(second).verdict().passed()).isTrue();
        assertThat(section.lineage()).isPresent();
        assertThat(section.history()).isNotEmpty();
    }

    @Test
    void shouldCompareSeveralTrainingsInOneReport() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(job("compare-seeds.Jenkinsfile"));

        jenkins.assertLogContains("Good seeds: 1, 2", run);
        assertThat(report(run).sections()).extracting(Section::name).containsExactly("seed 1", "seed 2");
    }

    private WorkflowRun approved(WorkflowJob job) throws Exception {
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        Inputs.proceed(run);
        return jenkins.waitForCompletion(run);
    }

    private static EvaluationReport report(WorkflowRun run) throws Exception {
        return run.getAction(GateReportAction.class).getReport();
    }

    private WorkflowJob job(String pipeline) throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave(Label.get("ml"));
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        ExampleProject.create(Path.of(agent.getWorkspaceFor(job).getRemote()), storage);
        job.setDefinition(new CpsFlowDefinition(Files.readString(Path.of("examples", "pipelines", pipeline)), true));
        return job;
    }
}
