package io.jenkins.plugins.mlops.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.mlops.dvc.Credentials.Login;
import io.jenkins.plugins.mlops.image.ImageName;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class RegistryLoginsTest {

    private static final ImageName IMAGE = ImageName.of("registry.example/team/fraud");

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @Test
    void shouldSendAnAdministratorsCredentialsWhereTheyAreForAlone(JenkinsRule jenkins) throws Exception {
        add(jenkins, new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "all", "", "all", "password-all"));
        add(jenkins, new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "team", "", "team", "password-team"));
        add(jenkins, new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString("s3cret")));
        Run<?, ?> run = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
        RegistryLogins logins = logins(
                run,
                new RemoteBinding("https://registry.example/", "all"),
                new RemoteBinding("https://registry.example/team", "team"),
                new RemoteBinding("https://secrets.example/", "token"),
                new RemoteBinding("https://gone.example/", "gone"));

        assertThat(logins.find("", IMAGE, false)).contains(new Login("team", "password-team"));
        assertThat(logins.find("", ImageName.of("registry.example/teams/fraud"), false))
                .contains(new Login("all", "password-all"));
        assertThat(logins.find("all", IMAGE, false)).contains(new Login("all", "password-all"));
        assertThat(logins.find("", IMAGE, true)).as("in the clear").isEmpty();
        assertThat(logins.find("", ImageName.of("registry.example.evil.example/team/fraud"), false))
                .isEmpty();
        assertThat(logins.find("", ImageName.of("fraud"), false)).isEmpty();
        assertThatThrownBy(() -> logins.find("team", ImageName.of("evil.example/fraud"), false))
                .hasMessageContaining("The image is at https://evil.example/fraud")
                .hasMessageContaining("'team' for https://registry.example/team only, so nothing was sent");
        assertThatThrownBy(() -> logins.find("", ImageName.of("secrets.example/fraud"), false))
                .hasMessageContaining("use a user with password");
        assertThat(log.size()).isZero();
        assertThat(logins.find("", ImageName.of("gone.example/fraud"), false)).isEmpty();
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("the credentials 'gone' for https://gone.example/, but this job may use none");
    }

    @Test
    void shouldSendCredentialsThatNobodyBoundWhereTheStepSays(JenkinsRule jenkins) throws Exception {
        add(jenkins, new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "own", "", "ann", "password-own"));
        Run<?, ?> run = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());

        assertThat(logins(run).find("own", IMAGE, false)).contains(new Login("ann", "password-own"));
        assertThat(logins(run).find("", IMAGE, false)).isEmpty();
        assertThatThrownBy(() -> logins(run).find("none", IMAGE, false)).hasMessageContaining("no credentials 'none'");
    }

    private RegistryLogins logins(Run<?, ?> run, RemoteBinding... bindings) {
        return new RegistryLogins(run, List.of(bindings), new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    private static void add(JenkinsRule jenkins, Credentials credentials) throws Exception {
        CredentialsProvider.lookupStores(jenkins.jenkins)
                .iterator()
                .next()
                .addCredentials(Domain.global(), credentials);
    }
}
