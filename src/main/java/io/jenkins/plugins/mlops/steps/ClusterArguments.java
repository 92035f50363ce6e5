package io.jenkins.plugins.mlops.steps;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mlops.release.ClusterAddress;
import io.jenkins.plugins.mlops.release.ClusterLogin;

/** Which cluster, as every step that releases is told. */
final class ClusterArguments {

    private String namespace = "";
    private String kubeconfigId = "";
    private String context = "";
    private String server = "";
    private String serverCa = "";

    ClusterAddress address() {
        return new ClusterAddress(namespace, kubeconfigId, context, server, serverCa);
    }

    static ListBoxModel credentials(Item item, String current) {
        return new CredentialChoices(ClusterLogin.KINDS).list(item, current);
    }

    static FormValidation checkCredentials(Item item, String id) {
        return new CredentialChoices(ClusterLogin.KINDS).check(item, id, Messages.ClusterArguments_none(id));
    }

    String getNamespace() {
        return namespace;
    }

    void setNamespace(String namespace) {
        this.namespace = FormChecks.or(namespace, "");
    }

    String getKubeconfigId() {
        return kubeconfigId;
    }

    void setKubeconfigId(String kubeconfigId) {
        this.kubeconfigId = FormChecks.or(kubeconfigId, "");
    }

    String getContext() {
        return context;
    }

    void setContext(String context) {
        this.context = FormChecks.or(context, "");
    }

    String getServer() {
        return server;
    }

    void setServer(String server) {
        this.server = FormChecks.or(server, "");
    }

    String getServerCa() {
        return serverCa;
    }

    void setServerCa(String serverCa) {
        this.serverCa = FormChecks.or(serverCa, "");
    }
}
