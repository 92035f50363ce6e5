package io.jenkins.plugins.mlops.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.UnauthorizedException;
import io.jenkins.plugins.mlops.image.ImageException;
import java.io.IOException;
import java.util.function.Supplier;

/** Turns docker-java's unchecked exceptions into messages that say what was tried, on what, and what to do. */
final class DaemonCalls {

    private final DockerConnection connection;

    DaemonCalls(DockerConnection connection) {
        this.connection = connection;
    }

    /** @param what in the infinitive: {@code build registry.example/fraud:1} */
    <T> T tryTo(String what, Supplier<T> call) throws ImageException {
        try {
            return call.get();
        } catch (RuntimeException e) {
            throw failed(what, e);
        }
    }

    ImageException failed(String what, Throwable cause) {
        String intro = "Cannot " + what + " at the Docker daemon " + connection.host() + ": ";
        if (cause instanceof UnauthorizedException) {
            return new ImageException(intro + "it refused the login. Check user and password", cause);
        }
        if (cause instanceof DockerException refused) {
            return new ImageException(intro + oneLine(refused.getMessage()), cause);
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof IOException || root instanceof java.security.GeneralSecurityException) {
            return new ImageException(
                    intro + oneLine(root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage())
                            + ". Check that it runs, that DOCKER_HOST names it, that this user may use it"
                            + (connection.certificates().isPresent() ? ", and that the certificates belong to it" : ""),
                    cause);
        }
        return new ImageException(intro + oneLine(String.valueOf(cause.getMessage())), cause);
    }

    static String oneLine(String text) {
        return String.valueOf(text).strip().replaceAll("\\s+", " ").replaceFirst("\\.$", "");
    }
}
