package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.mlops.build.GateReportAction;
import io.jenkins.plugins.mlops.build.Inputs;
import io.jenkins.plugins.mlops.build.TrainingRuns;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * A Jenkins in a process of its own that gets no chance to end well. It is killed once, with a build at each moment that could lose something, because a start takes its time. The plugins that ours
 * does without are not there.
 */
class ControllerKilledTest {

    private static final String CONTENT = "hello";
    private static final String MD5 = "5d41402abc4b2a76b9719d911017c592";
    private static final int SECONDS = 120;
    private static final String GATE =
            "node { qualityGate metrics: ['metrics.json'], criteria: [[metric: 'accuracy', min: 0.5]] }\n";

    @RegisterExtension
    private final RealJenkinsExtension controller = OwnController.with("-Xmx512m", "-XX:TieredStopAtLevel=1");

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer storage;

    @BeforeEach
    void serve() throws IOException {
        storage = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        storage.setExecutor(threads);
        storage.createContext("/", this::answerOnceReleased);
        storage.start();
    }

    @AfterEach
    void stop() {
        released.countDown();
        storage.stop(0);
        threads.shutdownNow();
    }

    @Test
    void shouldCarryOnWithEveryBuildAfterItWasKilled() throws Throwable {
        controller.startJenkins();
        Path workspaces = controller.getHome().toPath().resolve("workspace");
        Path pull = workspace(workspaces, "pull");
        Files.writeString(
                pull.resolve(".dvc/config"),
                "[core]\n    remote = web\n['remote \"web\"']\n    url = http://127.0.0.1:"
                        + storage.getAddress().getPort() + "/\n");
        Files.writeString(
                pull.resolve("data.txt.dvc"), "outs:\n- md5: " + MD5 + "\n  size: 5\n  hash: md5\n  path: data.txt\n");
        TrainingProject.create(workspaces.resolve("train"));
        for (String job : List.of("waiting", "between")) {
            Files.writeString(workspace(workspaces, job).resolve("metrics.json"), "{\"accuracy\": 0.91}");
        }
        controller.runRemotely(ControllerKilledTest::startAll);
        assertThat(asked.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        awaitFile(workspaces.resolve("train/up.pid"));

        controller.stopJenkinsForcibly();

        Files.writeString(workspaces.resolve("train/go.pid"), "");
        awaitFile(workspaces.resolve("train/models/model.bin"));
        assertThat(controller.isAlive()).isFalse();
        released.countDown();
        controller.startJenkins();
        for (String job : List.of("waiting", "between")) {
            String page = page("job/" + job + "/1/model-evaluation/");
            assertThat(page).endsWith("</html>");
            assertThat(page.replaceAll("<[^>]*>", "")).contains("Passed: 1 check", "accuracy");
        }
        controller.runRemotely(ControllerKilledTest::answerAndCheckAll);
    }

    private static Path workspace(Path workspaces, String job) throws IOException {
        Path workspace = workspaces.resolve(job);
        Files.createDirectories(workspace.resolve(".dvc"));
        Files.writeString(workspace.resolve(".dvc/config"), "");
        return workspace;
    }

    private static void startAll(JenkinsRule jenkins) throws Exception {
        Jenkins.get().setNumExecutors(4);
        start(jenkins, "pull", "node { def p = dvcPull(); echo \"pulled ${p.files}: ${readFile 'data.txt'}\" }");
        start(
                jenkins,
                "train",
                "node { def t = trainModel command: 'touch up.pid; until [ -e go.pid ]; do sleep 0.2; done; sh train.sh', "
                        + TrainingProject.FILES + "\n echo \"accuracy=${t.metrics.accuracy}\" }");
        WorkflowRun waiting = start(jenkins, "waiting", GATE + "input id: 'Go', message: 'Go on?'");
        WorkflowRun between =
                start(jenkins, "between", GATE + "echo 'at rest'\n sleep 5\n input id: 'Go', message: 'Go on?'");
        jenkins.waitForMessage("Go on?", waiting);
        jenkins.waitForMessage("at rest", between);
    }

    private static WorkflowRun start(JenkinsRule jenkins, String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static void answerAndCheckAll(JenkinsRule jenkins) throws Exception {
        for (String job : List.of("waiting", "between")) {
            WorkflowRun run = run(job);
            jenkins.waitForMessage("Go on?", run);
            Inputs.proceed(run);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            assertThat(run.getActions(GateReportAction.class)).hasSize(1);
            assertThat(run.getAction(GateReportAction.class).getReport().sections())
                    .hasSize(1);
        }
        WorkflowRun pull = run("pull");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(pull));
        jenkins.assertLogContains("pulled 1: hello", pull);
        WorkflowRun train = run("train");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(train));
        jenkins.assertLogContains("accuracy=0.9", train);
        assertThat(train.getAction(TrainingRuns.class).runs()).hasSize(1);
    }

    private static WorkflowRun run(String job) {
        return Jenkins.get().getItemByFullName(job, WorkflowJob.class).getBuildByNumber(1);
    }

    private String page(String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(controller.getUrl() + path)).build();
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        assertThat(response.statusCode()).as(path).isEqualTo(HttpURLConnection.HTTP_OK);
        return response.body().strip();
    }

    private static void awaitFile(Path file) throws InterruptedException {
        for (int i = 0; i < SECONDS * 5; i++) {
            if (Files.exists(file)) {
                return;
            }
            Thread.sleep(200);
        }
        throw new AssertionError("no " + file);
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
