package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.FilePath;
import hudson.model.Fingerprint;
import hudson.model.Item;
import hudson.model.Label;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.StringParameterDefinition;
import hudson.slaves.DumbSlave;
import hudson.tasks.Fingerprinter.FingerprintAction;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.mlops.build.TrainingRuns;
import io.jenkins.plugins.mlops.lineage.DataInput;
import io.jenkins.plugins.mlops.training.TrainingRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the trainings are shell commands")
class TrainModelStepTest {

    private static final String TOKEN = "hunter2-is-secret";
    private static final String FILES = TrainingProject.FILES;

    private JenkinsRule jenkins;
    private DumbSlave agent;
    private Path workspace;

    @BeforeEach
    void keepJenkins(JenkinsRule rule) {
        jenkins = rule;
    }

    @Test
    void shouldRecordACommandFromScriptedPipeline() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(job(
                """
                node('ml') {
                    def t = trainModel command: ['sh', 'train.sh', 'a b', "it's"], seed: 42, %s
                    echo "skipped=${t.skipped} accuracy=${t.metrics.accuracy} model=${t.models[0].path} ${t.models[0].md5} ${t.models[0].size}"
                    echo "run=${t.runId} commit=${t.commit} data=${t.dataVersion} seconds=${t.seconds >= 0}"
                }
                """
                        .formatted(FILES)));

