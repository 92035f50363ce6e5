package io.jenkins.plugins.mlops.release;

import hudson.model.Run;
import io.jenkins.plugins.mlops.document.Sha256;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;

/**
 * The id that a step's release has in the cluster: {@code fraud/main#12/34-0123456789ab}, of a build, a flow node, and what tells this Jenkins and this very build from others of the same name.
 */
public final class ReleaseId {

    private static final Pattern FORM = Pattern.compile("(.+#[0-9]+)/[0-9]+-([0-9a-f]{12})");
    private static final int DIGITS = 12;

    private ReleaseId() {}

    /** @param node id of the step's flow node */
    public static String of(Run<?, ?> run, String node) {
        return run.getExternalizableId() + "/" + node + "-" + fingerprint(run);
    }

    /** The build of this Jenkins that released under an id; empty where it is gone, or was one of another Jenkins. Needs the rights of the system. */
    static Optional<Run<?, ?>> build(String id) {
        Matcher matcher = FORM.matcher(id);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Run<?, ?> run = Run.fromExternalizableId(matcher.group(1));
        return Optional.<Run<?, ?>>ofNullable(run)
                .filter(found -> fingerprint(found).equals(matcher.group(2)));
    }

    /** A job that was deleted and made again has a build of the same number. */
    private static String fingerprint(Run<?, ?> run) {
        String text = String.join("\n", Jenkins.get().getLegacyInstanceId(), Long.toString(run.getTimeInMillis()));
        return Sha256.hex(text).substring(0, DIGITS);
    }
}
