package io.jenkins.plugins.mlops.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.SSLConfig;
import io.jenkins.plugins.mlops.image.ImageException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where the Docker daemon is.
 *
 * @param host {@code unix:///var/run/docker.sock}, {@code npipe:////./pipe/docker_engine} or {@code tcp://host:2376}
 * @param certificates for TLS; none for a plain connection
 */
public record DockerConnection(URI host, Optional<Certificates> certificates) {

    private static final Duration CONNECT = Duration.ofSeconds(20);

    public DockerConnection {
        String scheme = String.valueOf(host.getScheme());
        boolean tcp = scheme.equals("tcp");
        if (!tcp && !scheme.equals("unix") && !scheme.equals("npipe")
                || tcp && (host.getHost() == null || host.getPort() < 0)) {
            throw new IllegalArgumentException("'" + host
                    + "' is no address of a Docker daemon; write unix:///var/run/docker.sock or tcp://host:2376");
        }
    }

    /** As the {@code docker} program finds it: {@code DOCKER_HOST}, {@code DOCKER_TLS_VERIFY}, {@code DOCKER_CERT_PATH}. */
    public static DockerConnection of(Map<String, String> environment, Path home, boolean windows) throws IOException {
        String usual = windows ? "npipe:////./pipe/docker_engine" : "unix:///var/run/docker.sock";
        String host = environment.getOrDefault("DOCKER_HOST", "");
        Optional<Certificates> certificates = Optional.empty();
        if (!environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty()) {
            String folder = environment.getOrDefault("DOCKER_CERT_PATH", "");
            Path path = folder.isEmpty() ? home.resolve(".docker") : Path.of(folder);
            try {
                certificates = Optional.of(Certificates.in(path));
            } catch (IOException e) {
                throw new ImageException(
                        "Cannot read ca.pem, cert.pem and key.pem for the Docker daemon in " + path
                                + ": DOCKER_TLS_VERIFY is set, so they are needed. Set DOCKER_CERT_PATH to their folder",
                        e);
            }
        }
        try {
            return new DockerConnection(URI.create(host.isEmpty() ? usual : host), certificates);
        } catch (IllegalArgumentException e) {
            throw new ImageException("Cannot use DOCKER_HOST: " + e.getMessage(), e);
        }
    }

    /** Whether a port of the daemon's machine is one of this machine. */
    boolean isLocal() {
        return !"tcp".equals(host.getScheme()) || HttpRegistry.isLoopback(host.getHost());
    }

    DockerClient open() throws ImageException {
        DockerClientConfig config = new DefaultDockerClientConfig.Builder()
                .withDockerHost(host.toString())
                .build();
        ApacheDockerHttpClient.Builder http =
                new ApacheDockerHttpClient.Builder().dockerHost(host).connectionTimeout(CONNECT);
        if (certificates.isPresent()) {
            http.sslConfig(tls(certificates.get()));
        }
        return DockerClientImpl.getInstance(config, http.build());
    }

    private SSLConfig tls(Certificates pem) throws ImageException {
        try {
            SSLContext context = pem.context();
            return () -> context;
        } catch (GeneralSecurityException e) {
            throw new ImageException(
                    "Cannot use the certificates for the Docker daemon " + host + ": " + e.getMessage()
                            + ". Give CA, certificate and unencrypted key as PEM",
                    e);
        }
    }
}
