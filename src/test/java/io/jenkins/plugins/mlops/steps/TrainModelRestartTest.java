package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Slave;
import io.jenkins.plugins.mlops.build.TrainingRuns;
import io.jenkins.plugins.mlops.training.TrainingRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A controller that goes away while a training runs. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the trainings are shell commands")
class TrainModelRestartTest {

    private static final String WAIT = "echo up; while [ ! -f go.pid ]; do sleep 1; done; sh train.sh";

    private static final InboundAgentExtension.Options AGENT = InboundAgentExtension.Options.newBuilder()
            .name("ml")
            .label("ml")
            .webSocket()
            .build();

    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    /** An agent that the controller starts would end with it, and all that it had started. */
    @RegisterExtension
    private final InboundAgentExtension agents = new InboundAgentExtension();

    private Path workspace;

    @Test
    void shouldGoOnWithACommandAndRecordItAfterwards() throws Throwable {
        restartDuring("def t = trainModel command: '" + WAIT + "', seed: 42, " + TrainingProject.FILES
                + "\n echo \"accuracy=${t.metrics.accuracy}\"");
    }

    @Test
    void shouldGoOnWithTheStepsOfABodyAndRecordThemAfterwards() throws Throwable {
        restartDuring("def t = trainModel(seed: 42, " + TrainingProject.FILES + ") { sh '" + WAIT + "' }\n"
                + " echo \"accuracy=${t.metrics.accuracy}\"");
    }

    private void restartDuring(String training) throws Throwable {
        session.then(jenkins -> {
            WorkflowRun run = start(jenkins, training);
            jenkins.waitForMessage("\nup\n", run);
        });
        session.then(jenkins -> {
            Files.writeString(workspace.resolve("go.pid"), "");
            WorkflowRun run = jenkins.jenkins
                    .getItemByFullName("train", WorkflowJob.class)
                    .getBuildByNumber(1);

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

            List<TrainingRun> records = run.getAction(TrainingRuns.class).runs();
            assertThat(records).hasSize(1);
            jenkins.assertLogContains("seeds 42 42 id " + records.get(0).id(), run);
            jenkins.assertLogContains("accuracy=0.9", run);
            assertThat(records.get(0).models()).hasSize(1);
            assertThat(run.getArtifacts()).hasSize(2);
            assertThat(records.get(0).lineage().environment().seeds()).containsEntry("MLOPS_SEED", "42");
        });
        session.then(jenkins -> {
            WorkflowRun run = jenkins.jenkins
                    .getItemByFullName("train", WorkflowJob.class)
                    .getBuildByNumber(1);
            assertThat(run.getAction(TrainingRuns.class).runs()).hasSize(1);
        });
    }

    @Test
    void shouldGoOnWithTheRunsThatAreLeft() throws Throwable {
        session.then(jenkins -> {
            WorkflowRun run = start(
                    jenkins,
                    "def t = trainModel command: 'echo x >> count; if [ $(wc -l < count) = 2 ]; then " + WAIT
                            + "; fi; sh train.sh', repeat: 3, " + TrainingProject.FILES
                            + "\n echo \"runs=${t.runIds.size()}\"");
            jenkins.waitForMessage("\nup\n", run);
        });
        session.then(jenkins -> {
            Files.writeString(workspace.resolve("go.pid"), "");
            WorkflowRun run = jenkins.jenkins
                    .getItemByFullName("train", WorkflowJob.class)
                    .getBuildByNumber(1);

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

            jenkins.assertLogContains("runs=3", run);
            assertThat(Files.readAllLines(workspace.resolve("count"))).hasSize(3);
        });
    }

    @Test
    void shouldGoOnWhenTheAgentComesBack() throws Throwable {
        session.then(jenkins -> {
            WorkflowRun run = start(jenkins, "trainModel command: '" + WAIT + "', " + TrainingProject.FILES);
            jenkins.waitForMessage("\nup\n", run);
            agents.stop(jenkins, AGENT.getName());
            Files.writeString(workspace.resolve("go.pid"), "");
            agents.start(jenkins, AGENT);

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

            assertThat(run.getAction(TrainingRuns.class).runs()).hasSize(1);
        });
    }

    private WorkflowRun start(JenkinsRule jenkins, String training) throws Exception {
        Slave agent = agents.createAgent(jenkins, AGENT);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "train");
        workspace = Path.of(agent.getWorkspaceFor(job).getRemote());
        TrainingProject.create(workspace);
        job.setDefinition(new CpsFlowDefinition("node('ml') {\n" + training + "\n}", true));
        return job.scheduleBuild2(0).waitForStart();
    }
}
