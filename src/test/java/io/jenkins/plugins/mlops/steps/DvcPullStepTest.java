package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import com.sun.net.httpserver.HttpServer;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class DvcPullStepTest {

    private static final String PASSWORD = "hunter2-is-secret";

    private JenkinsRule jenkins;

    @TempDir
    private Path storage;

    @BeforeEach
    void keepJenkins(JenkinsRule rule) {
        jenkins = rule;
    }

    @Test
    void shouldPullOnAnAgentFromScriptedPipeline() throws Exception {
        WorkflowJob job = job(
                """
                node('ml') {
                    def pulled = dvcPull(targets: ['data'])
                    echo "files=${pulled.files} downloaded=${pulled.downloaded} version=${pulled.dataVersion}"
                    echo "data: ${readFile('data/a.txt')}"
                    def again = dvcPull()
                    echo "unchanged=${again.unchanged} same=${again.dataVersion == pulled.dataVersion}"
                }
                """,
                storage.toString().replace('\\', '/'));

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("files=2 downloaded=3 version=", run);
        jenkins.assertLogContains("data: alpha", run);
        jenkins.assertLogContains("unchanged=2 same=true", run);
        jenkins.assertLogContains("Fetching", run);
    }

    @Test
    void shouldPullOnAnAgentFromDeclarativePipeline() throws Exception {
        WorkflowJob job = job(
                """
                pipeline {
                    agent { label 'ml' }
                    stages {
                        stage('Data') {
                            steps {
                                dvcPull targets: ['data/b.txt'], link: 'copy'
                                echo readFile('data/b.txt')
                            }
                        }
                    }
                }
                """,
                storage.toString().replace('\\', '/'));

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("Pulled 1 file, 4 B", run);
        jenkins.assertLogContains("beta", run);
    }

    @Test
    void shouldFailWithTheEnginesMessageAndNoStackTrace() throws Exception {
        WorkflowJob job = job(
                "node('ml') { dvcPull targets: ['dta'] }", storage.toString().replace('\\', '/'));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("dta", run);
        assertThat(JenkinsRule.getLog(run)).contains("ERROR: ").doesNotContain("\tat ");
    }

    @Test
    void shouldSayWhatToWriteInPlaceOfAWrongArgument() throws Exception {
        new Refusals(jenkins, "dvcPull")
                .of("link: 'softlink'", "'softlink' is no link type; use reflink, hardlink, symlink, copy")
                .of("engine: 'fast'", "'fast' is no engine; use auto, native or dvc")
                .of("jobs: -1", "jobs must be at least 1, but is -1")
                .of("dir: '../other'", "must be a folder inside the workspace")
                .of("credentialsId: 'gone'", "There are no credentials 'gone' that this job may use");
    }

    @Test
    void shouldOpenTheRemoteWithCredentialsThatNoLogShows() throws Exception {
        CredentialsProvider.lookupStores(jenkins.jenkins)
                .iterator()
                .next()
                .addCredentials(
                        Domain.global(),
                        new UsernamePasswordCredentialsImpl(
                                CredentialsScope.GLOBAL, "storage", "", "reader", PASSWORD));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String expected =
                "Basic " + Base64.getEncoder().encodeToString(("reader:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        server.createContext("/", exchange -> {
            Path object = storage.resolve(exchange.getRequestURI().getPath().substring(1));
            boolean known = expected.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = known && Files.exists(object) ? Files.readAllBytes(object) : new byte[0];
            exchange.sendResponseHeaders(
                    known ? body.length > 0 ? 200 : 404 : 401, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://" + server.getAddress().getHostString() + ":"
                    + server.getAddress().getPort();
            WorkflowJob job = job("node('ml') { dvcPull credentialsId: 'storage'; echo readFile('data/a.txt') }", url);

            WorkflowRun run = jenkins.buildAndAssertSuccess(job);

            jenkins.assertLogContains("alpha", run);
            jenkins.assertLogNotContains(PASSWORD, run);
            try (var files = Files.walk(run.getRootDir().toPath())) {
                assertThat(files.filter(Files::isRegularFile)).allSatisfy(file -> assertThat(
                                new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(PASSWORD));
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldKeepItsArgumentsThroughTheForm() throws Exception {
        DvcPullStep step = new DvcPullStep();
        step.setTargets(List.of("data/train", "data/test.dvc"));
        step.setDir("models/fraud");
        step.setRemote("other");
        step.setCredentialsUrl("https://storage.example/team");
        step.setJobs(3);
        step.setCacheDir("/var/cache/dvc");
        step.setLink("hardlink,copy");
        step.setVerify(false);
        step.setForce(true);
        step.setAllowMissing(true);
        step.setEngine("native");

        DvcPullStep after = new StepConfigTester(jenkins).configRoundTrip(step);

        jenkins.assertEqualDataBoundBeans(step, after);
    }

    @Test
    void shouldBeWrittenShortBySnippetGenerator() throws Exception {
        SnippetizerTester snippets = new SnippetizerTester(jenkins);
        snippets.assertRoundTrip(new DvcPullStep(), "dvcPull()");
        DvcPullStep step = new DvcPullStep();
        step.setTargets(List.of("data"));
        step.setVerify(false);
        snippets.assertRoundTrip(step, "dvcPull targets: ['data'], verify: false");
    }

    /** A job whose workspace on a real agent has a repository with the folder {@code data}, of which {@code remote} has the content. */
    private WorkflowJob job(String script, String remote) throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave(hudson.model.Label.get("ml"));
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        Path workspace = Path.of(agent.getWorkspaceFor(job).getRemote());
        TrackedData.create(workspace, storage, remote);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }
}
