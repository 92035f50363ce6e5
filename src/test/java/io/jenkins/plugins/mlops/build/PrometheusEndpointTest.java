package io.jenkins.plugins.mlops.build;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.mlops.gate.Verdict;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.WebResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockFolder;
import org.jvnet.hudson.test.RunLoadCounter;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class PrometheusEndpointTest {

    private JenkinsRule jenkins;

    @BeforeEach
    void keepJenkins(JenkinsRule rule) {
        jenkins = rule;
    }

    @Test
    void shouldListTheNewestMetricsOfEveryJobAndLoadNoBuild() throws Exception {
        MockFolder team = jenkins.createFolder("team");
        FreeStyleProject job = team.createProject(FreeStyleProject.class, "fraud");
        jenkins.buildAndAssertSuccess(job);
        Evaluations.add(job, 40, Verdict.Status.PASSED, Map.of("accuracy", "0.91"));
        Evaluations.add(job, 41, Verdict.Status.FAILED, Map.of("accuracy", "0.85", Evaluations.HOSTILE, "1"));

        WebResponse response = RunLoadCounter.assertMaxLoads(job, 0, () -> get(null));

        assertThat(response.getResponseHeaderValue("Content-Type"))
                .startsWith("text/plain")
                .contains("version=0.0.4");
        assertThat(response.getResponseHeaderValue("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.getContentAsString())
                .contains("mlops_metric{job=\"team/fraud\",section=\"\",metric=\"accuracy\",build=\"41\"} 0.85\n")
                .contains("metric=\"<img src=x onerror=alert(1)>\\\"'</script>\"")
                .contains("mlops_gate_passed{job=\"team/fraud\",section=\"\",build=\"41\"} 0\n")
                .doesNotContain("build=\"40\"");
    }

    @Test
    void shouldShowEachOnlyWhatTheyMayRead() throws Exception {
        FreeStyleProject open = jenkins.createFreeStyleProject("open");
        FreeStyleProject secret = jenkins.createFreeStyleProject("secret");
        Evaluations.add(open, 1, Verdict.Status.PASSED, Map.of("auc", "0.7"));
        Evaluations.add(secret, 1, Verdict.Status.PASSED, Map.of("auc", "0.8"));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("visitor", "discoverer", "reader")
                .grant(Item.DISCOVER)
                .everywhere()
                .to("discoverer")
                .grant(Item.READ)
                .onItems(open)
                .to("reader")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));

        assertThat(get(null).getStatusCode()).isEqualTo(403);
        for (String nobody : new String[] {"visitor", "discoverer"}) {
            assertThat(get(nobody).getContentAsString()).contains("# TYPE").doesNotContain("job=");
        }
        assertThat(get("reader").getContentAsString()).contains("job=\"open\"").doesNotContain("secret");
        assertThat(get("admin").getContentAsString()).contains("job=\"open\"", "job=\"secret\"");
    }

    private WebResponse get(String user) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        // The page of a refusal leads to the login.
        client.getOptions().setJavaScriptEnabled(false);
        client.setRefreshHandler((page, url, seconds) -> {});
        if (user != null) {
            client.login(user);
        }
        return client.getPage(jenkins.getURL() + "mlops/prometheus").getWebResponse();
    }
}
