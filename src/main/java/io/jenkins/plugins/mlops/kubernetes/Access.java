package io.jenkins.plugins.mlops.kubernetes;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** By which way, and as whom, an API server is reached. TLS is verified unless a kubeconfig says otherwise in so many words. */
public sealed interface Access {

    /**
     * The kubeconfig of the person who runs this program; may name other files and programs that log in.
     *
     * @param context in place of the current one
     */
    record KubeconfigFile(Path file, Optional<String> context) implements Access {}

    /**
     * A kubeconfig that comes from elsewhere, such as Jenkins' credentials: it may name no file of this machine and run no program on it.
     *
     * @param context in place of the current one
     */
    record KubeconfigText(String text, Optional<String> context) implements Access {}

    /**
     * @param server address of the API server
     * @param authority certificates in PEM that its certificate is to be verified by; empty for those of the JVM
     */
    record Token(String server, Optional<String> authority, String token) implements Access {}

    /** The service account of the pod that this runs in; {@code environment} has the address of the API server. */
    record InCluster(Path serviceAccount, Map<String, String> environment) implements Access {

        public static InCluster of(Map<String, String> environment) {
            return new InCluster(Path.of("/var/run/secrets/kubernetes.io/serviceaccount"), environment);
        }
    }
}
