package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.Secret;
import io.jenkins.plugins.mlops.build.Inputs;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.State;
import io.jenkins.plugins.mlops.kubernetes.ControlPlane;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Releases by Pipelines into a real control plane. */
@WithJenkins
class BlueGreenDeployStepTest {

    private static final String INPUT = "input id: 'ask', message: 'Send traffic to the new model?'";

    private static JenkinsRule jenkins;
    private static ControlPlane plane;

    @TempDir
    private static Path folder;

    private ReleaseNamespace namespace;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        plane = ControlPlane.orSkip(folder);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        new ReleaseNamespace(plane).addKubeconfig(jenkins);
    }

    @AfterAll
    static void stop() {
        if (plane != null) {
            plane.close();
        }
    }

    @BeforeEach
    void makeNamespace() {
        namespace = new ReleaseNamespace(plane);
    }

    private WorkflowRun start(String script) throws Exception {
        return ReleaseNamespace.job(jenkins, script).scheduleBuild2(0).waitForStart();
    }

    private WorkflowRun run(Result expected, String script) throws Exception {
        WorkflowRun run = start(script);
        return jenkins.assertBuildStatus(expected, jenkins.waitForCompletion(run));
    }

    private String deploy(String image, String more) {
        return "blueGreenDeploy(" + namespace.where() + ", image: '" + image + "'" + more + ")";
    }

    private void serveFirst() throws Exception {
        run(Result.SUCCESS, deploy("model:1", ", replicas: 1"));
    }

    @Test
    void shouldReleaseInADeclarativePipelineWithoutAnAgent() throws Exception {
        WorkflowRun first = run(
                Result.SUCCESS,
                """
                pipeline {
                    agent none
                    environment { MODEL_IMAGE = 'model:1' }
                    stages {
                        stage('Deploy') {
                            steps {
                                script {
                                    def release = blueGreenDeploy(%s, replicas: 2, requests: [cpu: '10m', memory: '1Mi']) {
                                        echo "preview=$MLOPS_PREVIEW_SERVICE in $MLOPS_NAMESPACE of $MLOPS_APP is $MLOPS_COLOUR"
                                    }
                                    echo "result=$release"
                                }
                            }
                        }
                    }
                }
                """
                        .formatted(namespace.where()));
        String log = JenkinsRule.getLog(first);

        assertThat(log)
                .contains("preview=fraud-preview in " + namespace.name() + " of fraud is blue")
                .contains("app:fraud, namespace:" + namespace.name()
                        + ", image:model:1, outcome:promoted, colour:blue, message:blue (model:1) serves")
                .contains("blue (model:1) gets ready; none serves")
                .containsOnlyOnce("blue (model:1) is ready and is tested; none serves");
        assertThat(namespace.serves()).isEqualTo("model:1");
        assertThat(namespace.release().provenance().buildUrl()).isEqualTo(jenkins.getURL() + first.getUrl());
        assertThat(namespace.release().id()).startsWith(first.getExternalizableId() + "/");
        assertThat(namespace.release().by()).isEqualTo(first.getExternalizableId());
        assertThat(namespace.newest().decidedBy()).isEqualTo(first.getExternalizableId());
        assertThat(namespace.replicas("blue")).contains(2);
    }

    @Test
    void shouldReleaseInAScriptedPipelineAndGoBack() throws Exception {
        serveFirst();

        WorkflowRun second = run(Result.SUCCESS, deploy("model:2", ", replicas: 1, wait: false"));

        assertThat(namespace.serves()).isEqualTo("model:2");
        assertThat(namespace.release().state()).isEqualTo(State.RETIRING);
        assertThat(JenkinsRule.getLog(second)).contains("they run on until the next release");

        WorkflowRun back = run(
                Result.SUCCESS,
                "def r = blueGreenRollback(" + namespace.where() + ", reason: 'recall fell')\necho \"result=$r\"");

        assertThat(namespace.serves()).isEqualTo("model:1");
        assertThat(namespace.newest().reason()).isEqualTo("recall fell");
        assertThat(namespace.newest().decidedBy()).isEqualTo(back.getExternalizableId());
        assertThat(JenkinsRule.getLog(back)).contains("image:model:1, outcome:rolled-back, colour:blue");
        assertThat(namespace.replicas("green")).contains(0);
    }

    @Test
    void shouldCountAsPromotedFromTheTimeItIsTrustedUntilItIsRolledBack() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);

        assertThat(baseline(job, 0.90, deploy("model:1", ", replicas: 1"))).isEqualTo("null");
        assertThat(baseline(job, 0.95, deploy("model:2", ", replicas: 1, wait: false")))
                .isEqualTo("0.9");
        assertThat(baseline(job, 0.96, "echo 'not released'")).isEqualTo("0.95");
        run(Result.SUCCESS, "blueGreenRollback(" + namespace.where() + ")");
        assertThat(baseline(job, 0.97, "echo 'not released'")).isEqualTo("0.9");
        assertThat(namespace.newest().reason()).isNotBlank();
    }

    /** What the gate of a build compares with that then does some more. */
    private String baseline(WorkflowJob job, double accuracy, String more) throws Exception {
        job.setDefinition(new CpsFlowDefinition(
                """
                node {
                    writeFile file: '.dvc/config', text: ''
                    writeFile file: 'metrics.json', text: '{"accuracy": %s}'
                    def gate = qualityGate metrics: ['metrics.json'], firstRun: 'pass', baseline: [build: 'lastPromoted'],
                        criteria: [[metric: 'accuracy', maxRegression: 0.01]]
                    echo "baseline=<${gate.checks[0].baseline}>"
                }
                %s
                """
                        .formatted(accuracy, more),
                true));
        String log = JenkinsRule.getLog(jenkins.buildAndAssertSuccess(job));
        return log.substring(log.indexOf("baseline=<") + 10, log.indexOf(">", log.indexOf("baseline=<")));
    }

    @Test
    void shouldNotGoBackWhereThereIsNothing() throws Exception {
        WorkflowRun none = run(Result.FAILURE, "blueGreenRollback(" + namespace.where() + ")");
        serveFirst();
        WorkflowRun first = run(Result.FAILURE, "blueGreenRollback(" + namespace.where() + ")");

        assertThat(JenkinsRule.getLog(none))
                .contains("There is no Service fraud in namespace")
                .doesNotContain("\tat ");
        assertThat(JenkinsRule.getLog(first)).contains("is the first release").doesNotContain("\tat ");
        assertThat(namespace.serves()).isEqualTo("model:1");
    }

    @Test
    void shouldSayAllThatIsWrongAtOnce() throws Exception {
        WorkflowRun run = run(
                Result.FAILURE,
                """
                blueGreenDeploy(app: 'Fraud', replicas: 0, ready: 'soon', smoke: [path: 'predict'],
                    observe: [duration: '10m', checks: [[prometheus: 'errors', max: 0.01]]])
                """);

        assertThat(JenkinsRule.getLog(run))
                .contains(
                        "the app 'Fraud' cannot name a Service",
                        "there is no image to deploy",
                        "0 replicas serve nobody",
                        "ready is 'soon', which is no time",
                        "has to start with '/'",
                        "prometheusUrl: 'https://")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldNotLogInAsTheControllerUnlessAnAdministratorAllowsIt() throws Exception {
        WorkflowRun run = run(Result.FAILURE, "blueGreenDeploy app: 'fraud', image: 'model:1'");

        assertThat(JenkinsRule.getLog(run))
                .contains("an administrator has not allowed")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldTakeTheNewColourAwayWhereTheBodyFails() throws Exception {
        serveFirst();

        WorkflowRun run = run(Result.FAILURE, deploy("model:2", ", replicas: 1") + " { error 'recall is 0.4' }");

        assertThat(JenkinsRule.getLog(run))
                .contains("ERROR: recall is 0.4", "what judged it has failed: recall is 0.4");
        assertThat(namespace.serves()).isEqualTo("model:1");
        assertThat(namespace.outcomes()).containsExactly(Outcome.PROMOTED, Outcome.DISCARDED);
        assertThat(namespace.replicas("green")).isEmpty();
    }

    @Test
    void shouldPutWhoApprovedOnRecord() throws Exception {
        serveFirst();
        WorkflowRun run = start(deploy("model:2", ", replicas: 1, wait: false") + " { echo 'smoke'; " + INPUT + " }");

        answer(run, "alice", true);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertThat(namespace.release().decidedBy()).isEqualTo("alice");
        assertThat(namespace.serves()).isEqualTo("model:2");
    }

    @Test
    void shouldTakeTheNewColourAwayWhereAPersonSaysNo() throws Exception {
        serveFirst();
        WorkflowRun run = start(deploy("model:2", ", replicas: 1") + " { " + INPUT + " }");

        answer(run, "bob", false);

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        assertThat(namespace.newest().outcome()).isEqualTo(Outcome.DISCARDED);
        assertThat(namespace.newest().decidedBy()).isEqualTo("bob");
        assertThat(namespace.newest().reason()).isEqualTo("it was not approved");
        assertThat(namespace.serves()).isEqualTo("model:1");
    }

    private void answer(WorkflowRun run, String user, boolean proceed) throws Exception {
        InputStepExecution input = Inputs.await(run);
        try (ACLContext ignored = ACL.as2(User.getById(user, true).impersonate2())) {
            if (proceed) {
                input.proceed(null);
            } else {
                input.doAbort();
            }
        }
    }

    @Test
    void shouldCancelTheBodyWhereTheReleaseFailsMeanwhile() throws Exception {
        serveFirst();
        WorkflowRun run =
                start(deploy("model:2", ", replicas: 1, observe: [beforeSwitch: true, interval: '1s', silences: 2]")
                        + " { " + INPUT + " }");
        Inputs.await(run);

        // Nobody makes the pod ready again.
        plane.admin()
                .apps()
                .deployments()
                .inNamespace(namespace.name())
                .withName("fraud-green")
                .delete();

        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
        assertThat(JenkinsRule.getLog(run)).contains("there is no Deployment fraud-green");
        assertThat(namespace.serves()).isEqualTo("model:1");
        assertThat(run.getAction(InputAction.class).getExecutions()).isEmpty();
    }

    @Test
    void shouldTakeAwayWhatIsNotReadyWhenTheBuildIsStopped() throws Exception {
        serveFirst();
        WorkflowRun run = start(pending("model:2", ""));
        jenkins.waitForMessage("0 of 1", run);

        run.getExecutor().interrupt();

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        assertThat(namespace.outcomes()).containsExactly(Outcome.PROMOTED, Outcome.DISCARDED);
        assertThat(namespace.replicas("green")).isEmpty();
        assertThat(namespace.serves()).isEqualTo("model:1");
    }

    /** Pods that do not get ready. */
    private String pending(String image, String more) {
        return "node {\n writeFile file: 'model.yaml', text: '''" + ReleaseNamespace.MANIFEST + "'''\n"
                + deploy(image, ", manifest: 'model.yaml', values: [pods: 'tests', replicas: 1]" + more) + "\n}";
    }

    @Test
    void shouldTakeAwayWhatIsJudgedWhenTheBuildIsStopped() throws Exception {
        serveFirst();
        WorkflowRun run = start(deploy("model:2", ", replicas: 1") + " { " + INPUT + " }");
        Inputs.await(run);

        run.getExecutor().interrupt();

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        assertThat(namespace.outcomes()).containsExactly(Outcome.PROMOTED, Outcome.DISCARDED);
        assertThat(namespace.serves()).isEqualTo("model:1");
    }

    @Test
    void shouldGoBackWhenTheBuildIsStoppedWhileItWatches() throws Exception {
        serveFirst();
        WorkflowRun run = start(deploy("model:2", ", replicas: 1, observe: [duration: '10m']"));
        jenkins.waitForMessage("serves and is watched until", run);
        assertThat(namespace.serves()).isEqualTo("model:2");

        run.getExecutor().interrupt();

        jenkins.waitForMessage("blue (model:1) serves again", run);
        assertThat(namespace.serves()).isEqualTo("model:1");
        // It waits for requests that are on their way; the second stop does not.
        run.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        assertThat(JenkinsRule.getLog(run)).contains("The next release or rollback of fraud takes it over");

        run(Result.SUCCESS, deploy("model:3", ", replicas: 1, wait: false"));
        assertThat(namespace.serves()).isEqualTo("model:3");
    }

    @Test
    void shouldLeaveTheOldColourWhenTheBuildIsStoppedWhileItIsKept() throws Exception {
        serveFirst();
        WorkflowRun run = start(deploy("model:2", ", replicas: 1"));
        jenkins.waitForMessage("is kept until", run);

        run.getExecutor().interrupt();

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        assertThat(namespace.serves()).isEqualTo("model:2");
        assertThat(namespace.replicas("blue")).contains(1);
        assertThat(JenkinsRule.getLog(run)).contains("they run on until the next release");
    }

    @Test
    void shouldLetOneReleaseOfAnAppGoOnAtATime() throws Exception {
        WorkflowRun first = start(deploy("model:1", ", replicas: 1") + " { " + INPUT + " }");
        Inputs.await(first);
        WorkflowRun second = start(deploy("model:2", ", replicas: 1, wait: false"));
        WorkflowRun third = start(deploy("model:3", ", replicas: 1, wait: false"));
        jenkins.waitForMessage("waiting for " + first.getExternalizableId(), second);
        jenkins.waitForMessage("waiting for " + first.getExternalizableId(), third);

        third.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(third));
        answer(first, "alice", true);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(first));
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(second));
        assertThat(namespace.serves()).isEqualTo("model:2");
        assertThat(namespace.outcomes()).containsExactly(Outcome.PROMOTED);
    }

    @Test
    void shouldReadTheManifestFromTheWorkspaceAndSayWhatIsWrongInIt() throws Exception {
        String manifest = "writeFile file: 'k8s/model.yaml', text: '''" + ReleaseNamespace.MANIFEST + "'''\n";
        WorkflowRun run = run(
                Result.SUCCESS,
                "node { " + manifest
                        + deploy("model:1", ", manifest: 'k8s/model.yaml', values: [pods: 'fake', replicas: 3]")
                        + " }");
        assertThat(namespace.replicas("blue")).contains(3);
        assertThat(run.getResult()).isEqualTo(Result.SUCCESS);

        assertThat(JenkinsRule.getLog(run(
                        Result.FAILURE,
                        "node { " + manifest + deploy("model:2", ", manifest: 'k8s/model.yaml', values: [pods: 'fake']")
                                + " }")))
                .contains("k8s/model.yaml:5:13", "there is no value for ${replicas}")
                .doesNotContain("\tat ");
        assertThat(JenkinsRule.getLog(
                        run(Result.FAILURE, "node { " + deploy("model:2", ", manifest: 'other.yaml'") + " }")))
                .contains("other.yaml. Check out the repository first")
                .doesNotContain("\tat ");
        assertThat(JenkinsRule.getLog(run(Result.FAILURE, deploy("model:2", ", manifest: 'model.yaml'"))))
                .contains("There is no workspace to read the manifest model.yaml from")
                .doesNotContain("\tat ");
        assertThat(JenkinsRule.getLog(run(Result.FAILURE, deploy("model:2", ", manifest: '../model.yaml'"))))
                .contains("must be a file inside the workspace");
        assertThat(namespace.serves()).isEqualTo("model:1");
    }

    @Test
    void shouldLogInByToken() throws Exception {
        String token = "deployer-token";
        ReleaseNamespace.add(
                jenkins, new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString(token)));
        String server = plane.admin().getMasterUrl().toString();
        String ca = Files.readString(folder.resolve("certs").resolve("apiserver.crt"));

        WorkflowRun run = run(
                Result.FAILURE,
                "blueGreenDeploy app: 'fraud', namespace: '" + namespace.name()
                        + "', image: 'model:1', kubeconfigId: 'token', server: '" + server + "', serverCa: '''" + ca
                        + "'''");

        // The API server knows whose token it is, and that this one may do nothing here.
        assertThat(JenkinsRule.getLog(run))
                .doesNotContain(token, "\tat ")
                .containsPattern("may not|Unauthorized|forbidden");
    }

    @Test
    void shouldFailWhereTheReleaseDoesNotGetReady() throws Exception {
        serveFirst();

        WorkflowRun run = run(Result.FAILURE, pending("model:2", ", ready: '3s'"));

        assertThat(JenkinsRule.getLog(run)).contains("not ready within 3 s").doesNotContain("\tat ");
        assertThat(namespace.serves()).isEqualTo("model:1");
    }

    @Test
    void shouldFailWhereThePodsDoNotAnswerTheSmokeRequest() throws Exception {
        serveFirst();

        WorkflowRun run =
                run(Result.FAILURE, deploy("model:2", ", replicas: 1, smoke: [path: '/predict', seconds: 2]"));

        assertThat(JenkinsRule.getLog(run)).contains("the smoke request failed");
        assertThat(namespace.serves()).isEqualTo("model:1");
    }
}
