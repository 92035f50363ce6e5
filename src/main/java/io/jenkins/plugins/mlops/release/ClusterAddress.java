package io.jenkins.plugins.mlops.release;

import hudson.Util;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;

/**
 * In which namespace of which cluster, and by whose login: all that it takes to open it again, and no secret. Not a record: what reads {@code program.dat} sets final fields, which the JDK
 * does not allow for records.
 */
public final class ClusterAddress implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String namespace;
    private final String kubeconfigId;
    private final String context;
    private final String server;
    private final String serverCa;

    /**
     * Each may be null or empty.
     *
     * @param namespace else the one that the login names
     * @param kubeconfigId of a secret file with a kubeconfig, or of a secret text with a token; else the service account of the controller's pod
     * @param context of the kubeconfig, else its current one
     * @param server address of the API server, for a token
     * @param serverCa certificates in PEM to verify it by, else those of the JVM
     */
    public ClusterAddress(String namespace, String kubeconfigId, String context, String server, String serverCa) {
        this.namespace = trimmed(namespace);
        this.kubeconfigId = trimmed(kubeconfigId);
        this.context = trimmed(context);
        this.server = trimmed(server);
        this.serverCa = trimmed(serverCa);
    }

    private static String trimmed(String text) {
        return Util.fixNull(text).strip();
    }

    /** @throws IllegalArgumentException that says what to write instead */
    public void check() {
        checkNamespace(namespace);
        checkServer(server);
        checkServerCa(serverCa);
        if (kubeconfigId.isEmpty() && !(server.isEmpty() && context.isEmpty() && serverCa.isEmpty())) {
            throw new IllegalArgumentException(
                    "server, serverCa and context need a login; name its credentials, as in kubeconfigId: 'prod'");
        }
        if (!server.isEmpty() && !context.isEmpty()) {
            throw new IllegalArgumentException(
                    "context is for a kubeconfig, and server for a token; remove one of the two");
        }
        if (server.isEmpty() && !serverCa.isEmpty()) {
            throw new IllegalArgumentException(
                    "serverCa is for a token; name the server, as in server: 'https://kubernetes.example:6443', or remove it");
        }
    }

    /** @throws IllegalArgumentException that says what to write instead */
    public static void checkNamespace(String namespace) {
        if (!namespace.strip().matches("([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)?")) {
            throw new IllegalArgumentException(
                    "namespace is '" + namespace
                            + "', but the name of a namespace has at most 63 small letters, digits and '-', as in namespace: 'prod'");
        }
    }

    /** @throws IllegalArgumentException that says what to write instead */
    public static void checkServer(String server) {
        try {
            URI address = new URI(server.strip());
            if (server.isBlank() || "https".equals(address.getScheme()) && address.getHost() != null) {
                return;
            }
        } catch (URISyntaxException e) {
            // Is told below.
        }
        throw new IllegalArgumentException(
                "server is '" + server
                        + "', but has to be an address of https, since a token is sent there, as in server: 'https://kubernetes.example:6443'");
    }

    /** @throws IllegalArgumentException that says what to write instead */
    public static void checkServerCa(String serverCa) {
        if (!serverCa.isBlank() && !serverCa.contains("-----BEGIN CERTIFICATE-----")) {
            throw new IllegalArgumentException(
                    "serverCa has no certificate in it; give the text of a PEM file, as in serverCa: readFile('ca.crt')");
        }
    }

    /** Empty for the one that the login names. */
    public String namespace() {
        return namespace;
    }

    /** Empty for the service account of the controller's pod. */
    public String kubeconfigId() {
        return kubeconfigId;
    }

    public String context() {
        return context;
    }

    public String server() {
        return server;
    }

    public String serverCa() {
        return serverCa;
    }

    /** The same cluster, in the namespace that came out when it was opened. */
    public ClusterAddress in(String opened) {
        return new ClusterAddress(opened, kubeconfigId, context, server, serverCa);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClusterAddress address
                && namespace.equals(address.namespace)
                && kubeconfigId.equals(address.kubeconfigId)
                && context.equals(address.context)
                && server.equals(address.server)
                && serverCa.equals(address.serverCa);
    }

    @Override
    public int hashCode() {
        return Objects.hash(namespace, kubeconfigId, context, server, serverCa);
    }

    @Override
    public String toString() {
        return "namespace '" + namespace + "' with "
                + (kubeconfigId.isEmpty() ? "the controller's service account" : "credentials '" + kubeconfigId + "'");
    }
}
