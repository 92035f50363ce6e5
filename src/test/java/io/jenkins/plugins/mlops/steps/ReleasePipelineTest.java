package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Label;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.slaves.DumbSlave;
import hudson.slaves.EnvironmentVariablesNodeProperty;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.mlops.build.GateReportAction;
import io.jenkins.plugins.mlops.build.Inputs;
import io.jenkins.plugins.mlops.docker.RealDocker;
import io.jenkins.plugins.mlops.kubernetes.AnsweringPods;
import io.jenkins.plugins.mlops.kubernetes.ControlPlane;
import io.jenkins.plugins.mlops.report.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The example that goes all the way, with real data, training, Docker, registry and control plane; from data to production, and back. */
@WithJenkins
class ReleasePipelineTest {

    @TempDir
    private Path folder;

    @Test
    void shouldReleaseWhatPassedAndGoBack(JenkinsRule jenkins) throws Exception {
        RealDocker docker = RealDocker.orSkip();
        assumeTrue(AnsweringPods.arePossible(), "no addresses for pods");
        try (ControlPlane control = ControlPlane.orSkip(Files.createDirectory(folder.resolve("kubernetes")))) {
            control.namespace("prod");
            onlyOnNodeOfTests(control.admin());
            SystemCredentialsProvider.getInstance()
                    .getCredentials()
                    .add(new FileCredentialsImpl(
                            CredentialsScope.GLOBAL,
                            "prod",
                            "",
                            "kubeconfig",
                            SecretBytes.fromBytes(Files.readAllBytes(control.kubeconfig()))));
            try (AnsweringPods pods = new AnsweringPods(control.admin(), "prod", Duration.ofSeconds(1))) {
                pods.start();
                WorkflowJob release = releaseJob(jenkins, docker);
                WorkflowJob rollback = jenkins.createProject(WorkflowJob.class);
                // What the first run of a declarative Pipeline would define.
                rollback.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("REASON", "", "")));
                rollback.setDefinition(new CpsFlowDefinition(example("rollback-model.Jenkinsfile"), true));

                WorkflowRun first = approved(release);
                // Nothing to compare with yet, and the gate warns of that.
                jenkins.assertBuildStatus(Result.UNSTABLE, jenkins.waitForCompletion(first));
                assertThat(selected(control.admin())).isEqualTo("blue");

                WorkflowRun second = approved(release);
                awaitColour(control.admin(), "green");
                Section section = second.getAction(GateReportAction.class)
                        .getReport()
                        .sections()
                        .get(0);
                assertThat(section.baseline()).contains("build 1");
                assertThat(second.isBuilding()).isTrue();

                WorkflowRun back = jenkins.assertBuildStatusSuccess(rollback.scheduleBuild2(
                        0, new ParametersAction(new StringParameterValue("REASON", "recall fell on the new region"))));

                jenkins.assertLogContains("recall fell on the new region", back);
                assertThat(selected(control.admin())).isEqualTo("blue");
                jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(second));
                jenkins.assertLogContains("recall fell on the new region", second);
            }
        }
    }

    private WorkflowJob releaseJob(JenkinsRule jenkins, RealDocker docker) throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave(Label.get("ml"));
        agent.getNodeProperties()
                .add(new EnvironmentVariablesNodeProperty(
                        new EnvironmentVariablesNodeProperty.Entry("DOCKER_HOST", docker.host())));
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        ExampleProject.create(Path.of(agent.getWorkspaceFor(job).getRemote()), folder.resolve("storage"));
        job.setDefinition(new CpsFlowDefinition(
                example("release-model.Jenkinsfile")
                        .replace("registry.example", docker.registry())
                        .replace("python:3.12-slim", docker.pythonImage()),
                true));
        return job;
    }

    private static String example(String name) throws Exception {
        return Files.readString(Path.of("examples", "pipelines", name));
    }

    /** Those of the node of kwok do not answer. */
    private static void onlyOnNodeOfTests(KubernetesClient admin) {
        admin.nodes().withName("fake").edit(node -> {
            node.getSpec().setUnschedulable(true);
            return node;
        });
        admin.nodes().withName("tests").edit(node -> {
            node.getSpec().setTaints(List.of());
            return node;
        });
    }

    private static WorkflowRun approved(WorkflowJob job) throws Exception {
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        Inputs.proceed(run);
        return run;
    }

    private static void awaitColour(KubernetesClient admin, String colour) throws InterruptedException {
        for (int i = 0; i < 600 && !selected(admin).equals(colour); i++) {
            Thread.sleep(100);
        }
        assertThat(selected(admin)).isEqualTo(colour);
    }

    private static String selected(KubernetesClient admin) {
        Map<String, String> selector = admin.services()
                .inNamespace("prod")
                .withName("digits")
                .get()
                .getSpec()
                .getSelector();
        return selector.get("mlops.jenkins.io/colour");
    }
}
