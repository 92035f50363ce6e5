package io.jenkins.plugins.mlops.docker;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Image;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Docker daemon and two registries on this machine, as {@code .ci/docker} starts them; system property or environment variable {@code MLOPS_DOCKER} names its properties file. */
public final class RealDocker {

    private final Properties properties;

    private RealDocker(Properties properties) {
        this.properties = properties;
    }

    public static RealDocker orSkip() {
        String named = System.getProperty("MLOPS_DOCKER", System.getenv().getOrDefault("MLOPS_DOCKER", ""));
        boolean there = !named.isBlank() && Files.isRegularFile(Path.of(named));
        if (!there) {
            System.err.println(
                    "##### SKIPPED: no Docker daemon and registry (.ci/docker starts them; set MLOPS_DOCKER to its docker.properties); images are NOT built, tried and pushed #####");
        }
        assumeTrue(there, "no Docker daemon");
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(named))) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RealDocker(properties);
    }

    public DockerConnection connection() {
        return new DockerConnection(URI.create(host()), Optional.empty());
    }

    DockerConnection tlsConnection() throws IOException {
        return new DockerConnection(
                URI.create(properties.getProperty("tlsHost")),
                Optional.of(Certificates.in(Path.of(properties.getProperty("certificates")))));
    }

    public String host() {
        return properties.getProperty("host");
    }

    /** Without TLS and login. */
    public String registry() {
        return properties.getProperty("registry");
    }

    /** With both. */
    public String tlsRegistry() {
        return properties.getProperty("tlsRegistry");
    }

    public String ca() throws IOException {
        return Files.readString(Path.of(properties.getProperty("ca")));
    }

    public RegistryLogin login() {
        return new RegistryLogin(properties.getProperty("user"), properties.getProperty("password"));
    }

    /** A base image with a shell and a Python, known to the daemon alone. */
    public String pythonImage() {
        return properties.getProperty("pythonImage");
    }

    /** How many containers there are, running or not, that try an image of a repository of this name. */
    public int smokeContainersOf(String repository) throws IOException {
        try (DockerClient client = connection().open()) {
            Set<String> images = client.listImagesCmd().exec().stream()
                    .filter(image -> Stream.ofNullable(image.getRepoTags())
                            .flatMap(Stream::of)
                            .anyMatch(tag -> tag.contains(repository + ":")))
                    .map(Image::getId)
                    .collect(Collectors.toSet());
            return (int) client.listContainersCmd().withShowAll(true).exec().stream()
                    .filter(container -> images.contains(container.getLabels().get(SmokeContainer.LABEL)))
                    .count();
        }
    }
}
