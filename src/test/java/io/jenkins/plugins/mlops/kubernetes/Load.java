package io.jenkins.plugins.mlops.kubernetes;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private final ExecutorService users = Executors.newFixedThreadPool(32);
    private final AtomicInteger next = new AtomicInteger();

    final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile List<String> addresses = List.of();

    Load(KubernetesClient client, String namespace, String service) {
        this.client = client;
        this.namespace = namespace;
        this.service = service;
        follow();
        clock.scheduleWithFixedDelay(this::follow, 20, 20, TimeUnit.MILLISECONDS);
        clock.scheduleAtFixedRate(() -> users.execute(this::ask), 0, 1_000_000_000L / PER_SECOND, TimeUnit.NANOSECONDS);
    }

    private void follow() {
        try {
            List<String> ready = new ArrayList<>();
            for (EndpointSlice slice : client.discovery()
                    .v1()
                    .endpointSlices()
                    .inNamespace(namespace)
                    .withLabel("kubernetes.io/service-name", service)
                    .list()
                    .getItems()) {
                for (Endpoint endpoint : slice.getEndpoints()) {
                    if (Boolean.TRUE.equals(endpoint.getConditions().getReady())) {
                        ready.add(endpoint.getAddresses().get(0) + ":"
                                + slice.getPorts().get(0).getPort());
                    }
                }
            }
            addresses = ready;
        } catch (KubernetesClientException e) {
            // A data plane goes on with what it knows.
            System.err.println("data plane of the test: " + e.getMessage());
        }
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
    }
}
