package io.jenkins.plugins.mlops.release;

import java.io.Serializable;

/**
 * Where a release goes: a namespace, and the API server by a kubeconfig or by its address. Empty texts for what is not given; it has no secret.
 *
 * @param namespace empty for the one that the credentials name
 * @param kubeconfigId id of the credentials; empty for the service account of Jenkins' own pod
 * @param context of the kubeconfig; empty for its current one
 * @param server address of the API server, where the credentials are a token
 * @param serverCa certificates in PEM that the API server's is verified by
 */
public record ClusterAddress(String namespace, String kubeconfigId, String context, String server, String serverCa)
        implements Serializable {}
