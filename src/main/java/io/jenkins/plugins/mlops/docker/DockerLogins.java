package io.jenkins.plugins.mlops.docker;

import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import io.jenkins.plugins.mlops.image.ImageException;
import io.jenkins.plugins.mlops.image.ImageName;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What {@code docker login} left on this machine. Logins that a credential helper keeps are not seen. */
public final class DockerLogins {

    private final Path folder;

    private DockerLogins(Path folder) {
        this.folder = folder;
    }

    /** Of the folder that {@code DOCKER_CONFIG} names, or {@code .docker}. */
    public static DockerLogins of(Map<String, String> environment, Path home) {
        String named = environment.getOrDefault("DOCKER_CONFIG", "");
        return new DockerLogins(named.isEmpty() ? home.resolve(".docker") : Path.of(named));
    }

    /** Under which a login is kept and sent; that of Docker Hub has a name of its own. */
    static String address(ImageName name) {
        return name.isOnDockerHub() ? AuthConfig.DEFAULT_SERVER_ADDRESS : name.registry();
    }

    public Optional<RegistryLogin> find(ImageName name) throws ImageException {
        try {
            AuthConfig found = new DefaultDockerClientConfig.Builder()
                    .withDockerConfig(folder.toString())
                    .build()
                    .getDockerConfig()
                    .resolveAuthConfig(address(name));
            return Optional.ofNullable(found)
                    .filter(auth -> auth.getUsername() != null && auth.getPassword() != null)
                    .map(auth -> new RegistryLogin(auth.getUsername(), auth.getPassword()));
        } catch (RuntimeException e) {
            throw new ImageException(
                    "Cannot read the registries' logins in " + folder.resolve("config.json") + ": "
                            + DaemonCalls.oneLine(e.getMessage())
                            + ". Mend it with 'docker login', or pass user and password",
                    e);
        }
    }
}