        TrainingRun record = onlyRecord(run);
        jenkins.assertLogContains("seeds 42 42 id " + record.id() + " arguments <a b> <it's>", run);
        jenkins.assertLogContains(
                "skipped=false accuracy=0.9 model=models/model.bin " + TrainingProject.MODEL + " 14", run);
        jenkins.assertLogContains(
                "run=" + record.id() + " commit="
                        + record.lineage().code().commit() + " data="
                        + record.lineage().dataVersion() + " seconds=true",
                run);
        jenkins.assertLogContains("Recorded run " + record.id() + ": 1 metric, 1 model file, in ", run);
        assertThat(record.command()).containsExactly("sh", "train.sh", "a b", "it's");
        assertThat(record.lineage().data()).extracting(DataInput::path).containsExactly("data", "raw.csv");
        assertThat(record.lineage().code().modified()).isEmpty();
        assertThat(record.lineage().parameters().value("lr")).isPresent();
        assertThat(workspace.resolve(".mlops/runs").resolve(record.id())).isDirectory();
    }

    @Test
    void shouldRecordABodyFromDeclarativePipeline() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(job(
                """
                pipeline {
                    agent { label 'ml' }
                    stages {
                        stage('Train') {
                            steps {
                                trainModel(name: 'fraud', image: 'ml@sha256:1', seed: 7, %s) {
                                    sh 'sh train.sh x y'
                                }
                            }
                        }
                        stage('Again') {
                            steps {
                                trainModel command: 'sh train.sh', name: 'other', %s
                            }
                        }
                    }
                }
                """
                        .formatted(FILES, FILES)));

        TrainingRuns runs = run.getAction(TrainingRuns.class);
        assertThat(runs.trainings()).extracting(TrainingRuns.Training::getName).containsExactly("fraud", "other");
        TrainingRun body = runs.runs().get(0);
        jenkins.assertLogContains("seeds 7 7 id " + body.id() + " arguments <x> <y>", run);
        assertThat(body.command()).startsWith("trainModel", "name=fraud");
        assertThat(body.lineage().environment().image()).contains("ml@sha256:1");
        assertThat(runs.runs().get(1).command()).containsExactly("sh", "train.sh");
    }

    @Test
    void shouldKeepFingerprintsAndArchiveWhatGoesAlongWithTheModel() throws Exception {
        WorkflowRun run =
                jenkins.buildAndAssertSuccess(job("node('ml') { trainModel command: 'sh train.sh', " + FILES + " }"));

        String id = onlyRecord(run).id();
        assertThat(run.getArtifacts())
                .extracting(artifact -> artifact.relativePath)
                .containsExactlyInAnyOrder(
                        "mlops/" + id + "/provenance.intoto.json", "mlops/" + id + "/ml-bom.cdx.json");
        assertThat(run.getAction(FingerprintAction.class).getRecords())
                .containsEntry("models/model.bin", TrainingProject.MODEL)
                .containsEntry("data/a.txt", TrainingProject.ALPHA)
                .containsEntry("raw.csv", TrainingProject.GAMMA)
                .hasSize(3);
        assertThat(originalOf(TrainingProject.MODEL).is(run)).isTrue();
        assertThat(originalOf(TrainingProject.ALPHA)).isNull();
        assertThat(jenkins.jenkins
                        .getFingerprintMap()
                        .get(TrainingProject.ALPHA)
                        .getRangeSet(run.getParent()))
                .hasToString("[1,2)");
    }

    private Fingerprint.BuildPtr originalOf(String md5) throws Exception {
        return jenkins.jenkins.getFingerprintMap().get(md5).getOriginal();
    }

    @Test
    void shouldRecordABodyThatFailsAndPassItsFailureOn() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                job(
                        """
                        node('ml') {
                            try {
                                trainModel(%s) { sh 'echo \\'{"accuracy": 0.1}\\' > metrics.json'; error 'no convergence' }
                            } catch (e) {
                                echo "passed on: ${e.message}"
                                throw e
                            }
                        }
                        """
                                .formatted(FILES)));

        jenkins.assertLogContains("passed on: no convergence", run);
        jenkins.assertLogContains("ERROR: no convergence", run);
        TrainingRun record = onlyRecord(run);
        assertThat(record.exitCode()).isEqualTo(1);
        assertThat(record.metrics().value("accuracy")).isPresent();
        assertThat(record.models()).isEmpty();
        assertThat(JenkinsRule.getLog(run)).doesNotContain("\tat ");
    }

    @Test
    void shouldFailWithTheCommandAndWhereItDidNotWriteWhatItShould() throws Exception {
        WorkflowRun failed = jenkins.buildAndAssertStatus(
                Result.FAILURE, job("node('ml') { trainModel command: 'echo out; exit 3', " + FILES + " }"));

        jenkins.assertLogContains("ERROR: The training failed with exit code 3", failed);
        assertThat(onlyRecord(failed).exitCode()).isEqualTo(3);
        assertThat(onlyRecord(failed).command()).containsExactly("sh", "-c", "echo out; exit 3");
        assertThat(JenkinsRule.getLog(failed)).doesNotContain("\tat ");

        WorkflowRun empty = jenkins.buildAndAssertStatus(
                Result.FAILURE, job("node('ml') { trainModel(command: 'true', metrics: ['none.json']) }"));

        jenkins.assertLogContains("there is no metrics file none.json", empty);
        assertThat(onlyRecord(empty).succeeded()).isTrue();
    }

    @Test
    void shouldEndTheWholeTreeOfProcessesWhenStopped() throws Exception {
        WorkflowJob job = job(
                "node('ml') { trainModel command: 'sleep 600 & echo $! > child.pid; echo $$ > parent.pid; echo up; wait', "
                        + FILES + " }");
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("\nup\n", run);
        List<ProcessHandle> processes = List.of(process("child.pid"), process("parent.pid"));
        assertThat(processes).allMatch(ProcessHandle::isAlive);

        run.doStop();

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        for (ProcessHandle process : processes) {
            process.onExit().get(30, TimeUnit.SECONDS);
        }
        assertThat(onlyRecord(run).exitCode()).isEqualTo(TrainingRun.NOT_ENDED);
    }

    private ProcessHandle process(String file) throws Exception {
        return ProcessHandle.of(
                        Long.parseLong(Files.readString(workspace.resolve(file)).strip()))
                .orElseThrow();
    }

    @Test
    void shouldRecordABodyThatIsStopped() throws Exception {
        WorkflowJob job = job("node('ml') { trainModel(" + FILES + ") { sh 'echo up; sleep 600' } }");
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("\nup\n", run);

        run.doStop();

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        assertThat(onlyRecord(run).exitCode()).isEqualTo(TrainingRun.NOT_ENDED);
    }

    @Test
    void shouldTakeOverTheRunOfAnEarlierBuildWhereNothingChanged() throws Exception {
        WorkflowJob job = job(
                """
                node('ml') {
                    def t = trainModel command: 'sh train.sh', skipIfUnchanged: true, %s
                    echo "skipped=${t.skipped} run=${t.runId} accuracy=${t.metrics.accuracy}"
                    def b = trainModel(name: 'b', skipIfUnchanged: true, %s) { sh 'echo body; sh train.sh' }
                    echo "body skipped=${b.skipped}"
                }
                """
                        .formatted(FILES, FILES));
        WorkflowRun first = jenkins.buildAndAssertSuccess(job);
        jenkins.assertLogContains("Training: there is no successful run yet", first);
        jenkins.assertLogContains("body skipped=false", first);
        new FilePath(workspace.resolve(".mlops").toFile()).deleteRecursive();

        WorkflowRun second = jenkins.buildAndAssertSuccess(job);

        TrainingRun run = first.getAction(TrainingRuns.class).runs().get(0);
        jenkins.assertLogContains("Nothing to train: code, data, ", second);
        jenkins.assertLogContains("skipped=true run=" + run.id() + " accuracy=0.9", second);
        jenkins.assertLogContains("body skipped=true", second);
        jenkins.assertLogNotContains("+ sh train.sh", second);
        TrainingRuns runs = second.getAction(TrainingRuns.class);
        assertThat(runs.trainings()).hasSize(2).allMatch(TrainingRuns.Training::isReused);
        assertThat(runs.runs()).contains(run);
        assertThat(originalOf(TrainingProject.MODEL).is(first)).isTrue();

        Files.writeString(workspace.resolve("params.yaml"), "lr: 0.2\n");
        WorkflowRun third = jenkins.buildAndAssertSuccess(job);
        jenkins.assertLogContains("parameters: lr 0.1 -> 0.2", third);
        jenkins.assertLogContains("skipped=false", third);
    }

    @Test
    void shouldTrainABodyAnewForOtherParametersOfTheBuild() throws Exception {
        WorkflowJob job = job("node('ml') { def t = trainModel(skipIfUnchanged: true, " + FILES
                + ") { sh 'sh train.sh' }; echo \"skipped=${t.skipped}\" }");
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("EPOCHS", "1")));
        jenkins.assertLogContains("skipped=false", jenkins.buildAndAssertSuccess(job));
        jenkins.assertLogContains("skipped=true", jenkins.buildAndAssertSuccess(job));
        job.removeProperty(ParametersDefinitionProperty.class);
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("EPOCHS", "2")));

        jenkins.assertLogContains("skipped=false", jenkins.buildAndAssertSuccess(job));
    }

    @Test
    void shouldRepeatAndHoldTheTolerance() throws Exception {
        String random =
                "echo x >> count; sh train.sh; echo \"{\\\\\"accuracy\\\\\": 0.9$(wc -l < count | tr -d \" \")}\" > metrics.json";
        WorkflowRun within = jenkins.buildAndAssertSuccess(job(
                """
                node('ml') {
                    def t = trainModel command: '%s', repeat: 3, tolerance: 0.02, %s
                    echo "spread=${t.spreads.accuracy} runs=${t.runIds.size()}"
                }
                """
                        .formatted(random, FILES)));
        jenkins.assertLogContains("Run 3 of 3", within);
        jenkins.assertLogContains("spread=0.02 runs=3", within);
        assertThat(within.getAction(TrainingRuns.class).runs()).hasSize(3);

        WorkflowRun outside = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                job("node('ml') { trainModel(repeat: 2, tolerance: 0.001, " + FILES + ") { sh '" + random + "' } }"));
        jenkins.assertLogContains("2 trainings on the same inputs did not come out the same", outside);
        jenkins.assertLogContains("accuracy: 0.91, 0.92", outside);
        assertThat(JenkinsRule.getLog(outside)).doesNotContain("\tat ");
    }

    @Test
    void shouldForceDvcToTrainAgainWhereItRepeats() throws Exception {
        WorkflowJob job =
                job("node('ml') { withEnv([\"PATH+BIN=${pwd()}/bin\"]) { trainModel repeat: 2, " + FILES + " } }");
        Path dvc = workspace.resolve("bin/dvc");
        Files.createDirectories(dvc.getParent());
        Files.writeString(dvc, "#!/bin/sh\n[ \"$1\" = repro ] || exit 1\necho \"dvc $@\"\nexec sh train.sh\n");
        assertThat(dvc.toFile().setExecutable(true)).isTrue();

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("dvc repro --force", run);
        assertThat(run.getAction(TrainingRuns.class).runs())
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.command()).containsExactly("dvc", "repro", "--force"));
    }

    @Test
    void shouldTrainInTheFolderThatIsNamed() throws Exception {
        WorkflowJob job = job("node('ml') { trainModel dir: 'models/fraud', command: 'sh train.sh', " + FILES + " }");
        TrainingProject.create(workspace.resolve("models/fraud"));

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        assertThat(workspace.resolve("models/fraud/metrics.json")).exists();
        assertThat(workspace.resolve("metrics.json")).doesNotExist();
        assertThat(run.getArtifacts()).hasSize(2);
    }

    @Test
    void shouldFindTheRepositoryAroundTheFolderOfTheStep() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(
                job("node('ml') { dir('src') { writeFile file: 'a', text: ''; trainModel command: 'sh train.sh', "
                        + FILES + " } }"));

        jenkins.assertLogContains("Training in " + workspace + ", the root of the DVC repository", run);
        assertThat(onlyRecord(run).lineage().data()).hasSize(2);
        assertThat(run.getArtifacts()).hasSize(2);
    }

    @Test
    void shouldRecordTrainingsInParallel() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(
                job(
                        """
                node('ml') {
                    parallel(
                        a: { trainModel name: 'a', command: 'mkdir -p m; echo a > m/a.bin', models: ['m/a.bin'] },
                        b: { trainModel name: 'b', command: 'mkdir -p m; echo b > m/b.bin', models: ['m/b.bin'] },
                        c: { trainModel(name: 'c', models: ['m/c.bin']) { sh 'mkdir -p m; echo c > m/c.bin' } })
                }
                """));

        assertThat(run.getAction(TrainingRuns.class).trainings())
                .extracting(TrainingRuns.Training::getName)
                .containsExactlyInAnyOrder("a", "b", "c");
        assertThat(run.getArtifacts()).hasSize(6);
    }

    @Test
    void shouldSayWhatToWriteInPlaceOfAWrongArgument() throws Exception {
        new Refusals(jenkins, "trainModel")
                .of("dir: '../other'", "must be a folder inside the workspace")
                .of("dir: 'none'", "Check out the repository first, or set dir")
                .of("models: ['../m.bin']", "is no path inside the repository")
                .of("seed: -1", "Python takes 0 to 4294967295")
                .of("repeat: 0", "repeat is 0 but takes 2 to 100 runs")
                .of("repeat: 2, skipIfUnchanged: true", "exclude each other; remove one")
                .of("repeat: 2, tolerance: -1", "cannot be less than 0")
                .of("tolerance: 0.1", "add repeat: 2 or more")
                .of("command: 7", "command has to be text")
                .of("name: 'a\\nb'", "name has to be one line");
        WorkflowRun both = jenkins.buildAndAssertStatus(
                Result.FAILURE, job("node('ml') { trainModel(command: 'true') { echo 'never' } }"));
        jenkins.assertLogContains("takes a command or a body, but has both; remove one", both);
        jenkins.assertLogNotContains("never\n", both);
    }

    @Test
    void shouldSayThatAGitRepositoryIsMissing() throws Exception {
        WorkflowJob job = job("node('ml') { trainModel command: 'true' }");
        new FilePath(workspace.resolve(".git").toFile()).deleteRecursive();

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("There is no Git repository in the workspace " + workspace, run);
        assertThat(JenkinsRule.getLog(run)).doesNotContain("\tat ");
    }

    @Test
    void shouldKeepSecretsOutOfLogsAndRecords() throws Exception {
        CredentialsProvider.lookupStores(jenkins.jenkins)
                .iterator()
                .next()
                .addCredentials(
                        Domain.global(),
                        new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString(TOKEN)));
        String script =
                "node('ml') { withCredentials([string(credentialsId: 'token', variable: 'TOKEN')]) { trainModel command: %s, "
                        + FILES + " } }";
        WorkflowRun read = jenkins.buildAndAssertSuccess(
                job(script.formatted("'sh train.sh \"$TOKEN\"; [ ${#TOKEN} = " + TOKEN.length() + " ] && echo fits'")));
        jenkins.assertLogContains("\nfits\n", read);
        jenkins.assertLogContains("arguments <****>", read);

        WorkflowRun written =
                jenkins.buildAndAssertStatus(Result.FAILURE, job(script.formatted("\"sh train.sh ${TOKEN}\"")));
        jenkins.assertLogContains("has the value of the secret variable TOKEN in it", written);
        jenkins.assertLogContains("write ${TOKEN} within single quotes", written);

        for (WorkflowRun run : List.of(read, written)) {
            jenkins.assertLogNotContains(TOKEN, run);
            try (var files = Files.walk(run.getRootDir().toPath())) {
                assertThat(files.filter(Files::isRegularFile)).allSatisfy(file -> assertThat(
                                new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(TOKEN));
            }
        }
    }

    @Test
    void shouldKeepItsArgumentsThroughTheForm() throws Exception {
        TrainModelStep step = new TrainModelStep();
        step.setCommand("python3 train.py --lr 0.1");
        step.setName("fraud");
        step.setDir("models/fraud");
        step.setMetrics(List.of("metrics.json", "more/*.yaml"));
        step.setParams(List.of("params.yaml"));
        step.setPlots(List.of("plots"));
        step.setModels(List.of("models/*.bin"));
        step.setSeed(42L);
        step.setImage("ml@sha256:1");
        step.setRepeat(3);
        step.setTolerance(0.001);

        TrainModelStep after = new StepConfigTester(jenkins).configRoundTrip(step);

        jenkins.assertEqualDataBoundBeans(step, after);
        TrainModelStep empty = new StepConfigTester(jenkins).configRoundTrip(new TrainModelStep());
        jenkins.assertEqualDataBoundBeans(new TrainModelStep(), empty);
    }

    @Test
    void shouldBeWrittenShortBySnippetGenerator() throws Exception {
        SnippetizerTester snippets = new SnippetizerTester(jenkins);
        snippets.assertRoundTrip(new TrainModelStep(), "trainModel {\n    // some block\n}");
        TrainModelStep step = new TrainModelStep();
        step.setModels(List.of("models/*.bin"));
        step.setSeed(42L);
        step.setSkipIfUnchanged(true);
        snippets.assertRoundTrip(
                step, "trainModel(models: ['models/*.bin'], seed: 42, skipIfUnchanged: true) {\n    // some block\n}");
    }

    @Test
    void shouldCheckTheFormForThoseWhoMayConfigure() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        TrainModelStep.DescriptorImpl descriptor =
                jenkins.jenkins.getDescriptorByType(TrainModelStep.DescriptorImpl.class);
        assertThat(descriptor.doCheckSeed(job, "-1").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(descriptor.doCheckSeed(job, "x").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(descriptor.doCheckSeed(job, "").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(descriptor.doCheckModels(job, "a\n../b").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(descriptor.doCheckRepeat(job, "101").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(descriptor.doCheckRepeat(job, "1").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(descriptor.doCheckTolerance(job, "-1").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(descriptor.doCheckDir(job, "../x").kind).isEqualTo(FormValidation.Kind.ERROR);

        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader"));
        String url = job.getUrl() + "descriptorByName/" + TrainModelStep.class.getName() + "/checkSeed?value=-1";
        JenkinsRule.WebClient reader =
                jenkins.createWebClient().login("reader").withThrowExceptionOnFailingStatusCode(false);
        assertThat(reader.goTo(url, null).getWebResponse().getStatusCode()).isEqualTo(405);
    }

    private TrainingRun onlyRecord(Run<?, ?> run) {
        List<TrainingRun> records = run.getAction(TrainingRuns.class).runs();
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    /** A job whose workspace on a real agent has a {@link TrainingProject}. */
    private WorkflowJob job(String script) throws Exception {
        if (agent == null) {
            agent = jenkins.createOnlineSlave(Label.get("ml"));
        }
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        workspace = Path.of(agent.getWorkspaceFor(job).getRemote());
        TrainingProject.create(workspace);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }
}
