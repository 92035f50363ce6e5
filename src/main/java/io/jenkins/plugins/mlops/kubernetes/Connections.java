package io.jenkins.plugins.mlops.kubernetes;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** Makes clients. */
public final class Connections {

    private static final int CONNECT_MILLIS = 5_000;
    private static final Duration REQUEST = Duration.ofSeconds(15);

    /** To one server; with the client's own 5, a few pods that do not answer would hold up everybody else's requests. */
    private static final int REQUESTS_AT_ONCE = 64;

    private Connections() {}

    /**
     * Opens no connection yet.
     *
     * @param namespace empty for the one that the access names, or {@code default}
     * @throws IOException where the access cannot be read
     */
    public static KubernetesCluster open(Access access, Optional<String> namespace) throws IOException {
        return open(access, namespace, REQUEST);
    }

    /**
     * @param patience how long an answer may take
     * @param listeners to every request
     */
    static KubernetesCluster open(
            Access access, Optional<String> namespace, Duration patience, Interceptor... listeners) throws IOException {
        RetryAfter retryAfter = new RetryAfter(Clock.systemUTC());
        Config config = config(access);
        String chosen = namespace
                .or(() -> Optional.ofNullable(config.getNamespace()).filter(name -> !name.isBlank()))
                .orElse("default");
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config)
                        .withNamespace(chosen)
                        .withConnectionTimeout(CONNECT_MILLIS)
                        .withRequestTimeout((int) patience.toMillis())
                        // Whoever asks decides when to ask again; a step never waits.
                        .withRequestRetryBackoffLimit(0)
                        .withMaxConcurrentRequests(REQUESTS_AT_ONCE)
                        .withMaxConcurrentRequestsPerHost(REQUESTS_AT_ONCE)
                        .withUserAgent("mlops-pipeline")
                        .build())
                .withHttpClientBuilderConsumer(http -> {
                    http.addOrReplaceInterceptor("retry-after", retryAfter);
                    for (Interceptor listener : listeners) {
                        http.addOrReplaceInterceptor(listener.getClass().getName(), listener);
                    }
                })
                .build();
        return new KubernetesCluster(client, chosen, retryAfter);
    }

    private static Config config(Access access) throws IOException {
        if (access instanceof Access.KubeconfigFile file) {
            return kubeconfigFile(file);
        }
        if (access instanceof Access.KubeconfigText text) {
            io.fabric8.kubernetes.api.model.Config parsed = parse(text.text());
            requireSelfContained(parsed);
            return inContext(parsed, text.context());
        }
        if (access instanceof Access.Token token) {
            ConfigBuilder config = new ConfigBuilder(Config.empty())
                    .withMasterUrl(token.server())
                    .withOauthToken(token.token());
            token.authority().ifPresent(pem -> config.withCaCertData(encoded(pem)));
            return config.build();
        }
        return inCluster((Access.InCluster) access);
    }

    private static Config kubeconfigFile(Access.KubeconfigFile access) throws IOException {
        io.fabric8.kubernetes.api.model.Config parsed = parse(Files.readString(access.file()));
        Path folder =
                Optional.ofNullable(access.file().toAbsolutePath().getParent()).orElse(Path.of("/"));
        for (NamedAuthInfo named : parsed.getUsers()) {
            AuthInfo user = named.getUser();
            if (user != null) {
                user.setTokenFile(absolute(folder, user.getTokenFile()));
                user.setClientCertificate(absolute(folder, user.getClientCertificate()));
                user.setClientKey(absolute(folder, user.getClientKey()));
            }
        }
        for (NamedCluster named : parsed.getClusters()) {
            Cluster cluster = named.getCluster();
            if (cluster != null) {
                cluster.setCertificateAuthority(absolute(folder, cluster.getCertificateAuthority()));
            }
        }
        return inContext(parsed, access.context());
    }

    private static String absolute(Path folder, String file) {
        return file == null || file.isEmpty() ? file : folder.resolve(file).toString();
    }

    private static Config inContext(io.fabric8.kubernetes.api.model.Config parsed, Optional<String> context)
            throws IOException {
        String chosen = context.orElse(parsed.getCurrentContext());
        if (chosen == null || parsed.getContexts().stream().noneMatch(named -> chosen.equals(named.getName()))) {
            throw new IOException("the kubeconfig has no context '" + chosen + "'; it has "
                    + parsed.getContexts().stream().map(NamedContext::getName).toList());
        }
        parsed.setCurrentContext(chosen);
        return Config.fromKubeconfig(new KubernetesSerialization().asYaml(parsed));
    }

    private static io.fabric8.kubernetes.api.model.Config parse(String text) throws IOException {
        try {
            io.fabric8.kubernetes.api.model.Config parsed =
                    new KubernetesSerialization().unmarshal(text, io.fabric8.kubernetes.api.model.Config.class);
            if (parsed == null) {
                throw new IOException("the kubeconfig is empty");
            }
            return parsed;
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new IOException("the kubeconfig cannot be read; is it YAML with clusters, users and contexts?", e);
        }
    }

    /** Otherwise whoever may store a kubeconfig could have programs of their choice run here, and files of this machine sent to their server. */
    private static void requireSelfContained(io.fabric8.kubernetes.api.model.Config parsed) throws IOException {
        for (NamedAuthInfo named : parsed.getUsers()) {
            AuthInfo user = named.getUser();
            if (user == null) {
                continue;
            }
            if (user.getExec() != null || user.getAuthProvider() != null) {
                throw new IOException(
                        "the kubeconfig logs user " + named.getName()
                                + " in by a program (exec, auth-provider), which is not run here; use a token or a client certificate");
            }
            requireNoFile("tokenFile", user.getTokenFile());
            requireNoFile("client-certificate", user.getClientCertificate());
            requireNoFile("client-key", user.getClientKey());
        }
        for (NamedCluster named : parsed.getClusters()) {
            Cluster cluster = named.getCluster();
            if (cluster != null) {
                requireNoFile("certificate-authority", cluster.getCertificateAuthority());
            }
        }
    }

    private static void requireNoFile(String field, String value) throws IOException {
        if (value != null && !value.isEmpty()) {
            throw new IOException("the kubeconfig names a file (" + field
                    + "), which is not read here; make it self-contained with kubectl config view --flatten --minify");
        }
    }

    private static Config inCluster(Access.InCluster access) throws IOException {
        String host = access.environment().getOrDefault("KUBERNETES_SERVICE_HOST", "");
        Path token = access.serviceAccount().resolve("token");
        if (host.isEmpty() || !Files.isReadable(token)) {
            throw new IOException("this does not run in a pod with a service account: "
                    + (host.isEmpty() ? "KUBERNETES_SERVICE_HOST is not set" : "there is no " + token)
                    + ". Name a kubeconfig or a server and a token");
        }
        Path authority = access.serviceAccount().resolve("ca.crt");
        Path namespace = access.serviceAccount().resolve("namespace");
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                        + access.environment().getOrDefault("KUBERNETES_SERVICE_PORT", "443"))
                .withCaCertFile(Files.isReadable(authority) ? authority.toString() : null)
                // The kubelet writes a new one every hour or so.
                .withOauthTokenProvider(() -> read(token))
                .withNamespace(Files.isReadable(namespace) ? read(namespace) : null)
                .build();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String encoded(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    }
}
