package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.deploy.Author;
import io.jenkins.plugins.mlops.kubernetes.Access;
import io.jenkins.plugins.mlops.kubernetes.Connections;
import io.jenkins.plugins.mlops.kubernetes.KubernetesCluster;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which cluster, and as whom. */
final class ClusterOptions {

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "<name>",
            description = "Default: the namespace of the kubeconfig's context.")
    private String namespace;

    @Option(
            names = "--kubeconfig",
            paramLabel = "<file>",
            description = "Default: the first of KUBECONFIG, else ~/.kube/config, else the pod this runs in.")
    private Path kubeconfig;

    @Option(names = "--context", paramLabel = "<name>", description = "Of the kubeconfig; default: its current one.")
    private String context;

    @Option(
            names = "--server",
            paramLabel = "<url>",
            description = "The API server, with --token-file in place of a kubeconfig.")
    private String server;

    @Option(names = "--token-file", paramLabel = "<file>", description = "A file with a bearer token in it.")
    private Path tokenFile;

    @Option(
            names = "--certificate-authority",
            paramLabel = "<file>",
            description = "Certificates to verify the API server by, in PEM; with --server.")
    private Path authority;

    @Option(
            names = "--by",
            paramLabel = "<name>",
            description = "Who does it, for the audit. Default: BUILD_URL of the environment, else user and machine.")
    private String by;

    KubernetesCluster open(Machine machine) throws IOException, WrongUseException {
        return Connections.open(access(machine), Optional.ofNullable(namespace));
    }

    private Access access(Machine machine) throws IOException, WrongUseException {
        if (server != null) {
            if (tokenFile == null) {
                throw new WrongUseException("--server needs --token-file, to log in with.");
            }
            return new Access.Token(
                    server,
                    authority == null
                            ? Optional.empty()
                            : Optional.of(Files.readString(machine.directory().resolve(authority))),
                    Files.readString(machine.directory().resolve(tokenFile)).strip());
        }
        if (kubeconfig != null) {
            return file(machine.directory().resolve(kubeconfig));
        }
        Map<String, String> environment = machine.environment();
        String listed = environment.getOrDefault("KUBECONFIG", "").split(File.pathSeparator, 2)[0];
        Path usual = listed.isEmpty() ? machine.home().resolve(".kube").resolve("config") : Path.of(listed);
        if (Files.exists(usual)) {
            return file(usual);
        }
        if (environment.containsKey("KUBERNETES_SERVICE_HOST")) {
            return Access.InCluster.of(environment);
        }
        throw new WrongUseException("There is no " + usual + "; name a cluster with --kubeconfig or --server.");
    }

    private Access file(Path file) {
        return new Access.KubeconfigFile(file, Optional.ofNullable(context));
    }

    /** @param id empty for one that nothing else has */
    Author author(Machine machine, Optional<String> id) {
        String user = machine.environment().getOrDefault("USER", System.getProperty("user.name", "somebody"));
        String here = user + "@" + host();
        String holder = here + "/" + ProcessHandle.current().pid() + "/"
                + machine.clock().instant().toEpochMilli();
        String name = by == null ? machine.environment().getOrDefault("BUILD_URL", here) : by;
        return new Author(id.orElse(holder), name, holder);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "localhost";
        }
    }
}
