package io.jenkins.plugins.mlops.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.jenkins.plugins.mlops.image.ImageException;
import io.jenkins.plugins.mlops.image.RunningContainer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A container with one port, published where only those reach it who must. */
final class SmokeContainer implements RunningContainer {

    /** By which a container can be found that outlived the program; its value is the image. */
    static final String LABEL = "io.mlops.smoke";

    private static final String LOOPBACK = "127.0.0.1";
    private static final int LOG_SECONDS = 10;

    private final DockerClient client;
    private final DaemonCalls calls;
    private final DockerConnection connection;
    private final String id;
    private final ExposedPort port;
    private List<URI> addresses = List.of();

    private SmokeContainer(
            DockerClient client, DaemonCalls calls, DockerConnection connection, String id, ExposedPort port) {
        this.client = client;
        this.calls = calls;
        this.connection = connection;
        this.id = id;
        this.port = port;
    }

    static SmokeContainer start(
            DockerClient client, DaemonCalls calls, DockerConnection connection, String image, int number)
            throws IOException {
        ExposedPort port = ExposedPort.tcp(number);
        Ports.Binding anyPort = connection.isLocal() ? Ports.Binding.bindIp(LOOPBACK) : Ports.Binding.empty();
        HostConfig host = new HostConfig()
                .withPortBindings(new PortBinding(anyPort, port))
                .withSecurityOpts(List.of("no-new-privileges"));
        String id = calls.tryTo("create a container of " + image, () -> client.createContainerCmd(image)
                .withExposedPorts(port)
                .withLabels(Map.of(LABEL, image))
                .withHostConfig(host)
                .exec()
                .getId());
        SmokeContainer container = new SmokeContainer(client, calls, connection, id, port);
        try {
            calls.tryTo("start a container of " + image, () -> client.startContainerCmd(id)
                    .exec());
            container.addresses = container.find(container.inspect());
            return container;
        } catch (IOException | RuntimeException e) {
            container.close();
            throw e;
        }
    }

    private InspectContainerResponse inspect() throws ImageException {
        return calls.tryTo(
                "inspect container " + id, () -> client.inspectContainerCmd(id).exec());
    }

    /** The published port first. The container's own address serves where this program is itself in a container of the same daemon. */
    private List<URI> find(InspectContainerResponse container) {
        List<URI> found = new ArrayList<>();
        String host = connection.isLocal() ? LOOPBACK : connection.host().getHost();
        Ports.Binding[] bindings =
                container.getNetworkSettings().getPorts().getBindings().get(port);
        Stream.ofNullable(bindings)
                .flatMap(Stream::of)
                .map(Ports.Binding::getHostPortSpec)
                .findFirst()
                .ifPresent(published -> found.add(URI.create("http://" + host + ":" + published)));
        for (ContainerNetwork network :
                container.getNetworkSettings().getNetworks().values()) {
            Optional.ofNullable(network.getIpAddress())
                    .filter(address -> !address.isEmpty())
                    .ifPresent(address -> found.add(URI.create("http://" + address + ":" + port.getPort())));
        }
        return List.copyOf(found);
    }

    @Override
    public List<URI> addresses() {
        return addresses;
    }

    @Override
    public OptionalInt exitCode() throws IOException {
        InspectContainerResponse.ContainerState state = inspect().getState();
        if (Boolean.TRUE.equals(state.getRunning())) {
            return OptionalInt.empty();
        }
        return Optional.ofNullable(state.getExitCodeLong()).stream()
                .mapToInt(Long::intValue)
                .findFirst();
    }

    @Override
    public List<String> log(int lines) throws IOException {
        StringBuffer text = new StringBuffer();
        ResultCallback.Adapter<Frame> output = new ResultCallback.Adapter<>() {
            @Override
            public void onNext(Frame frame) {
                text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
            }
        };
        try (output) {
            client.logContainerCmd(id)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withTail(lines)
                    .exec(output)
                    .awaitCompletion(LOG_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            throw calls.failed("read the log of container " + id, e);
        }
        return text.toString().lines().map(String::stripTrailing).toList();
    }

    @Override
    public void close() throws IOException {
        // An interrupted thread cannot talk to the daemon's socket, and the container has to go even then.
        boolean interrupted = Thread.interrupted();
        try {
            calls.tryTo("remove container " + id, () -> {
                try {
                    return client.removeContainerCmd(id)
                            .withForce(true)
                            .withRemoveVolumes(true)
                            .exec();
                } catch (NotFoundException e) {
                    return null;
                }
            });
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
