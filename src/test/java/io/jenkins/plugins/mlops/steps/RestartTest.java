package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.mlops.build.GateReportAction;
import io.jenkins.plugins.mlops.build.Inputs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** What becomes of a build whose controller goes down at a bad moment. */
class RestartTest {

    private static final String CONTENT = "hello";
    private static final String MD5 = "5d41402abc4b2a76b9719d911017c592";

    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    void shouldPullAgainAfterARestartDuringThePull() throws Throwable {
        HttpServer storage = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        storage.setExecutor(Executors.newCachedThreadPool());
        storage.createContext("/", this::answerOnceReleased);
        storage.start();
        try {
            session.then(jenkins -> {
                WorkflowJob job = jenkins.createProject(WorkflowJob.class, "pull");
                Path workspace = workspace(jenkins, job);
                Files.writeString(
                        workspace.resolve(".dvc/config"),
                        "[core]\n    remote = web\n['remote \"web\"']\n    url = http://127.0.0.1:"
                                + storage.getAddress().getPort() + "/\n");
                Files.writeString(
                        workspace.resolve("data.txt.dvc"),
                        "outs:\n- md5: " + MD5 + "\n  size: 5\n  hash: md5\n  path: data.txt\n");
                job.setDefinition(new CpsFlowDefinition(
                        "node { def pulled = dvcPull(); echo \"pulled ${pulled.files}: ${readFile 'data.txt'}\" }",
                        true));
                job.scheduleBuild2(0).waitForStart();
                assertThat(asked.await(2, TimeUnit.MINUTES)).isTrue();
            });
            released.countDown();
            session.then(jenkins -> {
                WorkflowRun run = jenkins.jenkins
                        .getItemByFullName("pull", WorkflowJob.class)
                        .getBuildByNumber(1);

                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
                jenkins.assertLogContains("pulled 1: hello", run);
            });
        } finally {
            storage.stop(0);
        }
    }

    @Test
    void shouldKeepTheReportThroughARestartBetweenGateAndInput() throws Throwable {
        session.then(jenkins -> {
            WorkflowRun run = evaluated(jenkins, "semaphore 'between'\ninput id: 'Go', message: 'Go?'");
            SemaphoreStep.waitForStart("between/1", run);
        });
        session.then(jenkins -> {
            WorkflowRun run = run(jenkins);
            SemaphoreStep.success("between/1", null);
            Inputs.proceed(run);

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            assertOneTraining(run);
        });
    }

    @Test
    void shouldLetAnInputBeAnsweredAfterARestartWhileItWaited() throws Throwable {
        session.then(jenkins -> {
            WorkflowRun run = evaluated(jenkins, "input id: 'Go', message: 'Go?'");
            jenkins.waitForMessage("Go?", run);
        });
        session.then(jenkins -> {
            WorkflowRun run = run(jenkins);
            String page = jenkins.createWebClient()
                    .withJavaScriptEnabled(false)
                    .getPage(run, "model-evaluation/")
                    .asNormalizedText();
            assertThat(page).contains("Passed: 1 check", "Go?");
            Inputs.proceed(run);

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            assertOneTraining(run);
        });
    }

    private static WorkflowRun evaluated(JenkinsRule jenkins, String then) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "gate");
        Path workspace = workspace(jenkins, job);
        Files.writeString(workspace.resolve(".dvc/config"), "");
        Files.writeString(workspace.resolve("metrics.json"), "{\"accuracy\": 0.91}");
        job.setDefinition(new CpsFlowDefinition(
                "node { qualityGate metrics: ['metrics.json'], criteria: [[metric: 'accuracy', min: 0.5]] }\n" + then,
                true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static WorkflowRun run(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName("gate", WorkflowJob.class).getBuildByNumber(1);
    }

    private static void assertOneTraining(WorkflowRun run) throws IOException {
        assertThat(run.getActions(GateReportAction.class)).hasSize(1);
        assertThat(run.getAction(GateReportAction.class).getReport().sections()).hasSize(1);
    }

    private static Path workspace(JenkinsRule jenkins, WorkflowJob job) throws IOException {
        Path workspace = Path.of(jenkins.jenkins.getWorkspaceFor(job).getRemote());
        Files.createDirectories(workspace.resolve(".dvc"));
        return workspace;
    }

    private void answerOnceReleased(HttpExchange exchange) throws IOException {
        asked.countDown();
        try {
            released.await(5, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byte[] content = CONTENT.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
        exchange.close();
    }
}
