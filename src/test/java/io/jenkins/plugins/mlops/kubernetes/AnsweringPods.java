package io.jenkins.plugins.mlops.kubernetes;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands in for the kubelet of the node {@code tests}: each pod is an HTTP server with an address of its own, which answers with its image. A pod that is deleted answers on for a while, as
 * one with a {@code preStop} sleep does, ends the requests it has, and is gone.
 */
public final class AnsweringPods implements AutoCloseable {

    private static final int PORT = 8080;

    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private final KubernetesClient client;
    private final String namespace;
    private final long graceMillis;
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService answering = Executors.newCachedThreadPool();
    private final Map<String, Running> pods = new HashMap<>();
    private boolean troubled;

    private static final class Running {
        private final HttpServer server;
        private final String address;
        private long endsAt = Long.MAX_VALUE;
        private boolean ended;

        Running(HttpServer server, String address) {
            this.server = server;
            this.address = address;
        }
    }

    /**
     * @param client is closed with it
     * @param grace how long a pod answers on that is deleted
     */
    public AnsweringPods(KubernetesClient client, String namespace, Duration grace) {
        this.client = client;
        this.namespace = namespace;
        this.graceMillis = grace.toMillis();
    }

    public void start() {
        loop.scheduleWithFixedDelay(this::look, 0, 50, TimeUnit.MILLISECONDS);
    }

    /** Whether this machine lets addresses be added, for which one has to be root. */
    public static boolean arePossible() {
        try {
            address("replace", "10.222.255.254");
            address("del", "10.222.255.254");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void address(String verb, String address) throws IOException {
        Process process = new ProcessBuilder("ip", "addr", verb, address + "/32", "dev", "lo")
                .redirectErrorStream(true)
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void look() {
        try {
            for (Pod pod : client.pods().inNamespace(namespace).list().getItems()) {
                if ("tests".equals(pod.getSpec().getNodeName())) {
                    attend(pod);
                }
            }
            troubled = false;
        } catch (KubernetesClientException | IOException e) {
            // The API server may be away; the next look finds what is left to do.
            if (!troubled) {
                System.err.println("kubelet of the test: " + e.getMessage());
            }
            troubled = true;
        }
    }

    private void attend(Pod pod) throws IOException {
        String uid = pod.getMetadata().getUid();
        Running running = pods.get(uid);
        boolean leaving = pod.getMetadata().getDeletionTimestamp() != null;
        if (running == null && !leaving) {
            running = start(pod);
            pods.put(uid, running);
            report(pod, running);
        } else if (leaving && running != null && running.endsAt == Long.MAX_VALUE) {
            running.endsAt = System.currentTimeMillis() + graceMillis;
        }
        if (leaving && (running == null || System.currentTimeMillis() > running.endsAt)) {
            if (running != null) {
                end(running);
            }
            client.pods()
                    .inNamespace(namespace)
                    .withName(pod.getMetadata().getName())
                    .withGracePeriod(0)
                    .delete();
            pods.remove(uid);
        }
    }

    private Running start(Pod pod) throws IOException {
        int number = ADDRESSES.incrementAndGet();
        String address = "10.222." + number / 250 + "." + (number % 250 + 1);
        // One that a killed test has left is as good.
        address("replace", address);
        HttpServer server = HttpServer.create(new InetSocketAddress(address, PORT), 100);
        byte[] image = pod.getSpec().getContainers().get(0).getImage().getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Connection", "close");
            exchange.sendResponseHeaders(200, image.length);
            exchange.getResponseBody().write(image);
            exchange.close();
        });
        server.setExecutor(answering);
        server.start();
        return new Running(server, address);
    }

    private void report(Pod pod, Running running) {
        String now = Instant.now().toString();
        client.pods()
                .inNamespace(namespace)
                .resource(new PodBuilder(pod)
                        .editStatus()
                        .withPhase("Running")
                        .withPodIP(running.address)
                        .withHostIP("10.222.255.255")
                        .withStartTime(now)
                        .addNewCondition()
                        .withType("ContainersReady")
                        .withStatus("True")
                        .endCondition()
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("True")
                        .withLastTransitionTime(now)
                        .endCondition()
                        .withContainerStatuses(new ContainerStatusBuilder()
                                .withName(pod.getSpec().getContainers().get(0).getName())
                                .withImage(pod.getSpec().getContainers().get(0).getImage())
                                .withImageID("")
                                .withReady(true)
                                .withStarted(true)
                                .withRestartCount(0)
                                .withNewState()
                                .withNewRunning(now)
                                .endState()
                                .build())
                        .endStatus()
                        .build())
                .updateStatus();
    }

    /** Once: the API server may be away when it is to be told, and is told by a later look. */
    private static void end(Running running) throws IOException {
        if (!running.ended) {
            running.ended = true;
            running.server.stop(1);
            address("del", running.address);
        }
    }

    @Override
    public void close() throws IOException {
        loop.shutdown();
        try {
            loop.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Running running : pods.values()) {
            end(running);
        }
        answering.shutdown();
        client.close();
    }
}
