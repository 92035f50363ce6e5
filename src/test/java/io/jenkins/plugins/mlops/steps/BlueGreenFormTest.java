package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import hudson.util.Secret;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the forms and Snippet Generator make of {@code blueGreenDeploy} and {@code blueGreenRollback}. */
@WithJenkins
class BlueGreenFormTest {

    private static JenkinsRule jenkins;

    @BeforeAll
    static void addCredentials(JenkinsRule rule) throws Exception {
        jenkins = rule;
        ReleaseNamespace.add(
                jenkins,
                new FileCredentialsImpl(
                        CredentialsScope.GLOBAL, "kubeconfig", "", "config", SecretBytes.fromRawBytes(new byte[1])));
        ReleaseNamespace.add(
                jenkins, new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString("t")));
        ReleaseNamespace.add(
                jenkins,
                new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "user", "", "jane", "password-1234"));
    }

    private static BlueGreenDeployStep full() {
        BlueGreenDeployStep step = new BlueGreenDeployStep("fraud");
        step.setNamespace("prod");
        step.setKubeconfigId("token");
        step.setServer("https://kubernetes.example:6443");
        step.setServerCa("-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----");
        step.setContext("eu");
        step.setImage("model:1");
        step.setReplicas(3);
        step.setPort(9000);
        step.setReadyPath("/health");
        step.setManifest("model.yaml");
        step.setValues(Map.of("pods", "fake", "size", 3, "public", true));
        step.setRequests(Map.of("cpu", "500m", "memory", "1Gi"));
        step.setLimits(Map.of("memory", "2Gi"));
        ReleaseSmoke smoke = new ReleaseSmoke("/predict");
        smoke.setBody("{\"x\": 1}");
        smoke.setContentType("application/vnd.x");
        smoke.setStatus(201);
        smoke.setContains("score");
        smoke.setSeconds(30);
        step.setSmoke(smoke);
        ReleaseObservation observe = new ReleaseObservation();
        observe.setDuration("10m");
        observe.setInterval("5s");
        observe.setFailures(2);
        observe.setSilences(4);
        observe.setBeforeSwitch(true);
        ReleaseCheck errors = new ReleaseCheck("error_ratio{app=\"fraud\"}");
        errors.setMax(0.01);
        ReleaseCheck traffic = new ReleaseCheck("requests");
        traffic.setMin(1.0);
        observe.setChecks(List.of(errors, traffic));
        step.setObserve(observe);
        step.setPrometheusUrl("https://prometheus.example");
        step.setPrometheusCredentialsId("token");
        step.setReady("5m");
        step.setKeepOld("1h");
        step.setWait(false);
        return step;
    }

    @Test
    void shouldKeepEveryArgumentThroughTheForm() throws Exception {
        BlueGreenDeployStep after = new StepConfigTester(jenkins).configRoundTrip(full());

        jenkins.assertEqualDataBoundBeans(full(), after);
        assertThat(after.getValues()).isEqualTo(full().getValues());
        assertThat(after.getRequests()).isEqualTo(full().getRequests());
        assertThat(after.getLimits()).isEqualTo(full().getLimits());
        jenkins.assertEqualDataBoundBeans(
                new BlueGreenDeployStep("fraud"),
                new StepConfigTester(jenkins).configRoundTrip(new BlueGreenDeployStep("fraud")));

        BlueGreenRollbackStep back = new BlueGreenRollbackStep("fraud");
        back.setNamespace("prod");
        back.setKubeconfigId("kubeconfig");
        back.setReason("recall fell");
        jenkins.assertEqualDataBoundBeans(back, new StepConfigTester(jenkins).configRoundTrip(back));
    }

    @Test
    void shouldBeWrittenShortBySnippetGenerator() throws Exception {
        SnippetizerTester snippets = new SnippetizerTester(jenkins);
        BlueGreenDeployStep step = new BlueGreenDeployStep("fraud");
        step.setKubeconfigId("prod");
        step.setRequests(Map.of("memory", "1Gi"));
        step.setSmoke(new ReleaseSmoke("/health"));
        ReleaseObservation observe = new ReleaseObservation();
        observe.setDuration("10m");
        ReleaseCheck check = new ReleaseCheck("errors");
        check.setMax(0.5);
        observe.setChecks(List.of(check));
        step.setObserve(observe);

        snippets.assertRoundTrip(
                step,
                """
                blueGreenDeploy(app: 'fraud', kubeconfigId: 'prod', observe: releaseObservation(checks: [releaseCheck(max: 0.5, prometheus: 'errors')], duration: '10m'), requests: [memory: '1Gi'], smoke: releaseSmoke('/health')) {
                    // some block
                }"""
                        .replace("\n", System.lineSeparator()));
        snippets.assertRoundTrip(new BlueGreenRollbackStep("fraud"), "blueGreenRollback 'fraud'");
    }

    @Test
    void shouldOfferCredentialsThatAreOfUseAndOnlyToThoseWhoConfigure() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        BlueGreenDeployStep.DescriptorImpl form =
                jenkins.jenkins.getDescriptorByType(BlueGreenDeployStep.DescriptorImpl.class);

        assertThat(form.doFillKubeconfigIdItems(job, ""))
                .extracting(choice -> choice.value)
                .containsExactlyInAnyOrder("", "kubeconfig", "token");
        assertThat(form.doFillPrometheusCredentialsIdItems(job, ""))
                .extracting(choice -> choice.value)
                .containsExactlyInAnyOrder("", "token");
        assertThat(form.doCheckKubeconfigId(job, "user").kind).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(form.doCheckApp(job, "Fraud").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckServer(job, "http://kubernetes").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckValues(job, "replicas").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckKeepOld(job, "soon").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckManifest(job, "../x").kind).isEqualTo(FormValidation.Kind.ERROR);

        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader"));
        try (ACLContext ignored = ACL.as2(User.getById("reader", true).impersonate2())) {
            assertThat(form.doFillKubeconfigIdItems(job, "typed"))
                    .extracting(choice -> choice.value)
                    .containsExactly("typed");
            assertThat(form.doCheckKubeconfigId(job, "user").kind).isEqualTo(FormValidation.Kind.OK);
            assertThat(form.doCheckApp(job, "Fraud").kind).isEqualTo(FormValidation.Kind.OK);
        } finally {
            jenkins.jenkins.setAuthorizationStrategy(new hudson.security.AuthorizationStrategy.Unsecured());
        }
    }
}
