package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the {@code .dvc} and {@code dvc.yaml} files of a repository as DVC does: not in {@code .git}, {@code .hg} and {@code .dvc}, not in other DVC repositories inside of this one, not in tracked
 * folders, not where {@code .dvcignore} says, and in a workspace not where {@code .gitignore} says. Of the latter only those in the repository itself count, neither those of a Git
 * repository around it nor the user's own.
 */
final class Discovery {

    private static final Set<String> NEVER = Set.of(".git", ".hg", ".dvc");

    private final SourceTree tree;
    private final StageFiles files;
    private final boolean gitIgnore;
    private final List<StageFile> found = new ArrayList<>();
    private final Set<String> outputs = new HashSet<>();

    Discovery(SourceTree tree, StageFiles files, boolean gitIgnore) {
        this.tree = tree;
        this.files = files;
        this.gitIgnore = gitIgnore;
    }

    /** Parsed files, so that none is parsed twice. */
    interface StageFiles {
        Optional<StageFile> file(String path) throws IOException;
    }

    private record Folder(String path, IgnoreRules dvc, IgnoreRules git) {}

    List<StageFile> run() throws IOException {
        Deque<Folder> pending = new ArrayDeque<>();
        pending.push(new Folder("", IgnoreRules.NONE, IgnoreRules.NONE));
        while (!pending.isEmpty()) {
            Folder folder = pending.pop();
            // Known only after the files of the folders above, and of those before it, were parsed.
            if (!outputs.contains(folder.path())) {
                List<Folder> children = visit(folder);
                for (int i = children.size() - 1; i >= 0; i--) {
                    pending.push(children.get(i));
                }
            }
        }
        return found;
    }

    private List<Folder> visit(Folder folder) throws IOException {
        List<SourceTree.Entry> entries = new ArrayList<>(tree.list(folder.path()));
        entries.sort(Comparator.comparing(SourceTree.Entry::name));
        boolean repository = entries.stream()
                .anyMatch(entry -> entry.folder() && entry.name().equals(".dvc"));
        if (repository && !folder.path().isEmpty()) {
            return List.of();
        }
        IgnoreRules dvc = rules(folder.dvc(), folder.path(), ".dvcignore", entries);
        IgnoreRules git = gitIgnore ? rules(folder.git(), folder.path(), ".gitignore", entries) : IgnoreRules.NONE;
        List<Folder> children = new ArrayList<>();
        for (SourceTree.Entry entry : entries) {
            String path = RepositoryPath.join(folder.path(), entry.name());
            boolean candidate = entry.folder() ? !NEVER.contains(entry.name()) : StageFile.isStageFile(entry.name());
            if (!candidate || dvc.ignores(path, entry.folder()) || git.ignores(path, entry.folder())) {
                continue;
            }
            if (entry.folder()) {
                children.add(new Folder(path, dvc, git));
            } else {
                add(path);
            }
        }
        return children;
    }

    private void add(String path) throws IOException {
        Optional<StageFile> file = files.file(path);
        if (file.isPresent()) {
            found.add(file.get());
            for (Stage stage : file.get().stages()) {
                stage.outputs().forEach(output -> outputs.add(output.path()));
            }
        }
    }

    private IgnoreRules rules(IgnoreRules above, String folder, String name, List<SourceTree.Entry> entries)
            throws IOException {
        if (entries.stream().noneMatch(entry -> !entry.folder() && entry.name().equals(name))) {
            return above;
        }
        Optional<byte[]> content = tree.read(RepositoryPath.join(folder, name));
        return content.isEmpty() ? above : above.with(folder, new String(content.get(), StandardCharsets.UTF_8));
    }
}
