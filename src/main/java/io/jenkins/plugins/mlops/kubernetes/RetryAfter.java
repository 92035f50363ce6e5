package io.jenkins.plugins.mlops.kubernetes;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Until when the API server has asked to be left alone. The client's exceptions know only of bodies, and a server that has too many requests sends plain text with this header. Several releases
 * share a client, and what was said to one of them is meant for all.
 */
final class RetryAfter implements Interceptor {

    private final Clock clock;
    private final AtomicReference<Instant> until = new AtomicReference<>(Instant.MIN);

    RetryAfter(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        String header = response.header("Retry-After");
        if (header != null) {
            heard(header.strip());
        }
    }

    /** An API server gives seconds, no dates; a longer number is none that anybody means. */
    void heard(String header) {
        if (header.matches("[0-9]{1,9}")) {
            Instant asked = clock.instant().plusSeconds(Long.parseLong(header));
            until.accumulateAndGet(asked, (one, other) -> one.isAfter(other) ? one : other);
        }
    }

    /** @return how long from now; empty where that is over */
    Optional<Duration> asked() {
        Instant now = clock.instant();
        return Optional.of(until.get()).filter(now::isBefore).map(end -> Duration.between(now, end));
    }
}
