package io.jenkins.plugins.mlops.agent;

import hudson.AbortException;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import jenkins.MasterToSlaveFileCallable;

/** The text of a manifest in the workspace. */
public final class ManifestCallable extends MasterToSlaveFileCallable<String> {
    private static final long serialVersionUID = 1L;

    /** Kept with the build; far above what an API server takes. */
    private static final int LONGEST = 1024 * 1024;

    private final String file;

    public ManifestCallable(String file) {
        this.file = file;
    }

    /** @throws IllegalArgumentException that says what to write instead */
    public static void check(String file) {
        try {
            WorkspaceFolder.check(file);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "manifest is '" + file + "', but must be a file inside the workspace, as in manifest: 'model.yaml'",
                    e);
        }
    }

    /** @throws AbortException where it cannot be read, with the reason */
    @Override
    public String invoke(File workspace, VirtualChannel channel) throws IOException {
        check(file);
        Path root = workspace.toPath();
        Path manifest = WorkspaceFolder.resolve(root, file);
        if (!Files.isRegularFile(manifest)) {
            throw new AbortException(
                    "There is no file " + manifest + ". Check out the repository first, or correct manifest.");
        }
        if (!manifest.toRealPath().startsWith(root.toRealPath())) {
            throw new AbortException(manifest + " is a link that leaves the workspace; name a file inside it.");
        }
        try (InputStream content = Files.newInputStream(manifest)) {
            byte[] bytes = content.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new AbortException(
                        manifest + " is longer than " + LONGEST + " bytes; is it a manifest of Kubernetes?");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
