package io.jenkins.plugins.mlops.git;

import io.jenkins.plugins.mlops.lineage.CodeSource;
import io.jenkins.plugins.mlops.lineage.CodeVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.IndexDiff;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.submodule.SubmoduleWalk;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;

/** What is checked out: a commit and what differs from it. Ignored folders are never walked, so that data beside the code costs nothing. */
final class WorkTreeCode implements CodeSource {

    /** Made from the code by running it. */
    private static final Pattern DERIVED = Pattern.compile("(.*/)?(__pycache__|\\.ipynb_checkpoints|\\.mlops)(/.*)?");

    private final GitRepository git;
    private final Repository repository;
    private final String prefix;

    WorkTreeCode(GitRepository git, Repository repository, String prefix) {
        this.git = git;
        this.repository = repository;
        this.prefix = prefix;
    }

    @Override
    public CodeVersion version() throws IOException {
        String head = git.head();
        IndexDiff diff = new IndexDiff(repository, ObjectId.fromString(head), new FileTreeIterator(repository));
        diff.setIgnoreSubmoduleMode(SubmoduleWalk.IgnoreSubmoduleMode.NONE);
        try {
            diff.diff();
        } catch (MissingObjectException e) {
            throw CloneState.of(repository).missing(e, "the files of HEAD");
        }
        Set<String> modified = new TreeSet<>();
        for (Set<String> paths : List.of(
                diff.getAdded(),
                diff.getChanged(),
                diff.getRemoved(),
                diff.getMissing(),
                diff.getModified(),
                diff.getConflicting(),
                diff.getUntracked())) {
            modified.addAll(paths);
        }
        modified.removeIf(path -> DERIVED.matcher(path).matches());
        return new CodeVersion(
                origin(), head, branch(), modified.stream().map(this::toFolder).toList());
    }

    private Optional<String> origin() {
        return Optional.ofNullable(repository.getConfig().getString("remote", "origin", "url"))
                .filter(url -> !url.isBlank())
                .map(RemoteUrls::withoutCredentials);
    }

    private Optional<String> branch() throws IOException {
        return Optional.ofNullable(repository.getFullBranch())
                .filter(name -> name.startsWith(Constants.R_HEADS))
                .map(Repository::shortenRefName);
    }

    @Override
    public String digest(CodeVersion version, Predicate<String> leftOut) throws IOException {
        Map<String, String> files = committed(version.commit());
        for (String path : version.modified()) {
            String inTree = toTree(path);
            Path file = repository.getWorkTree().toPath().resolve(inTree);
            Optional<String> content = blob(file);
            if (content.isPresent()) {
                files.put(inTree, content.get());
            } else {
                files.remove(inTree);
            }
        }
        MessageDigest sha256 = sha("SHA-256");
        files.forEach((path, blob) -> {
            if (!leftOut.test(toFolder(path))) {
                sha256.update((path + '\0' + blob + '\n').getBytes(StandardCharsets.UTF_8));
            }
        });
        return HexFormat.of().formatHex(sha256.digest());
    }

    private Map<String, String> committed(String commit) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (RevWalk commits = new RevWalk(repository);
                TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(commits.parseCommit(ObjectId.fromString(commit)).getTree());
            walk.setRecursive(true);
            while (walk.next()) {
                files.put(walk.getPathString(), walk.getObjectId(0).name());
            }
        } catch (MissingObjectException e) {
            throw CloneState.of(repository).missing(e, "the files of commit " + commit);
        }
        return files;
    }

    /** The hash that Git would give the file; that of its HEAD for a submodule; empty where it was deleted. */
    private Optional<String> blob(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            return Optional.of(blobOf(Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8)));
        }
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            try (GitRepository submodule = GitRepository.open(file)) {
                if (submodule.workTree().equals(git.workTree())) {
                    // A submodule that was never checked out; the search went on to the repository around it.
                    return Optional.empty();
                }
                CodeSource code = submodule.codeIn(file);
                CodeVersion version = code.version();
                return Optional.of(
                        version.modified().isEmpty() ? version.commit() : code.digest(version, path -> false));
            }
        }
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        MessageDigest sha1 = sha("SHA-1");
        sha1.update(Constants.encodedTypeString(Constants.OBJ_BLOB));
        sha1.update((byte) ' ');
        sha1.update(Long.toString(Files.size(file)).getBytes(StandardCharsets.US_ASCII));
        sha1.update((byte) 0);
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha1)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Optional.of(HexFormat.of().formatHex(sha1.digest()));
    }

    private static String blobOf(byte[] content) {
        MessageDigest sha1 = sha("SHA-1");
        sha1.update(Constants.encodedTypeString(Constants.OBJ_BLOB));
        sha1.update((" " + content.length + '\0').getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(sha1.digest(content));
    }

    private String toFolder(String inTree) {
        if (prefix.isEmpty()) {
            return inTree;
        }
        String[] base = prefix.split("/");
        String[] path = inTree.split("/");
        int common = 0;
        while (common < base.length && common < path.length - 1 && base[common].equals(path[common])) {
            common++;
        }
        return "../".repeat(base.length - common)
                + String.join("/", List.of(path).subList(common, path.length));
    }

    private String toTree(String inFolder) {
        return Path.of(prefix).resolve(inFolder).normalize().toString().replace('\\', '/');
    }

    private static MessageDigest sha(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }
}
