package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.mlops.build.Inputs;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.kubernetes.ControlPlane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A controller that goes away while a release goes on. */
class BlueGreenDeployRestartTest {

    private static final String INPUT = "input id: 'ask', message: 'Send traffic to the new model?'";

    private static ControlPlane plane;

    @TempDir
    private static Path folder;

    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    private ReleaseNamespace namespace;
    private String id;

    @BeforeAll
    static void startPlane() throws Exception {
        plane = ControlPlane.orSkip(folder);
    }

    @AfterAll
    static void stopPlane() {
        if (plane != null) {
            plane.close();
        }
    }

    @BeforeEach
    void makeNamespace() {
        namespace = new ReleaseNamespace(plane);
    }

    private String deploy(String image, String more) {
        return "blueGreenDeploy(" + namespace.where() + ", image: '" + image + "', replicas: 1" + more + ")";
    }

    /** With a first release, which serves. */
    private WorkflowRun start(JenkinsRule jenkins, String script) throws Exception {
        namespace.addKubeconfig(jenkins);
        jenkins.buildAndAssertSuccess(ReleaseNamespace.job(jenkins, deploy("model:1", "")));
        WorkflowJob job = ReleaseNamespace.job(jenkins, script);
        return job.scheduleBuild2(0).waitForStart();
    }

    private static WorkflowRun again(JenkinsRule jenkins, String id) throws IOException {
        WorkflowRun run = (WorkflowRun) WorkflowRun.fromExternalizableId(id);
        // Whoever reads what was saved finds no secret in it; and what was open is opened anew.
        String saved = Files.readString(run.getRootDir().toPath().resolve("program.dat"), StandardCharsets.ISO_8859_1);
        assertThat(saved)
                .contains("BlueGreenDeployExecution")
                .doesNotContain("fabric8", "okhttp", "LS0tLS1CRUdJTi", "mlops.deploy.", "mlops.kubernetes.");
        return run;
    }

    private void during(String script, String message) throws Throwable {
        session.then(jenkins -> {
            WorkflowRun run = start(jenkins, script);
            jenkins.waitForMessage(message, run);
            id = run.getExternalizableId();
        });
    }

    @Test
    void shouldGoOnWaitingForPodsWithoutTheAgentThatHadTheManifest() throws Throwable {
        during(
                "node { writeFile file: 'model.yaml', text: '''" + ReleaseNamespace.MANIFEST + "''' }\n"
                        + "node { blueGreenDeploy(" + namespace.where()
                        + ", image: 'model:2', manifest: 'model.yaml', values: [pods: 'tests', replicas: 1], wait: false) }",
                "0 of 1");
        session.then(jenkins -> {
            WorkflowRun run = again(jenkins, id);
            namespace.makeReady("green");

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

            assertThat(namespace.serves()).isEqualTo("model:2");
            assertThat(namespace.release().id()).startsWith(id);
        });
    }

    @Test
    void shouldGoOnWithTheInputOfTheBody() throws Throwable {
        during(deploy("model:2", ", wait: false") + " { " + INPUT + " }", "Send traffic");
        session.then(jenkins -> {
            WorkflowRun run = again(jenkins, id);
            InputStepExecution input = Inputs.await(run);
            assertThat(namespace.serves()).isEqualTo("model:1");
            input.proceed(null);

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

            assertThat(namespace.serves()).isEqualTo("model:2");
        });
    }

    @Test
    void shouldGoOnWatchingAndStillGoBackWhenItIsStopped() throws Throwable {
        during(deploy("model:2", ", observe: [duration: '10m', interval: '2s']"), "serves and is watched until");
        session.then(jenkins -> {
            WorkflowRun run = again(jenkins, id);
            assertThat(namespace.serves()).isEqualTo("model:2");
            run.getExecutor().interrupt();

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));

            assertThat(namespace.serves()).isEqualTo("model:1");
            assertThat(namespace.outcomes()).containsExactly(Outcome.PROMOTED, Outcome.ROLLED_BACK);
        });
    }

    @Test
    void shouldGoOnKeepingTheOldColourAndScaleItToZero() throws Throwable {
        during(deploy("model:2", ", keepOld: '0'"), "is kept until");
        session.then(jenkins -> {
            WorkflowRun run = again(jenkins, id);
            assertThat(namespace.replicas("blue")).contains(1);

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

            assertThat(namespace.replicas("blue")).contains(0);
            assertThat(namespace.outcomes()).containsExactly(Outcome.PROMOTED, Outcome.PROMOTED);
        });
    }
}
