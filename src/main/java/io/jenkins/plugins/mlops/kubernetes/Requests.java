package io.jenkins.plugins.mlops.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.mlops.deploy.ClusterException;
import io.jenkins.plugins.mlops.deploy.ClusterException.Problem;
import io.jenkins.plugins.mlops.deploy.FieldConflictException;
import io.jenkins.plugins.mlops.deploy.FieldConflictException.Conflict;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes of the client's exceptions what the port promises. */
final class Requests {

    private static final Pattern MANAGER = Pattern.compile("conflict with \"([^\"]*)\"");

    private final RetryAfter retryAfter;

    Requests(RetryAfter retryAfter) {
        this.retryAfter = retryAfter;
    }

    /** @param what is tried, on what: {@code read Service fraud in namespace prod} */
    <T> T send(String what, Supplier<T> request) throws ClusterException {
        try {
            return request.get();
        } catch (KubernetesClientException e) {
            throw translated(what, e);
        }
    }

    ClusterException translated(String what, KubernetesClientException failure) {
        List<Conflict> conflicts = conflicts(failure);
        if (!conflicts.isEmpty()) {
            return new FieldConflictException(what.replaceFirst("^apply ", ""), conflicts, failure);
        }
        return new ClusterException(
                problem(failure), "could not " + what + ": " + message(failure), retryAfter(failure), failure);
    }

    static Problem problem(KubernetesClientException failure) {
        int code = failure.getCode();
        if (code >= 500 || code == 408) {
            return Problem.UNAVAILABLE;
        }
        return switch (code) {
            case 0, -1 -> isOfTheNetwork(failure) ? Problem.UNREACHABLE : Problem.OTHER;
            case 400, 413, 415, 422 -> Problem.INVALID;
            case 401 -> Problem.UNAUTHORIZED;
            case 403 -> message(failure).contains("exceeded quota") ? Problem.QUOTA : Problem.FORBIDDEN;
            case 404, 410 -> Problem.NOT_FOUND;
            case 409 -> Problem.CONFLICT;
            case 429 -> Problem.THROTTLED;
            default -> Problem.OTHER;
        };
    }

    private static boolean isOfTheNetwork(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof java.util.concurrent.TimeoutException) {
                return true;
            }
        }
        return false;
    }

    private static String message(KubernetesClientException failure) {
        Status status = failure.getStatus();
        if (status != null
                && status.getMessage() != null
                && !status.getMessage().isBlank()) {
            return status.getMessage();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException && cause.getMessage() != null) {
                return cause.getMessage();
            }
        }
        String text = String.valueOf(failure.getMessage());
        return failure.getCode() <= 0 ? text : "the API server answered " + failure.getCode() + ": " + text;
    }

    private Optional<Duration> retryAfter(KubernetesClientException failure) {
        return Optional.ofNullable(failure.getStatus())
                .map(Status::getDetails)
                .map(StatusDetails::getRetryAfterSeconds)
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds)
                .or(() -> problem(failure) == Problem.THROTTLED || problem(failure) == Problem.UNAVAILABLE
                        ? retryAfter.asked()
                        : Optional.empty());
    }

    private static List<Conflict> conflicts(KubernetesClientException failure) {
        StatusDetails details =
                failure.getStatus() == null ? null : failure.getStatus().getDetails();
        if (failure.getCode() != 409 || details == null || details.getCauses() == null) {
            return List.of();
        }
        return details.getCauses().stream()
                .filter(cause -> "FieldManagerConflict".equals(cause.getReason()))
                .map(Requests::conflict)
                .toList();
    }

    /** The manager stands in the message only: {@code conflict with "kubectl-client-side-apply" using apps/v1}. */
    private static Conflict conflict(StatusCause cause) {
        String message = Optional.ofNullable(cause.getMessage()).orElse("");
        Matcher matcher = MANAGER.matcher(message);
        return new Conflict(
                Optional.ofNullable(cause.getField()).orElse("a field"), matcher.find() ? matcher.group(1) : message);
    }
}
