package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What DVC does not see in a tracked folder: what the {@code .dvcignore} files of the folders above say (DVC allows none inside), and the folders of Git, Mercurial and
 * DVC itself.
 */
final class DvcIgnore {

    private static final String ALWAYS = ".hg/\n.git/\n.git\n.dvc/\n";

    private final SourceTree tree;
    private final Map<String, IgnoreRules> byFolder = new HashMap<>();

    DvcIgnore(SourceTree tree) {
        this.tree = tree;
    }

    /** @param path relative to {@code output}; what lies in an ignored folder is ignored */
    boolean ignores(String output, String path, boolean isFolder) throws IOException {
        if (path.isEmpty()) {
            return false;
        }
        IgnoreRules rules = rules(RepositoryPath.parent(output));
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (rules.ignores(RepositoryPath.join(output, path.substring(0, slash)), true)) {
                return true;
            }
        }
        return rules.ignores(RepositoryPath.join(output, path), isFolder);
    }

    private IgnoreRules rules(String folder) throws IOException {
        IgnoreRules known = byFolder.get(folder);
        if (known == null) {
            IgnoreRules above =
                    folder.isEmpty() ? IgnoreRules.NONE.with("", ALWAYS) : rules(RepositoryPath.parent(folder));
            Optional<byte[]> lines = tree.read(RepositoryPath.join(folder, ".dvcignore"));
            known = lines.isEmpty() ? above : above.with(folder, new String(lines.get(), StandardCharsets.UTF_8));
            byFolder.put(folder, known);
        }
        return known;
    }
}
