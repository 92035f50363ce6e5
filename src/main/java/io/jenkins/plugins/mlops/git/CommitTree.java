package io.jenkins.plugins.mlops.git;

import io.jenkins.plugins.mlops.dvc.SourceTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A commit's files. As a folder on disk does, it reads through symbolic links as long as they stay inside. */
final class CommitTree implements SourceTree {

    private static final int MAX_LINKS = 40;
    private static final long MAX_FILE_SIZE = 256L * 1024 * 1024;

    private final Repository repository;
    private final CloneState state;
    private final ObjectId root;
    private final String folder;
    private final String description;

    private CommitTree(Repository repository, CloneState state, ObjectId root, String folder, String description) {
        this.repository = repository;
        this.state = state;
        this.root = root;
        this.folder = folder;
        this.description = description;
    }

    static CommitTree of(Repository repository, CloneState state, String commit, String folder, String shown)
            throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            ObjectId root =
                    walk.parseCommit(ObjectId.fromString(commit)).getTree().getId();
            return new CommitTree(repository, state, root, folder, shown);
        } catch (MissingObjectException e) {
            throw state.missing(e, "revision " + shown);
        }
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        try (ObjectReader reader = repository.newObjectReader()) {
            Optional<Item> item = follow(reader, join(folder, path));
            if (item.isEmpty() || !isFile(item.get().mode())) {
                return Optional.empty();
            }
            ObjectLoader loader = reader.open(item.get().id());
            if (loader.getSize() > MAX_FILE_SIZE) {
                throw new IOException("Cannot read " + path + " of " + description + ": it is larger than "
                        + MAX_FILE_SIZE + " bytes");
            }
            return Optional.of(loader.getBytes(Math.toIntExact(MAX_FILE_SIZE)));
        } catch (MissingObjectException e) {
            throw state.missing(e, path + " of " + description);
        }
    }

    @Override
    public List<Entry> list(String child) throws IOException {
        try (ObjectReader reader = repository.newObjectReader()) {
            Optional<Item> item = step(reader, join(folder, child));
            if (item.isEmpty() || !FileMode.TREE.equals(item.get().mode().getBits())) {
                return List.of();
            }
            CanonicalTreeParser parser =
                    new CanonicalTreeParser(null, reader, item.get().id());
            List<Entry> entries = new ArrayList<>();
            for (; !parser.eof(); parser.next()) {
                FileMode mode = parser.getEntryFileMode();
                boolean isFolder = FileMode.TREE.equals(mode.getBits()) || FileMode.GITLINK.equals(mode.getBits());
                entries.add(new Entry(parser.getEntryPathString(), isFolder));
            }
            return entries;
        } catch (MissingObjectException e) {
            throw state.missing(e, "the folder " + child + " of " + description);
        }
    }

    private record Item(ObjectId id, FileMode mode) {}

    private static boolean isFile(FileMode mode) {
        return FileMode.REGULAR_FILE.equals(mode.getBits()) || FileMode.EXECUTABLE_FILE.equals(mode.getBits());
    }

    /** Without reading through links. */
    private Optional<Item> step(ObjectReader reader, String path) throws IOException {
        if (path.isEmpty()) {
            return Optional.of(new Item(root, FileMode.TREE));
        }
        try (TreeWalk walk = TreeWalk.forPath(reader, path, root)) {
            return walk == null ? Optional.empty() : Optional.of(new Item(walk.getObjectId(0), walk.getFileMode(0)));
        }
    }

    private Optional<Item> follow(ObjectReader reader, String path) throws IOException {
        Deque<String> ahead = new ArrayDeque<>(segments(path));
        List<String> behind = new ArrayList<>();
        Item item = new Item(root, FileMode.TREE);
        int links = 0;
        while (!ahead.isEmpty()) {
            String segment = ahead.pop();
            if (segment.equals("..")) {
                if (behind.isEmpty()) {
                    throw new IOException(
                            path + " of " + description
                                    + " is reached through a symbolic link that leaves the repository. Such links are not followed; put the file itself there");
                }
                behind.remove(behind.size() - 1);
                continue;
            }
            behind.add(segment);
            Optional<Item> next = step(reader, String.join("/", behind));
            if (next.isEmpty()) {
                return Optional.empty();
            }
            item = next.get();
            if (FileMode.SYMLINK.equals(item.mode().getBits())) {
                if (++links > MAX_LINKS) {
                    throw new IOException(
                            "Cannot read " + path + " of " + description + ": its symbolic links form a loop");
                }
                String target = new String(reader.open(item.id()).getBytes(), StandardCharsets.UTF_8);
                if (target.startsWith("/")) {
                    throw new IOException(
                            path + " of " + description
                                    + " is reached through a symbolic link that leaves the repository. Such links are not followed; put the file itself there");
                }
                behind.remove(behind.size() - 1);
                List<String> targets = segments(target);
                for (int i = targets.size() - 1; i >= 0; i--) {
                    ahead.push(targets.get(i));
                }
            }
        }
        return Optional.of(item);
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return segments;
    }

    private static String join(String folder, String path) {
        if (folder.isEmpty() || path.isEmpty()) {
            return folder + path;
        }
        return folder + "/" + path;
    }
}
