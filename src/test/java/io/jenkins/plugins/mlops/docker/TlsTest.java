package io.jenkins.plugins.mlops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlops.image.ImageException;
import io.jenkins.plugins.mlops.image.ImageListener;
import io.jenkins.plugins.mlops.image.ImagePlan;
import io.jenkins.plugins.mlops.image.ImagePublisher;
import io.jenkins.plugins.mlops.image.ModelImage;
import io.jenkins.plugins.mlops.image.ModelImage.Outcome;
import io.jenkins.plugins.mlops.image.Registry;
import io.jenkins.plugins.mlops.image.Workspaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that asks for a client certificate, and a registry with TLS and a login. */
class TlsTest {

    private static final ImageListener SILENT = new ImageListener() {};

    @TempDir
    Path root;

    private RealDocker docker;
    private ImagePlan plan;

    @BeforeEach
    void plan() throws IOException {
        docker = RealDocker.orSkip();
        Workspaces.create(root);
        String name =
                docker.tlsRegistry() + "/fraud-" + UUID.randomUUID().toString().substring(0, 8);
        plan = ImagePlan.of(
                Workspaces.generated(root, name, Workspaces.python(docker.pythonImage())), Workspaces.origin());
    }

    private RegistryAccess access() throws IOException {
        return RegistryAccess.anonymous().trusting(docker.ca()).as(docker.login());
    }

    private ModelImage push(Optional<RegistryLogin> login, Registry registry) throws IOException, InterruptedException {
        try (DockerImageBuilder builder = new DockerImageBuilder(docker.tlsConnection(), login)) {
            return new ImagePublisher(builder, registry, SILENT).push(plan);
        }
    }

    @Test
    void shouldBuildTryAndPush() throws Exception {
        Registry registry = new HttpRegistry(access());

        ModelImage first = push(Optional.of(docker.login()), registry);
        ModelImage second = push(Optional.of(docker.login()), registry);

        assertThat(first.outcome()).isEqualTo(Outcome.BUILT_AND_PUSHED);
        assertThat(second.outcome()).isEqualTo(Outcome.ALREADY_PUSHED);
        assertThat(second.pinned()).isEqualTo(first.pinned());
    }

    @Test
    void shouldSayThatTheRegistryWantsALogin() throws IOException {
        RegistryAccess anonymous = RegistryAccess.anonymous().trusting(docker.ca());
        assertThatThrownBy(() -> new HttpRegistry(anonymous).find(plan.reference()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("Pass user and password");

        Registry absent = reference -> Optional.empty();
        assertThatThrownBy(() -> push(Optional.empty(), absent))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(plan.reference().toString())
                .hasMessageContaining("Pass user and password");
        assertThatThrownBy(() -> push(Optional.of(new RegistryLogin("mlops", "hunter2")), absent))
                .hasMessageContaining("Check the password of user mlops")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
    }

    @Test
    void shouldNotTrustARegistryOfAnUnknownCa() {
        RegistryAccess access = RegistryAccess.anonymous().as(docker.login());

        assertThatThrownBy(() -> new HttpRegistry(access).find(plan.reference()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(docker.tlsRegistry())
                .hasMessageContaining("CA that is trusted here");
    }

    @Test
    void shouldNotTalkToTheDaemonWithoutTheRightCertificates() throws IOException {
        DockerConnection known = docker.tlsConnection();
        for (Optional<Certificates> wrong : java.util.List.of(
                Optional.<Certificates>empty(),
                Optional.of(Certificates.OF_THE_RUNTIME),
                Optional.of(Certificates.trusting(docker.ca())))) {
            try (DockerImageBuilder builder =
                    new DockerImageBuilder(new DockerConnection(known.host(), wrong), Optional.empty())) {
                assertThatThrownBy(() -> builder.find(plan.reference()))
                        .isInstanceOf(ImageException.class)
                        .hasMessageContaining(known.host().toString());
            }
        }
    }

    @Test
    void shouldSayThatACertificateIsNone() throws IOException {
        DockerConnection broken =
                new DockerConnection(docker.tlsConnection().host(), Optional.of(Certificates.trusting("not a PEM")));

        assertThatThrownBy(() -> new DockerImageBuilder(broken, Optional.empty()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("PEM");
    }

    @Test
    void shouldFindTheDaemonByTheEnvironment() throws IOException {
        DockerConnection known = docker.tlsConnection();

        assertThatThrownBy(() -> DockerConnection.of(
                        Map.of("DOCKER_HOST", known.host().toString(), "DOCKER_TLS_VERIFY", "1"), root, false))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("DOCKER_CERT_PATH");
        assertThat(DockerConnection.of(Map.of(), root, false).host()).hasToString("unix:///var/run/docker.sock");
        assertThatThrownBy(() -> DockerConnection.of(Map.of("DOCKER_HOST", "ssh://me@host"), root, false))
                .hasMessageContaining("DOCKER_HOST")
                .hasMessageContaining("tcp://host:2376");
    }
}
