package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.Util;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import io.jenkins.plugins.casc.model.CNode;
import io.jenkins.plugins.mlops.agent.PullRequest;
import io.jenkins.plugins.mlops.release.ControllerServiceAccount;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

@WithJenkinsConfiguredWithCode
class MlopsConfigurationTest {

    @Test
    @ConfiguredWithCode("configuration-as-code.yaml")
    void shouldBeSetByConfigurationAsCodeAndExportedAsItWas(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        assertConfigured(MlopsConfiguration.get());
        ConfigurationContext context = new ConfigurationContext(ConfiguratorRegistry.get());
        CNode exported = Util.getUnclassifiedRoot(context).get("mlops");

        assertThat(Util.toYamlString(exported).strip())
                .isEqualTo(
                        """
                        cacheDir: "/var/cache/dvc"
                        controllerServiceAccount: true
                        engine: "native"
                        jobs: 8
                        link: "hardlink,copy"
                        prometheusUrl: "https://prometheus.example"
                        remotes:
                        - credentialsId: "dvc-storage"
                          url: "https://storage.example/team"
                        - credentialsId: "dvc-s3"
                          url: "s3://models/"
                        """
                                .strip());
    }

    @Test
    @ConfiguredWithCode("configuration-as-code.yaml")
    void shouldKeepItsSettingsThroughTheFormAndOnDisk(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        for (String id : List.of("dvc-storage", "dvc-s3")) {
            addCredentials(jenkins, id);
        }

        jenkins.configRoundtrip();

        assertConfigured(MlopsConfiguration.get());
        assertConfigured(new MlopsConfiguration());
    }

    private static void assertConfigured(MlopsConfiguration configuration) {
        assertThat(configuration.getCacheDir()).isEqualTo("/var/cache/dvc");
        assertThat(configuration.getJobs()).isEqualTo(8);
        assertThat(configuration.getLink()).isEqualTo("hardlink,copy");
        assertThat(configuration.getEngine()).isEqualTo("native");
        assertThat(configuration.getPrometheusUrl()).isEqualTo("https://prometheus.example");
        assertThat(ControllerServiceAccount.mayBeUsed()).isTrue();
        assertThat(configuration.getRemotes())
                .extracting(RemoteBinding::getUrl, RemoteBinding::getCredentialsId)
                .containsExactly(tuple("https://storage.example/team", "dvc-storage"), tuple("s3://models/", "dvc-s3"));
    }

    @Test
    @ConfiguredWithCode("configuration-as-code.yaml")
    void shouldKeepWhatThereWasWhereTheFormIsWrong(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        HtmlForm form = client.goTo("manage/configure").getFormByName("config");
        assertThat(form.asNormalizedText()).contains("MLOps");
        form.getInputsByName("_.url").stream()
                .filter(input -> input.getValue().equals("https://storage.example/team"))
                .forEach(input -> input.setValue("storage"));

        HtmlPage answer = jenkins.submit(form);

        assertThat(answer.getWebResponse().getStatusCode()).isEqualTo(400);
        assertConfigured(MlopsConfiguration.get());
        assertConfigured(new MlopsConfiguration());
    }

    @Test
    void shouldTakeWhatTheFormNoLongerHasAway(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        jenkins.configRoundtrip();

        assertThat(MlopsConfiguration.get().getRemotes()).isEmpty();
        assertThat(MlopsConfiguration.get().getLink()).isEqualTo("auto");
        assertThat(ControllerServiceAccount.mayBeUsed()).isFalse();
    }

    @Test
    void shouldCompleteWhatAStepLeavesOpenAndNothingElse(JenkinsConfiguredWithCodeRule jenkins) {
        MlopsConfiguration configuration = MlopsConfiguration.get();
        configuration.setCacheDir("/cache");
        configuration.setJobs(4);
        configuration.setLink("copy");
        configuration.setEngine("dvc");
        PullRequest open = new PullRequest(new ArrayList<>(), ".", "", 0, "", "auto", true, false, false, "auto");
        PullRequest closed =
                new PullRequest(new ArrayList<>(), ".", "", 2, "here", "hardlink", false, true, true, "native");

        assertThat(configuration.complete(open))
                .isEqualTo(new PullRequest(new ArrayList<>(), ".", "", 4, "/cache", "copy", true, false, false, "dvc"));
        assertThat(configuration.complete(closed)).isEqualTo(closed);
    }

