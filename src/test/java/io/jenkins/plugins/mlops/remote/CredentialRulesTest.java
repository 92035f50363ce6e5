package io.jenkins.plugins.mlops.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlops.dvc.CredentialRule;
import io.jenkins.plugins.mlops.dvc.Credentials;
import io.jenkins.plugins.mlops.dvc.RemoteAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialRulesTest {

    private static final Credentials SECRET = Credentials.of("ann", "hunter2");

    /** What S3 makes of a user with password. */
    private static final Credentials AS_KEYS = new Credentials.AwsKeys("ann", "hunter2", "");

    private final List<String> warnings = new ArrayList<>();

    @Test
    void shouldSendBoundCredentialsToNoOtherHost() throws IOException {
        CredentialRule rule = named("https://storage.example/team");

        assertThat(rule.credentials(remote("https://storage.example/team/dvc"), true))
                .contains(SECRET);
        assertThatThrownBy(() -> rule.credentials(remote("https://ann:hunter2@evil.example/team"), true))
                .hasMessageContaining("https://evil.example/team")
                .hasMessageContaining("'dvc-s3' are for https://storage.example/team only")
                .hasMessageContaining("nothing was sent")
                .hasMessageNotContaining("hunter2");
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldSayWhereUnboundCredentialsGo() throws IOException {
        CredentialRule rule = named();

        assertThat(rule.credentials(remote("https://ann:pw@storage.example/team"), true))
                .contains(SECRET);
        rule.credentials(remote("https://storage.example/team"), true);

        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("'dvc-s3' are sent to https://storage.example/team", "credentialsUrl")
                .doesNotContain("pw");
    }

    @Test
    void shouldSendNoUnboundCredentialsInTheClear() throws IOException {
        CredentialRule rule = named();

        assertThatThrownBy(() -> rule.credentials(remote("http://storage.example/"), true))
                .hasMessageContaining("Use https");
        assertThat(rule.credentials(remote("http://127.0.0.1:8080/"), true)).contains(SECRET);
        assertThat(named("http://storage.example/").credentials(remote("http://storage.example/x"), true))
                .contains(SECRET);
    }

    @Test
    void shouldSendNamedCredentialsToTheChosenRemoteAlone() throws IOException {
        assertThat(named().credentials(remote("https://storage.example/"), false))
                .isEmpty();
        assertThat(named("https://a.example/").credentials(remote("https://b.example/"), false))
                .isEmpty();
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldNeedNoneForAFolder() throws IOException {
        for (String url : List.of("/srv/dvc", "../storage", "file:///srv/dvc", "C:\\dvc")) {
            assertThat(named("https://a.example/").credentials(remote(url), true))
                    .isEmpty();
        }
    }

    @Test
    void shouldGoByTheEndpointWhereThereIsOne() throws IOException {
        CredentialRule rule = named("https://minio.example:9000/");

        assertThat(rule.credentials(remote("s3://bucket/x", Map.of("endpointurl", "https://minio.example:9000")), true))
                .contains(AS_KEYS);
        CredentialRule bucket = named("s3://bucket");
        assertThat(bucket.credentials(remote("s3://bucket/x"), true)).contains(AS_KEYS);
        assertThatThrownBy(() -> bucket.credentials(
                        remote("s3://bucket/x", Map.of("endpointurl", "https://evil.example")), true))
                .hasMessageContaining("https://evil.example");
    }

    @Test
    void shouldRefuseOptionsThatHideWhereCredentialsGo() {
        for (String option : List.of("connection_string", "account_name", "configpath", "port")) {
            assertThatThrownBy(() -> named("ssh://storage.example/")
                            .credentials(remote("ssh://storage.example/x", Map.of(option, "2222")), true))
                    .hasMessageContaining(option);
        }
        assertThatThrownBy(() -> named("webdavs://storage.example/")
                        .credentials(remote("webdavs://storage.example/x", Map.of("ssl_verify", "False")), true))
                .hasMessageContaining("ssl_verify");
    }

    @Test
    void shouldGiveEachRemoteWhatTheLongestPrefixHas() throws IOException {
        Credentials team = Credentials.of("team", "x");
        BoundCredentials rule = new BoundCredentials(List.of(
                new BoundCredentials.Binding(UrlPrefix.parse("https://storage.example/"), "all", SECRET),
                new BoundCredentials.Binding(UrlPrefix.parse("https://storage.example/team"), "team", team)));

        assertThat(rule.credentials(remote("https://storage.example/team/a"), false))
                .contains(team);
        assertThat(rule.credentials(remote("https://storage.example/teams"), true))
                .contains(SECRET);
        assertThat(rule.credentials(remote("https://evil.example/team"), true)).isEmpty();
        assertThat(rule.credentials(remote("/srv/dvc"), true)).isEmpty();
    }

    @Test
    void shouldSendNoCredentialsThatOpenNoRemoteOfThatKind() throws IOException {
        Credentials key = new Credentials.SshKey("ann", "KEY", "");
        Credentials aws = new Credentials.AwsKeys("AKIA0", "k3y", "");

        assertThat(named(key).credentials(remote("ssh://storage.example/x"), true))
                .contains(key);
        assertThat(named(aws).credentials(remote("S3://bucket/x"), true)).contains(aws);

        assertNoUse(named(key), "s3://bucket/x");
        assertNoUse(named(aws), "https://storage.example/x");
        assertNoUse(named(Credentials.of("", "token")), "s3://bucket/x");
        assertNoUse(
                new BoundCredentials(
                        List.of(new BoundCredentials.Binding(UrlPrefix.parse("s3://bucket"), "dvc-s3", key))),
                "s3://bucket/x");
        assertThat(named(key).credentials(remote("https://storage.example/x"), false))
                .isEmpty();
    }

    private static void assertNoUse(CredentialRule rule, String url) {
        assertThatThrownBy(() -> rule.credentials(remote(url), true))
                .hasMessageContaining("The remote 'storage' is at " + url)
                .hasMessageContaining("credentials 'dvc-s3' are no use for, so nothing was sent")
                .hasMessageContaining("takes AWS credentials");
    }

    private CredentialRule named(String... prefixes) {
        return named(SECRET, prefixes);
    }

    private CredentialRule named(Credentials credentials, String... prefixes) {
        return new NamedCredentials(
                "dvc-s3",
                credentials,
                List.of(prefixes).stream().map(UrlPrefix::parse).toList(),
                warnings::add);
    }

    private static RemoteAddress remote(String url) {
        return remote(url, Map.of());
    }

    private static RemoteAddress remote(String url, Map<String, String> options) {
        return new RemoteAddress("storage", url, Path.of("."), options, Optional.empty());
    }
}
