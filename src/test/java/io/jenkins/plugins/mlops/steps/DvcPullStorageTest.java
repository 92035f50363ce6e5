package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.FilePath;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import hudson.util.Secret;
import io.jenkins.plugins.mlops.dvc.S3Server;
import io.jenkins.plugins.mlops.dvc.SshServer;
import io.jenkins.plugins.mlops.dvc.StorageDvc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Storages that the installed {@code dvc} serves, opened by the credentials of the step. */
@WithJenkins
class DvcPullStorageTest {

    private static final String SECRET = "the-s3cret-of-the-key";

    private JenkinsRule jenkins;

    @TempDir
    private Path folder;

    private Path storage;
    private Path workspace;

    @BeforeEach
    void keepJenkins(JenkinsRule rule) {
        jenkins = rule;
        storage = folder.resolve("storage");
    }

    @Test
    void shouldOpenAnSshRemoteWithAKeyAndLeaveItNowhere() throws Exception {
        try (SshServer ssh = SshServer.startOrSkip(folder.resolve("sshd"))) {
            add(new BasicSSHUserPrivateKey(
                    CredentialsScope.GLOBAL,
                    "storage",
                    SshServer.user(),
                    new BasicSSHUserPrivateKey.DirectEntryPrivateKeySource(ssh.key()),
                    SshServer.passphrase(),
                    ""));
            WorkflowJob job = job(ssh.url(storage), "");

            WorkflowRun run = jenkins.buildAndAssertSuccess(job);

            jenkins.assertLogContains("data: alpha", run);
            String secret = ssh.key().lines().skip(1).findFirst().orElseThrow();
            assertNowhere(run, secret, SshServer.passphrase());
        }
    }

    @Test
    void shouldOpenS3WithAwsCredentialsAndLeaveThemNowhere() throws Exception {
        try (S3Server s3 = S3Server.startOrSkip(folder.resolve("moto.log"))) {
            WorkflowJob job =
                    job("s3://bucket/below", "    endpointurl = " + s3.endpoint() + "\n    region = us-east-1\n");
            s3.upload(storage);
            add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "storage", "", Secret.fromString(SECRET)));
            WorkflowRun without = jenkins.buildAndAssertStatus(Result.FAILURE, job);
            jenkins.assertLogContains("the credentials 'storage' are no use for, so nothing was sent", without);
            assertNowhere(without, SECRET);

            replace(new AWSCredentialsImpl(CredentialsScope.GLOBAL, "storage", "AKIAEXAMPLE", SECRET, ""));
            WorkflowRun run = jenkins.buildAndAssertSuccess(job);

            jenkins.assertLogContains("data: alpha", run);
            assertNowhere(run, SECRET);

            replace(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "storage", "", "AKIAEXAMPLE", SECRET));
            jenkins.assertLogContains("data: alpha", jenkins.buildAndAssertSuccess(job));
        }
    }

    private void add(Credentials credentials) throws IOException {
        CredentialsProvider.lookupStores(jenkins.jenkins)
                .iterator()
                .next()
                .addCredentials(Domain.global(), credentials);
    }

    /** Of the same ID. */
    private void replace(Credentials credentials) throws IOException {
        CredentialsProvider.lookupStores(jenkins.jenkins)
                .iterator()
                .next()
                .updateCredentials(Domain.global(), credentials, credentials);
    }

    private WorkflowJob job(String remote, String options) throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        FilePath path = agent.getWorkspaceFor(job);
        workspace = Path.of(path.getRemote());
        TrackedData.create(workspace, storage, remote);
        Path config = workspace.resolve(".dvc/config");
        Files.writeString(config, Files.readString(config) + options);
        assertThat(new ProcessBuilder("git", "init", "-q", workspace.toString())
                        .start()
                        .waitFor())
                .isZero();
        String home = folder.resolve("home").toString();
        job.setDefinition(new CpsFlowDefinition(
                """
                node('%s') {
                    withEnv(['MLOPS_DVC=%s', 'HOME=%s', 'DVC_GLOBAL_CONFIG_DIR=%s', 'DVC_SITE_CACHE_DIR=%s']) {
                        sh 'rm -rf data .dvc/cache'
                        dvcPull credentialsId: 'storage'
                        echo "data: ${readFile('data/a.txt')}"
                    }
                }
                """
                        .formatted(agent.getNodeName(), StorageDvc.find().orElseThrow(), home, home, home),
                true));
        return job;
    }

    /** Neither in the log, nor in what is left of the build and in the workspace, nor in the folder for temporary files. */
    private void assertNowhere(WorkflowRun run, String... secrets) throws IOException {
        for (Path place : List.of(run.getRootDir().toPath(), workspace)) {
            try (Stream<Path> files = Files.walk(place)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain(secrets);
                }
            }
        }
        String own = "mlops-secret-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith(own));
        }
    }
}
