package io.jenkins.plugins.mlops.agent;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A folder that a person names, which has to be inside the workspace. */
public final class WorkspaceFolder {

    private WorkspaceFolder() {}

    /** @throws IllegalArgumentException that says what to write instead */
    public static void check(String dir) {
        String path = dir.replace('\\', '/');
        boolean outside = path.startsWith("/")
                || path.matches("[A-Za-z]:.*")
                || path.indexOf('\0') >= 0
                || ("/" + path + "/").contains("/../");
        if (outside) {
            throw new IllegalArgumentException(
                    "dir is '" + dir + "', but must be a folder inside the workspace, as in dir: 'models/fraud'");
        }
    }

    static Path resolve(Path workspace, String dir) {
        check(dir);
        try {
            return workspace.resolve(dir).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("dir is '" + dir + "', which is no path of this agent", e);
        }
    }
}