    @Test
    void shouldRefuseWhatItCouldNotUse(JenkinsConfiguredWithCodeRule jenkins) {
        MlopsConfiguration configuration = MlopsConfiguration.get();

        assertThatThrownBy(() -> configuration.setLink("softlink")).hasMessageContaining("is no link type");
        assertThatThrownBy(() -> configuration.setEngine("fast")).hasMessageContaining("is no engine");
        assertThatThrownBy(() -> configuration.setPrometheusUrl("prometheus:9090"))
                .hasMessageContaining("https://prometheus.example");
        assertThatThrownBy(() -> configuration.setJobs(-1)).hasMessageContaining("jobs");
        assertThatThrownBy(() -> new RemoteBinding("storage.example", "x"))
                .hasMessageContaining("is no prefix of URLs");
    }

    @Test
    void shouldCheckWhatIsTyped(JenkinsConfiguredWithCodeRule jenkins) {
        RemoteBinding.DescriptorImpl remote =
                (RemoteBinding.DescriptorImpl) jenkins.jenkins.getDescriptorOrDie(RemoteBinding.class);

        assertThat(remote.doCheckUrl("https://storage.example/").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(remote.doCheckUrl("http://storage.example/").kind).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(remote.doCheckUrl("storage").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(MlopsConfiguration.get().doCheckLink("<b>").renderHtml()).doesNotContain("<b>");
    }

    @Test
    void shouldLetAdministratorsAskByPostAlone(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        String configuration = "descriptorByName/" + MlopsConfiguration.class.getName();
        String remote = "descriptorByName/" + RemoteBinding.class.getName();
        for (String method : List.of(
                configuration + "/checkLink?value=copy",
                configuration + "/checkJobs?value=1",
                configuration + "/checkPrometheusUrl?value=",
                remote + "/checkUrl?value=https://a/")) {
            assertThat(status(jenkins, null, HttpMethod.POST, method)).isEqualTo(403);
            assertThat(status(jenkins, "reader", HttpMethod.POST, method)).isEqualTo(403);
            assertThat(status(jenkins, "admin", HttpMethod.POST, method)).isEqualTo(200);
            assertThat(status(jenkins, "admin", HttpMethod.GET, method)).isEqualTo(405);
        }
    }

    @Test
    void shouldShowCredentialsToAdministratorsAlone(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        addCredentials(jenkins, "dvc-storage");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        RemoteBinding.DescriptorImpl remote =
                (RemoteBinding.DescriptorImpl) jenkins.jenkins.getDescriptorOrDie(RemoteBinding.class);

        try (ACLContext ignored = ACL.as2(User.getById("reader", true).impersonate2())) {
            assertThat(remote.doFillCredentialsIdItems("typed"))
                    .extracting(choice -> choice.value)
                    .containsOnly("typed");
        }
        try (ACLContext ignored = ACL.as2(User.getById("admin", true).impersonate2())) {
            assertThat(remote.doFillCredentialsIdItems(""))
                    .extracting(choice -> choice.value)
                    .contains("dvc-storage");
        }
    }

    private static void addCredentials(JenkinsRule jenkins, String id) throws Exception {
        CredentialsProvider.lookupStores(jenkins.jenkins)
                .iterator()
                .next()
                .addCredentials(
                        Domain.global(),
                        new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, id, "", "user", "password-" + id));
    }

    private static int status(JenkinsRule jenkins, String user, HttpMethod method, String path) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        // The page of a refusal leads to the login.
        client.getOptions().setJavaScriptEnabled(false);
        client.setRefreshHandler((page, url, seconds) -> {});
        if (user != null) {
            client.login(user);
        }
        WebRequest request = new WebRequest(new java.net.URL(jenkins.getURL(), path), method);
        client.addCrumb(request);
        return client.getPage(request).getWebResponse().getStatusCode();
    }
}
