package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.mlops.docker.RealDocker;
import io.jenkins.plugins.mlops.docker.RegistryLogin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
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
class ModelImageStepTest {

    private static final Pattern REFERENCE = Pattern.compile("reference=(\\S+)");

    private final String repository = "fraud-" + UUID.randomUUID().toString().substring(0, 8);

    private JenkinsRule jenkins;

    @TempDir
    private Path folder;

    @BeforeEach
    void keepJenkins(JenkinsRule rule) {
        jenkins = rule;
    }

    @Test
    void shouldBuildTryPushAndHandOn() throws Exception {
        RealDocker docker = RealDocker.orSkip();
        String name = docker.registry() + "/" + repository;
        WorkflowJob job = job(
                """
                pipeline {
                    agent { label 'docker' }
                    environment { DOCKER_HOST = '%s' }
                    stages {
                        stage('Image') {
                            steps {
                                script {
                                    def image = modelImage(name: '%s', models: ['models/*.txt'], server: 'python', app: 'serve.py', baseImage: '%s',
                                        smoke: [path: '/predict', body: '{"x": 1}', contains: '{"x": 1}', seconds: 30], push: true)
                                    echo "reference=${image.reference} pushed=${image.pushed} there=${image.alreadyThere}"
                                    echo "page=${image.labels['io.mlops.build-url']}"
                                }
                            }
                        }
                        stage('Deploy') {
                            steps {
                                echo "in Groovy <${env.MODEL_IMAGE}>"
                                sh 'echo "in a shell <$MODEL_IMAGE>"'
                            }
                        }
                    }
                }
                """
                        .formatted(docker.host(), name, docker.pythonImage()));

        WorkflowRun first = jenkins.buildAndAssertSuccess(job);
        WorkflowRun second = jenkins.buildAndAssertSuccess(job);

        String reference = reference(first);
        assertThat(reference).matches(Pattern.quote(name) + "@sha256:[0-9a-f]{64}");
        assertThat(JenkinsRule.getLog(first))
                .contains(
                        "POST /predict answered 200",
                        "pushed=true there=false",
                        "page=" + jenkins.getURL() + first.getUrl(),
                        "in Groovy <" + reference + ">",
                        "in a shell <" + reference + ">");
        assertThat(JenkinsRule.getLog(second))
                .contains("Already there", "pushed=true there=true", "in a shell <" + reference + ">")
                .doesNotContain("Building ", "Pushing ");
        assertThat(reference(second)).isEqualTo(reference);
        assertThat(docker.smokeContainersOf(repository)).isZero();

        JenkinsRule.WebClient browser = jenkins.createWebClient();
        assertThat(browser.getPage(first).asNormalizedText())
                .contains("Model image: " + reference)
                .contains("Pushed with the tag");
        JSONObject api = jenkins.getJSON(
                        first.getUrl() + "api/json?tree=actions[reference,tag,digest,pushed,alreadyThere,commit]")
                .getJSONObject();
        assertThat(api.getJSONArray("actions").stream()
                        .map(JSONObject.class::cast)
                        .filter(action -> action.has("reference"))
                        .map(action -> action.getString("reference") + " " + action.getBoolean("pushed")))
                .containsExactly(reference + " true");
    }

