package io.jenkins.plugins.mlops.kubernetes;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Users of a Service: 200 requests a second to the addresses that its EndpointSlices have, a connection each, as a kube-proxy would send them on. */
final class Load implements AutoCloseable {

    static final int PER_SECOND = 200;

    /** @param body that was answered */
    record Answer(long nanos, String body) {}

    private final KubernetesClient client;
    private final String namespace;
    private final String service;
    private final Duration lag;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private final ExecutorService users = Executors.newFixedThreadPool(32);
    private final AtomicInteger next = new AtomicInteger();

    final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile List<String> addresses;
    private boolean troubled;

    /**
     * @param client is closed with it
     * @param lag how long after the EndpointSlices the data plane changes
     */
    Load(KubernetesClient client, String namespace, String service, Duration lag) throws InterruptedException {
        this.client = client;
        this.namespace = namespace;
        this.service = service;
        this.lag = lag;
        addresses = awaited();
        clock.scheduleWithFixedDelay(this::follow, 20, 20, TimeUnit.MILLISECONDS);
        clock.scheduleAtFixedRate(() -> users.execute(this::ask), 0, 1_000_000_000L / PER_SECOND, TimeUnit.NANOSECONDS);
    }

    /** The first release has just ended. */
    private List<String> awaited() throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            List<String> ready = ready();
            if (!ready.isEmpty()) {
                return ready;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("Service " + service + " has no endpoint");
    }

    private void follow() {
        try {
            List<String> ready = ready();
            clock.schedule(() -> addresses = ready, lag.toMillis(), TimeUnit.MILLISECONDS);
            troubled = false;
        } catch (RuntimeException e) {
            // A data plane goes on with what it knows.
            if (!troubled) {
                System.err.println("data plane of the test: " + e);
            }
            troubled = true;
        }
    }

    private List<String> ready() {
        List<String> ready = new ArrayList<>();
        for (EndpointSlice slice : client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(namespace)
                .withLabel("kubernetes.io/service-name", service)
                .list()
                .getItems()) {
            for (Endpoint endpoint : Optional.ofNullable(slice.getEndpoints()).orElse(List.of())) {
                if (Boolean.TRUE.equals(endpoint.getConditions().getReady())) {
                    ready.add(endpoint.getAddresses().get(0) + ":"
                            + slice.getPorts().get(0).getPort());
                }
            }
        }
        return ready;
    }

    private void ask() {
        List<String> known = addresses;
        if (known.isEmpty()) {
            failures.add("the Service has no endpoint");
            return;
        }
        String address = known.get(Math.floorMod(next.getAndIncrement(), known.size()));
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://" + address + "/predict").toURL().openConnection();
            connection.setConnectTimeout(2000);
            connection.setReadTimeout(5000);
            connection.setRequestProperty("Connection", "close");
            try (InputStream body = connection.getInputStream()) {
                answers.add(new Answer(System.nanoTime(), new String(body.readAllBytes(), StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            failures.add(address + ": " + e);
        }
    }

    @Override
    public void close() {
        clock.shutdown();
        users.shutdown();
        try {
            users.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
