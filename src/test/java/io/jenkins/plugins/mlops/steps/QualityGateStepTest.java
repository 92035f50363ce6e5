package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Label;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.mlops.build.GateReportAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class QualityGateStepTest {

    private static final String METRICS = "{\"accuracy\": 0.91, \"loss\": 0.2}";

    private JenkinsRule jenkins;

    @BeforeEach
    void keepJenkins(JenkinsRule rule) {
        jenkins = rule;
    }

    @Test
    void shouldPassFromScriptedPipelineAndReturnAMap() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(job(
                """
                node('ml') {
                    def gate = qualityGate metrics: ['metrics.json'], criteria: [[metric: 'accuracy', min: 0.9], [metric: 'loss', max: 1]]
                    echo "passed=${gate.passed} status=${gate.status} first=${gate.checks[0].subject} ${gate.checks[0].observed}"
                }
                """,
                METRICS));

        jenkins.assertLogContains("passed=true status=passed first=accuracy 0.91", run);
    }

    @Test
    void shouldFailFromDeclarativePipelineAndNameTheCheck() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                job(
                        """
                        pipeline {
                            agent { label 'ml' }
                            stages {
                                stage('Gate') {
                                    steps {
                                        qualityGate metrics: ['metrics.json'], baseline: [file: 'old.json'],
                                            criteria: [[metric: 'accuracy', min: 0.92, maxRegression: 0.005]]
                                    }
                                }
                            }
                        }
                        """,
                        METRICS));

        jenkins.assertLogContains("ERROR: The quality gate did not pass.", run);
        jenkins.assertLogContains("accuracy (min 0.92): ", run);
        jenkins.assertLogContains("accuracy (maxRegression 0.005): ", run);
        assertThat(JenkinsRule.getLog(run)).doesNotContain("\tat ");
        assertThat(run.getAction(GateReportAction.class).getReport().verdict().passed())
                .isFalse();
    }

    @Test
    void shouldMakeTheBuildAndTheStageUnstableOnWarnings() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.UNSTABLE,
                job(
                        "node('ml') { qualityGate metrics: ['metrics.json'], criteria: [[metric: 'accuracy', min: 0.92, severity: 'warn']] }",
                        METRICS));

        assertThat(new DepthFirstScanner().allNodes(run.getExecution()))
                .anySatisfy(node -> assertThat(node.getPersistentAction(WarningAction.class))
                        .isNotNull()
                        .extracting(WarningAction::getResult)
                        .isEqualTo(Result.UNSTABLE));
    }

    @Test
    void shouldReadTheGateFileOfTheWorkspace() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE, job("node('ml') { qualityGate criteriaFile: 'strict.yaml' }", METRICS));

        jenkins.assertLogContains("accuracy (min 0.99): ", run);
    }

    @Test
    void shouldGoByTheDirectionsAndLimitsThatItIsGiven() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                job(
                        """
                        node('ml') {
                            def criteria = [[metric: 'churn', maxRegression: 0.01]]
                            def lenient = qualityGate metrics: ['metrics.json'], reports: ['scan.sarif'], baseline: [file: 'old.json'],
                                criteria: criteria, maxFindings: [critical: 0], directions: [other: 'lower', 'chu*': 'higher']
                            def strict = qualityGate metrics: ['metrics.json'], reports: ['scan.sarif'], baseline: [file: 'old.json'],
                                criteria: criteria, maxFindings: [high: 0], directions: [churn: 'lower'], onFailure: 'report'
                            echo "lenient=${lenient.status} strict=${strict.checks.count { it.outcome == 'failed' }}"
                            qualityGate reports: ['scan.sarif'], metrics: ['metrics.json']
                        }
                        """,
                        "{\"churn\": 0.3}"));

        jenkins.assertLogContains("lenient=passed strict=2", run);
    }

    @Test
    void shouldSayWhatToWriteInPlaceOfAWrongArgument() throws Exception {
        new Refusals(jenkins, "qualityGate")
                .of("criteriaFile: '../gate.yaml'", "inside the workspace")
                .of("firstRun: 'maybe'", "firstRun")
                .of("criteria: [[metric: 'accuracy']]", "holds nothing; add min, max")
                .of("baseline: [branch: 'main', tag: 'v1']", "not both; remove one")
                .of("criteria: [[metric: 'a', min: 0]], directions: 'lower'", "directions")
                .of("criteria: [[metric: 'a', min: 0]], directions: [a: 'up']", "higher")
                .of("reports: ['x.json'], maxFindings: [high: -1]", "high");
    }

    @Test
    void shouldShowAHostileMetricNameAsText() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                job(
                        "node('ml') { qualityGate metrics: ['metrics.json'], criteria: [[metric: '*', max: 0]] }",
                        "{\"<img src=x onerror=alert(1)>\": 1}"));

        for (String page : List.of("", "model-evaluation/")) {
            // The page says all of it without its script, of whose language HtmlUnit knows too little.
            HtmlPage shown =
                    jenkins.createWebClient().withJavaScriptEnabled(false).getPage(run, page);

            assertThat(shown.getElementsByTagName("img"))
                    .noneMatch(image -> image.getAttribute("src").equals("x"));
            assertThat(shown.asNormalizedText()).contains("<img src=x onerror=alert(1)>");
        }
        assertThat(Files.readString(run.getRootDir().toPath().resolve("build.xml")))
                .doesNotContain("onerror");
    }

    @Test
    void shouldKeepItsArgumentsThroughTheForm() throws Exception {
        QualityGateStep step = new QualityGateStep();
        step.setDir("models");
        step.setCriteriaFile("strict.yaml");
        step.setFirstRun("fail");
        step.setTitle("Fraud");
        Map<String, String> directions = new LinkedHashMap<>();
        directions.put("lift.*", "higher");
        directions.put("a:churn", "lower");
        step.setDirections(directions);
        GateFindings findings = new GateFindings();
        findings.setHigh(2);
        step.setMaxFindings(findings);
        GateBaseline baseline = new GateBaseline();
        baseline.setBranch("main");
        step.setBaseline(baseline);
        GateCriterion criterion = new GateCriterion("latency");
        criterion.setMax(50.0);
        criterion.setHigherIsBetter(false);
        criterion.setSeverity("warn");
        step.setCriteria(List.of(criterion));

        QualityGateStep after = new StepConfigTester(jenkins).configRoundTrip(step);

        assertThat(after.getDir()).isEqualTo("models");
        assertThat(after.getCriteriaFile()).isEqualTo("strict.yaml");
        assertThat(after.getFirstRun()).isEqualTo("fail");
        assertThat(after.getTitle()).isEqualTo("Fraud");
        assertThat(after.getDirections()).isEqualTo(directions);
        assertThat(after.getDirectionLines()).isEqualTo("lift.*: higher\na:churn: lower");
        assertThat(after.getMaxFindings().toMap()).isEqualTo(Map.of("high", 2));
        assertThat(after.getBaseline().toMap()).isEqualTo(baseline.toMap());
        assertThat(after.getCriteria()).hasSize(1);
        assertThat(after.getCriteria().get(0).toMap()).isEqualTo(criterion.toMap());
    }

    private WorkflowJob job(String script, String metrics) throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave(Label.get("ml"));
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        Path workspace = Path.of(agent.getWorkspaceFor(job).getRemote());
        Files.createDirectories(workspace.resolve(".dvc"));
        Files.writeString(workspace.resolve(".dvc/config"), "");
        Files.writeString(workspace.resolve("metrics.json"), metrics);
        Files.writeString(workspace.resolve("old.json"), "{\"accuracy\": 0.95, \"churn\": 0.2}");
        Files.writeString(
                workspace.resolve("scan.sarif"),
                """
                {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "scanner"}},
                    "results": [{"ruleId": "R1", "level": "error", "message": {"text": "bad"}}]}]}
                """);
        Files.writeString(
                workspace.resolve("strict.yaml"),
                "metrics: [metrics.json]\ncriteria:\n- {metric: accuracy, min: 0.99}\n");
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }
}
