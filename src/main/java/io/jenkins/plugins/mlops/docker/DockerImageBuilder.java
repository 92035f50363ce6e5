package io.jenkins.plugins.mlops.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageCmd;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.InternetProtocol;
import io.jenkins.plugins.mlops.image.ImageBuilder;
import io.jenkins.plugins.mlops.image.ImageException;
import io.jenkins.plugins.mlops.image.ImageListener;
import io.jenkins.plugins.mlops.image.ImagePlan;
import io.jenkins.plugins.mlops.image.ImageReference;
import io.jenkins.plugins.mlops.image.LocalImage;
import io.jenkins.plugins.mlops.image.RunningContainer;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Builds by the daemon's {@code /build}, which every Docker Engine has; and, where it emulates Docker's API, Podman. */
public final class DockerImageBuilder implements ImageBuilder, Closeable {

    private final DockerConnection connection;
    private final Optional<RegistryLogin> login;
    private final DaemonCalls calls;
    private final DockerClient client;

    /** @param login to the registry that is pushed to, and that base images may come from */
    public DockerImageBuilder(DockerConnection connection, Optional<RegistryLogin> login) throws ImageException {
        this.connection = connection;
        this.login = login;
        this.calls = new DaemonCalls(connection);
        this.client = connection.open();
    }

    @Override
    public Optional<LocalImage> find(ImageReference reference) throws IOException {
        return calls.tryTo("look for " + reference, () -> {
            try {
                return Optional.of(
                        local(client.inspectImageCmd(reference.toString()).exec()));
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public LocalImage build(ImagePlan plan, ImageListener listener) throws IOException, InterruptedException {
        String what = "build " + plan.reference();
        listener.started(
                "Building " + plan.reference() + " from " + plan.context().files() + " files");
        BuildOutput output = new BuildOutput(listener);
        try (TarPipe context = TarPipe.of(out -> plan.context().writeTo(out, plan.time()));
                output) {
            try {
                BuildImageCmd command = client.buildImageCmd(context);
                plan.buildArguments().forEach(command::withBuildArg);
                command.withDockerfilePath(plan.dockerfile())
                        .withTags(Set.of(plan.reference().toString()))
                        .withLabels(plan.labels())
                        .withBuildAuthConfigs(auths(plan.reference()))
                        .withRemove(true)
                        .withForcerm(true)
                        .exec(output)
                        .awaitCompletion();
            } catch (RuntimeException e) {
                // What kept the context from being sent is the cause, and that the connection broke its consequence.
                throw context.failure() instanceof ImageException cause ? cause : calls.failed(what, e);
            }
        }
        if (output.error().isPresent() || output.imageId().isEmpty()) {
            throw new ImageException("Cannot " + what + ": "
                    + output.error().map(DaemonCalls::oneLine).orElse("the daemon ended without an image")
                    + ". The builder's last lines:" + System.lineSeparator() + "  "
                    + String.join(System.lineSeparator() + "  ", output.lastLines()));
        }
        String id = output.imageId().get();
        return calls.tryTo(
                "inspect " + id, () -> local(client.inspectImageCmd(id).exec()));
    }

    @Override
    public RunningContainer start(LocalImage image, OptionalInt port) throws IOException {
        if (port.isEmpty() && image.ports().size() != 1) {
            throw new ImageException("Cannot try the image: it exposes "
                    + (image.ports().isEmpty() ? "no port" : "the ports " + image.ports())
                    + ". Name the port to ask, or have one EXPOSE line in the Dockerfile");
        }
        return SmokeContainer.start(client, calls, connection, image.id(), port.orElseGet(() -> image.ports()
                .get(0)));
    }

    @Override
    public String push(ImageReference reference, ImageListener listener) throws IOException, InterruptedException {
        String what = "push " + reference;
        PushOutput output = new PushOutput(listener);
        try (output) {
            client.pushImageCmd(reference.name().toString())
                    .withTag(reference.tag())
                    .withAuthConfig(auth(reference).orElseGet(AuthConfig::new))
                    .exec(output)
                    .awaitCompletion();
        } catch (RuntimeException e) {
            throw calls.failed(what, e);
        }
        if (output.error().isPresent()) {
            String reason = DaemonCalls.oneLine(output.error().get());
            throw new ImageException("Cannot " + what + ": " + reason + ". " + remedy(reason));
        }
        return output.digest()
                .orElseThrow(() -> new ImageException("Cannot " + what
                        + ": the daemon did not say under which digest it did. Look the tag up in the registry"));
    }

    private String remedy(String reason) {
        if (Stream.of("unauthorized", "denied", "authentication", "no basic auth")
                .anyMatch(reason.toLowerCase(java.util.Locale.ROOT)::contains)) {
            return login.map(known -> "Check the password of " + known + ", and whether it may push there")
                    .orElse("Pass user and password of the registry");
        }
        if (reason.contains("x509") || reason.contains("certificate")) {
            return "The daemon itself has to trust the registry: put its CA into /etc/docker/certs.d/<registry>/ca.crt on the daemon's machine";
        }
        if (reason.contains("HTTP response to HTTPS client")) {
            return "The registry speaks plain HTTP; give it TLS, or name it under insecure-registries of the daemon";
        }
        return "Check that the daemon reaches the registry; what was pushed so far is kept, so run it again";
    }

    private Optional<AuthConfig> auth(ImageReference reference) {
        return login.map(known -> new AuthConfig()
                .withRegistryAddress(DockerLogins.address(reference.name()))
                .withUsername(known.user())
                .withPassword(known.password()));
    }

    private AuthConfigurations auths(ImageReference reference) {
        AuthConfigurations auths = new AuthConfigurations();
        auth(reference).ifPresent(auths::addConfig);
        return auths;
    }

    private static LocalImage local(InspectImageResponse image) {
        Optional<ContainerConfig> config = Optional.ofNullable(image.getConfig());
        Map<String, String> labels = config.map(ContainerConfig::getLabels).orElseGet(Map::of);
        List<Integer> ports = config.map(ContainerConfig::getExposedPorts).stream()
                .flatMap(Stream::of)
                .filter(port -> port.getProtocol() == InternetProtocol.TCP)
                .map(ExposedPort::getPort)
                .toList();
        return new LocalImage(
                image.getId(), labels, Optional.ofNullable(image.getSize()).orElse(0L), ports);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
