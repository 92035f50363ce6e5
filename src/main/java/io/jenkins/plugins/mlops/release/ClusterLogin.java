package io.jenkins.plugins.mlops.release;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.mlops.kubernetes.Access;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Opens clusters with the credentials that a build may use. Secrets stay in memory. */
public final class ClusterLogin {

    /** A secret file is a kubeconfig, a secret text is a token. */
    public static final CredentialsMatcher KINDS = CredentialsMatchers.anyOf(
            CredentialsMatchers.instanceOf(FileCredentials.class),
            CredentialsMatchers.instanceOf(StringCredentials.class));

    private static final int LONGEST_KUBECONFIG = 1024 * 1024;

    private ClusterLogin() {}

    /**
     * Sends no request yet.
     *
     * @throws AbortException that says which credentials are missing, or of the wrong kind
     * @throws IOException where a kubeconfig cannot be used
     */
    public static OpenCluster open(ClusterAddress address, Run<?, ?> run) throws IOException {
        return OpenClusters.get().open(access(address, run), given(address.namespace()));
    }

    private static Access access(ClusterAddress address, Run<?, ?> run) throws IOException {
        String id = address.kubeconfigId();
        if (id.isEmpty()) {
            if (!ControllerServiceAccount.mayBeUsed()) {
                throw new AbortException(Messages.ClusterLogin_serviceAccount());
            }
            return Access.InCluster.of(System.getenv());
        }
        StandardCredentials found =
                CredentialsProvider.findCredentialById(id, StandardCredentials.class, run, List.of());
        if (found == null) {
            throw new AbortException(Messages.ClusterLogin_none(id));
        }
        CredentialsProvider.track(run, found);
        if (found instanceof FileCredentials file) {
            if (!address.server().isEmpty()) {
                throw new AbortException(Messages.ClusterLogin_server(id));
            }
            return new Access.KubeconfigText(text(file), given(address.context()));
        }
        if (found instanceof StringCredentials token) {
            if (address.server().isEmpty()) {
                throw new AbortException(Messages.ClusterLogin_noServer(id));
            }
            return new Access.Token(
                    address.server(),
                    given(address.serverCa()),
                    token.getSecret().getPlainText().strip());
        }
        throw new AbortException(Messages.ClusterLogin_kind(id));
    }

    private static String text(FileCredentials file) throws IOException {
        try (InputStream content = file.getContent()) {
            byte[] bytes = content.readNBytes(LONGEST_KUBECONFIG + 1);
            if (bytes.length > LONGEST_KUBECONFIG) {
                throw new AbortException(Messages.ClusterLogin_tooLong(file.getId()));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(some -> !some.isEmpty());
    }
}
