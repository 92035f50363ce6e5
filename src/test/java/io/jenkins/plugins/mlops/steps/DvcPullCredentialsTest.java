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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A branch that changes the URL of the remote gets no secret sent there. */
@WithJenkins
class DvcPullCredentialsTest {

    private static final String PASSWORD = "hunter2-is-secret";

    private JenkinsRule jenkins;
    private HttpServer server;
    private String url;
    private final Queue<String> authorizations = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path storage;

    @BeforeEach
    void serve(JenkinsRule rule) throws Exception {
        jenkins = rule;
        CredentialsProvider.lookupStores(jenkins.jenkins)
                .iterator()
                .next()
                .addCredentials(
                        Domain.global(),
                        new UsernamePasswordCredentialsImpl(
                                CredentialsScope.GLOBAL, "storage", "", "reader", PASSWORD));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            authorizations.add(String.valueOf(authorization));
            String path = exchange.getRequestURI().getPath();
            Path object = storage.resolve(path.substring(path.lastIndexOf("/files/") + 1));
            boolean found = authorization != null && Files.isRegularFile(object);
            byte[] body = found ? Files.readAllBytes(object) : new byte[0];
            exchange.sendResponseHeaders(found ? 200 : 404, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        url = "http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldSendNothingToARemoteThatIsNotBelowTheUrl() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                job("dvcPull credentialsId: 'storage', credentialsUrl: 'https://storage.example/team'", url));

        jenkins.assertLogContains("The remote 'storage' is at " + url, run);
        jenkins.assertLogContains("'storage' are for https://storage.example/team only, so nothing was sent", run);
        assertThat(authorizations).isEmpty();
    }

    @Test
    void shouldSendCredentialsOfTheAdministratorToTheirUrlAlone() throws Exception {
        MlopsConfiguration.get().setRemotes(List.of(new RemoteBinding("https://storage.example/", "storage")));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job("dvcPull credentialsId: 'storage'", url));

        jenkins.assertLogContains("'storage' are for https://storage.example/ only, so nothing was sent", run);
        jenkins.buildAndAssertStatus(Result.FAILURE, job("dvcPull()", url));
        assertThat(authorizations).isNotEmpty().allMatch("null"::equals);
    }

    @Test
    void shouldTakeCredentialsOfTheAdministratorWhereTheStepNamesNone() throws Exception {
        MlopsConfiguration.get().setRemotes(List.of(new RemoteBinding(url + "/team", "storage")));

        WorkflowRun run = jenkins.buildAndAssertSuccess(job("dvcPull()", url + "/team/dvc"));

        jenkins.assertLogNotContains("WARNING", run);
        jenkins.assertLogNotContains(PASSWORD, run);
        assertThat(authorizations).isNotEmpty().allMatch(value -> value.startsWith("Basic "));
    }

    @Test
    void shouldSayWhereUnboundCredentialsGo() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(job("dvcPull credentialsId: 'storage'", url + "/dvc"));

        jenkins.assertLogContains("WARNING: The credentials 'storage' are sent to " + url + "/dvc", run);
        jenkins.assertLogContains("credentialsUrl", run);
    }

    @Test
    void shouldSendNoPasswordInTheClear() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE, job("dvcPull credentialsId: 'storage'", "http://storage.invalid/dvc"));

        jenkins.assertLogContains("anybody between could read the credentials 'storage', so nothing was sent", run);
    }

    @Test
    void shouldSayWhatIsWrongWithAUrl() throws Exception {
        MlopsConfiguration.get().setRemotes(List.of(new RemoteBinding("https://storage.example/team", "storage")));
        new Refusals(jenkins, "dvcPull")
                .of("credentialsUrl: 'https://a/'", "there is no credentialsId")
                .of("credentialsId: 'storage', credentialsUrl: 'a'", "credentialsUrl: 'a' is no prefix of URLs")
                .of(
                        "credentialsId: 'storage', credentialsUrl: 'https://other.example/'",
                        "for https://storage.example/team only")
                .of("credentialsId: 'gone', credentialsUrl: 'http://a.example/'", "Use https")
                .of("credentialsId: 'gone'", "There are no credentials 'gone'");
    }

    @Test
    void shouldTellWhereAJobMayNotUseWhatIsBoundToItsRemote() throws Exception {
        MlopsConfiguration.get().setRemotes(List.of(new RemoteBinding(url, "not-for-this-job")));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job("dvcPull()", url));

        jenkins.assertLogContains("this job may use none of that ID, so the remote is asked without", run);
    }

    @Test
    void shouldTakeDefaultsOfTheAdministrator() throws Exception {
        MlopsConfiguration.get().setCacheDir("shared-cache");
        MlopsConfiguration.get().setLink("copy");

        WorkflowRun run = jenkins.buildAndAssertSuccess(job(
                "dvcPull(); echo(fileExists('shared-cache/files') ? 'in the cache' : 'nowhere')",
                storage.toString().replace('\\', '/')));

        jenkins.assertLogContains("in the cache", run);
    }

    private WorkflowJob job(String steps, String remote) throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        Path workspace = Path.of(agent.getWorkspaceFor(job).getRemote());
        TrackedData.create(workspace, storage, remote);
        job.setDefinition(new CpsFlowDefinition("node('" + agent.getNodeName() + "') { " + steps + " }", true));
        return job;
    }
}