    @Test
    void shouldPushWithCredentialsThatNoLogShows() throws Exception {
        RealDocker docker = RealDocker.orSkip();
        RegistryLogin login = docker.login();
        CredentialsProvider.lookupStores(jenkins.jenkins)
                .iterator()
                .next()
                .addCredentials(
                        Domain.global(),
                        new UsernamePasswordCredentialsImpl(
                                CredentialsScope.GLOBAL, "registry", "", login.user(), login.password()));
        Path ca = Files.writeString(folder.resolve("ca.pem"), docker.ca());
        String arguments =
                "name: '%s/%s', models: ['models'], server: 'python', app: 'serve.py', baseImage: '%s', registryCa: '%s', push: true"
                        .formatted(docker.tlsRegistry(), repository, docker.pythonImage(), ca);
        WorkflowJob job = job(
                """
                node('docker') {
                    withEnv(['DOCKER_HOST=%s', 'DOCKER_CONFIG=%s']) {
                        catchError { modelImage(%s) }
                        def image = modelImage(%s, credentialsId: 'registry')
                        echo "reference=${image.reference}"
                    }
                }
                """
                        .formatted(docker.host(), folder, arguments, arguments));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        assertThat(reference(run)).startsWith(docker.tlsRegistry() + "/" + repository + "@sha256:");
        assertThat(JenkinsRule.getLog(run)).doesNotContain("\tat ");
        try (var files = Files.walk(run.getRootDir().toPath())) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain(login.password()));
        }
    }

    @Test
    void shouldNotHandOnWhatAnswersSomethingElse() throws Exception {
        RealDocker docker = RealDocker.orSkip();
        WorkflowJob job = job(
                """
                node('docker') {
                    withEnv(['DOCKER_HOST=%s']) {
                        catchError {
                            modelImage name: '%s', models: ['models'], server: 'python', app: 'serve.py', baseImage: '%s', smoke: [path: '/other', seconds: 3]
                        }
                        echo "handed on: ${env.MODEL_IMAGE}"
                    }
                }
                """
                        .formatted(docker.host(), repository, docker.pythonImage()));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("404 instead of 200", run);
        jenkins.assertLogContains("handed on: null", run);
        assertThat(JenkinsRule.getLog(run)).doesNotContain("\tat ");
    }

    @Test
    void shouldSayWhatIsMissingOnTheAgent() throws Exception {
        WorkflowJob noDaemon = job("node('docker') { withEnv(['DOCKER_HOST=unix:///nowhere/docker.sock']) {"
                + " modelImage name: 'fraud', models: ['models'], server: 'python', app: 'serve.py' } }");
        WorkflowJob noDockerfile = job("node('docker') { modelImage name: 'fraud', models: ['models'] }");

        WorkflowRun first = jenkins.buildAndAssertStatus(Result.FAILURE, noDaemon);
        WorkflowRun second = jenkins.buildAndAssertStatus(Result.FAILURE, noDockerfile);

        jenkins.assertLogContains("/nowhere/docker.sock", first);
        jenkins.assertLogContains("no Dockerfile", second);
        assertThat(JenkinsRule.getLog(first) + JenkinsRule.getLog(second)).doesNotContain("\tat ");
    }

    @Test
    void shouldSayWhatToWriteInPlaceOfAWrongArgument() throws Exception {
        CredentialsProvider.lookupStores(jenkins.jenkins)
                .iterator()
                .next()
                .addCredentials(
                        Domain.global(),
                        new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString("s3cret")));
        new Refusals(jenkins, "modelImage")
                .of("push: true", "write it as registry.example/fraud")
                .of("name: 'fraud:1.0'", "the tag comes from the content")
                .of("name: 'fraud', server: 'flask'", "known are python, fastapi")
                .of("name: 'fraud', app: 'serve.py'", "app needs server, as in server: 'python'")
                .of("name: 'fraud', server: 'python'", "as serve.py")
                .of("name: 'fraud', server: 'onnx', dockerfile: 'D'", "dockerfile and server exclude each other")
                .of("name: 'fraud', smoke: [body: '{}']", "smoke needs a path")
                .of("name: 'fraud', smoke: [path: 'predict']", "write it as /predict")
                .of("name: 'fraud', smoke: [path: '/', status: 42]", "no status of HTTP")
                .of("name: 'fraud', buildArguments: ['DEBUG']", "takes texts as 'NAME=value'")
                .of("name: 'fraud', buildArguments: ['API_TOKEN=x']", "API_TOKEN looks like a secret")
                .of("name: 'fraud', models: ['../model.pkl']", "../model.pkl")
                .of("name: 'fraud', dir: '/etc'", "must be a folder inside the workspace")
                .of("name: 'fraud', credentialsId: 'gone'", "There are no credentials 'gone'")
                .of("name: 'fraud', credentialsId: 'token'", "use a user with password");
    }

    @Test
    void shouldKeepItsArgumentsThroughTheForm() throws Exception {
        ImageSmoke smoke = new ImageSmoke("/predict");
        smoke.setBody("{\"x\": [1, 2]}");
        smoke.setContentType("text/plain");
        smoke.setStatus(201);
        smoke.setContains("score");
        smoke.setSeconds(90);
        smoke.setPort(9000);
        ModelImageStep step = new ModelImageStep("registry.example/fraud");
        step.setModels(List.of("models/model.pkl", "models/*.json"));
        step.setInclude(List.of("lib/**"));
        step.setBuildArguments(List.of("LEVEL=2", "MODE=a b"));
        step.setDir("fraud");
        step.setDockerfile("serving/Dockerfile");
        step.setServer("fastapi");
        step.setApp("main:app");
        step.setBaseImage("python:3.12");
        step.setRequirements("serving.txt");
        step.setPort(8000);
        step.setHealthPath("/ready");
        step.setImageVersion("1.2");
        step.setRegistryCa("ca.pem");
        step.setPlainHttp(true);
        step.setPush(true);
        step.setSmoke(smoke);

        ModelImageStep after = new StepConfigTester(jenkins).configRoundTrip(step);

        jenkins.assertEqualDataBoundBeans(step, after);
        jenkins.assertEqualDataBoundBeans(
                new ModelImageStep("fraud"),
                new StepConfigTester(jenkins).configRoundTrip(new ModelImageStep("fraud")));
    }

    @Test
    void shouldBeWrittenShortBySnippetGenerator() throws Exception {
        SnippetizerTester snippets = new SnippetizerTester(jenkins);
        snippets.assertRoundTrip(new ModelImageStep("fraud"), "modelImage 'fraud'");
        ModelImageStep step = new ModelImageStep("fraud");
        step.setModels(List.of("models"));
        step.setPush(true);
        step.setSmoke(new ImageSmoke("/health"));
        snippets.assertRoundTrip(
                step, "modelImage models: ['models'], name: 'fraud', push: true, smoke: [path: '/health']");
    }

    @Test
    void shouldOfferWhatARegistryTakes() throws Exception {
        CredentialsStore store =
                CredentialsProvider.lookupStores(jenkins.jenkins).iterator().next();
        store.addCredentials(
                Domain.global(),
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString("s3cret")));
        store.addCredentials(
                Domain.global(),
                new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "registry", "", "ann", "hunter2-hunter2"));
        ModelImageStep.DescriptorImpl descriptor =
                (ModelImageStep.DescriptorImpl) jenkins.jenkins.getDescriptorOrDie(ModelImageStep.class);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);

        assertThat(descriptor.doFillCredentialsIdItems(job, ""))
                .extracting(choice -> choice.value)
                .containsExactly("", "registry");
        assertThat(descriptor.doCheckCredentialsId(job, "registry").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(descriptor.doCheckCredentialsId(job, "token").kind).isEqualTo(FormValidation.Kind.WARNING);
    }

    @Test
    void shouldCheckTheNameInTheForm() {
        ModelImageStep.DescriptorImpl form = jenkins.jenkins.getDescriptorByType(ModelImageStep.DescriptorImpl.class);

        assertThat(form.doCheckName(null, "registry.example/fraud").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckName(null, "Fraud").kind).isEqualTo(FormValidation.Kind.ERROR);
    }

    private static String reference(WorkflowRun run) throws Exception {
        Matcher found = REFERENCE.matcher(JenkinsRule.getLog(run));
        assertThat(found.find()).as(JenkinsRule.getLog(run)).isTrue();
        return found.group(1);
    }

    /** A job whose workspace on a real agent has a model and its server. */
    private WorkflowJob job(String script) throws Exception {
        DumbSlave agent = jenkins.jenkins.getNode("docker-agent") instanceof DumbSlave there
                ? there
                : jenkins.createSlave("docker-agent", "docker", null);
        jenkins.waitOnline(agent);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        ServedProject.create(Path.of(agent.getWorkspaceFor(job).getRemote()), "weights of " + repository);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }
}
