package io.jenkins.plugins.mlops.build;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.ListView;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.htmlunit.html.DomAttr;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Pages have nothing that {@code default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:} keeps a browser from running or loading. What scripts do once they run
 * takes a browser: docs/development.md.
 */
@WithJenkins
class ContentSecurityPolicyTest {

    @Test
    void shouldHoldOnEveryPage(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "fraud");
        Path workspace = Path.of(jenkins.jenkins.getWorkspaceFor(job).getRemote());
        Files.createDirectories(workspace.resolve(".dvc"));
        Files.writeString(workspace.resolve(".dvc/config"), "");
        Files.writeString(workspace.resolve("metrics.json"), "{\"accuracy\": 0.91}");
        job.setDefinition(new CpsFlowDefinition(
                "node { qualityGate metrics: ['metrics.json'], criteria: [[metric: 'accuracy', min: 0.5]] }\n"
                        + "input message: 'Go on?'",
                true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("Go on?", run);
        ListView view = new ListView("models");
        jenkins.jenkins.addView(view);
        view.setIncludeRegex(".*");
        view.getColumns().add(new ModelMetricColumn("accuracy"));

        for (String path : List.of(
                "job/fraud/",
                "job/fraud/model-metrics/",
                "job/fraud/1/",
                "job/fraud/1/model-evaluation/",
                "job/fraud/pipeline-syntax/",
                "view/models/",
                "view/models/configure",
                "manage/configure")) {
            HtmlPage page =
                    jenkins.createWebClient().withJavaScriptEnabled(false).goTo(path);

            assertThat(violations(page, jenkins.getURL())).as(path).isEmpty();
        }
        run.doStop();
        jenkins.waitForCompletion(run);
    }

    private static List<String> violations(HtmlPage page, URL self) throws Exception {
        List<String> violations = new ArrayList<>();
        for (DomElement element : page.getDomElementDescendants()) {
            String name = element.getTagName();
            if (name.equals("script") && !element.hasAttribute("src") && isRun(element)) {
                violations.add("inline " + element.asXml());
            }
            for (DomAttr attribute : element.getAttributesMap().values()) {
                String value = attribute.getValue().strip();
                if (attribute.getName().toLowerCase(Locale.ROOT).startsWith("on")
                        || value.toLowerCase(Locale.ROOT).startsWith("javascript:")) {
                    violations.add(name + " " + attribute.getName() + "=" + value);
                }
            }
            String loaded = name.equals("link") ? element.getAttribute("href") : element.getAttribute("src");
            if (!loaded.isEmpty() && !isAllowed(new URL(page.getUrl(), loaded), self, name)) {
                violations.add(name + " from " + loaded);
            }
        }
        return violations;
    }

    /** Other types hold data; Jenkins has empty ones that hold data in attributes. */
    private static boolean isRun(DomElement script) {
        if (script.getTextContent().isBlank()) {
            return false;
        }
        String type = script.getAttribute("type");
        return type.isEmpty() || type.equals("module") || type.contains("javascript");
    }

    private static boolean isAllowed(URL from, URL self, String element) {
        return from.getAuthority() != null && from.getAuthority().equals(self.getAuthority())
                || element.equals("img") && from.getProtocol().equals("data");
    }
}
