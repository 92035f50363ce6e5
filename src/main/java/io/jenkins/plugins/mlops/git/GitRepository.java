package io.jenkins.plugins.mlops.git;

import io.jenkins.plugins.mlops.dvc.SourceTree;
import io.jenkins.plugins.mlops.lineage.CodeSource;
import io.jenkins.plugins.mlops.lineage.CodeVersion;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** A Git repository as it lies on disk; nothing here goes to the network. Commits are 40 hexadecimal digits. */
public final class GitRepository implements AutoCloseable {

    private final Repository repository;
    private final CloneState state;

    private GitRepository(Repository repository) throws IOException {
        this.repository = repository;
        this.state = CloneState.of(repository);
    }

    /**
     * @param anywhereInside the root of a work tree or a folder in it; linked work trees and submodules count as any other
     * @throws IOException where no folder from there upwards is a Git work tree
     */
    public static GitRepository open(Path anywhereInside) throws IOException {
        Path start = anywhereInside.toAbsolutePath().normalize();
        Path existing = start;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        FileRepositoryBuilder builder = new FileRepositoryBuilder();
        if (existing != null) {
            // The real path: jgit compares what it finds with the environment's, where a symbolic link would look like
            // another folder.
            builder.findGitDir(existing.toRealPath().toFile());
        }
        if (builder.getGitDir() == null) {
            throw new IOException("There is no Git repository at " + start
                    + " or in a folder above it. Check the folder, or run 'git init' and make a first commit");
        }
        return open(builder);
    }

    /** The commit that is checked out around a folder; empty outside of Git and before the first commit. */
    public static Optional<String> commitAround(Path folder) throws IOException {
        File git = new FileRepositoryBuilder()
                .findGitDir(folder.toRealPath().toFile())
                .getGitDir();
        if (git == null) {
            return Optional.empty();
        }
        try (GitRepository repository = open(folder)) {
            return Optional.ofNullable(repository.repository.resolve("HEAD^{commit}"))
                    .map(ObjectId::name);
        }
    }

    static GitRepository openBare(Path gitDir) throws IOException {
        return open(new FileRepositoryBuilder().setGitDir(gitDir.toFile()).setBare());
    }

    private static GitRepository open(FileRepositoryBuilder builder) throws IOException {
        Repository repository;
        try {
            repository = builder.setMustExist(true).build();
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("Cannot open the Git repository " + builder.getGitDir() + ": " + e.getMessage(), e);
        }
        try {
            return new GitRepository(repository);
        } catch (IOException | RuntimeException e) {
            repository.close();
            throw e;
        }
    }

    /** @throws IllegalStateException for a bare repository */
    public Path workTree() {
        return repository.getWorkTree().toPath();
    }

    /** Of Git's own order ({@link Revision#any}). */
    public String resolve(String revision) throws IOException {
        return resolve(Revision.any(revision));
    }

    /** @throws UnknownRevisionException that says what was tried, what comes close, and what to fetch */
    public String resolve(Revision revision) throws IOException {
        return new Revisions(repository, state).resolve(revision);
    }

    /** The commit that is checked out. */
    public String head() throws IOException {
        ObjectId head = repository.resolve("HEAD^{commit}");
        if (head == null) {
            throw new IOException("The Git repository " + place()
                    + " has no commit yet, so there is nothing to refer to. Make a first one: git add . && git commit");
        }
        return head.name();
    }

    /** The files of a commit, without checking it out. */
    public SourceTree tree(String revision) throws IOException {
        return tree(revision, "");
    }

    /** @param folder in the repository that becomes the root of the tree, {@code /}-separated; empty for all */
    public SourceTree tree(String revision, String folder) throws IOException {
        String commit = resolve(revision);
        String shown = commit.startsWith(revision) ? commit.substring(0, 12) : revision;
        return CommitTree.of(repository, state, commit, folder, shown);
    }

    /**
     * The best common ancestor, where a branch left the other one.
     *
     * @return empty where the two have nothing in common
     * @throws IOException where the clone has too little history to tell
     */
    public Optional<String> mergeBase(String a, String b) throws IOException {
        String first = resolve(a);
        String second = resolve(b);
        try (RevWalk walk = new RevWalk(repository)) {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(ObjectId.fromString(first)));
            walk.markStart(walk.parseCommit(ObjectId.fromString(second)));
            RevCommit base = walk.next();
            if (base == null && state.shallow()) {
                throw new IOException("Cannot tell where " + a + " and " + b + " part: this clone of " + place()
                        + " is shallow and ends before their common commit. " + state.remedyForHistory());
            }
            return Optional.ofNullable(base).map(RevCommit::name);
        } catch (MissingObjectException e) {
            throw state.missing(e, "the history of " + a + " and " + b);
        }
    }

    /**
     * @return empty for the very first commit
     * @throws IOException where the clone ends before the parent
     */
    public Optional<String> firstParent(String commit) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit parsed = walk.parseCommit(ObjectId.fromString(resolve(commit)));
            if (parsed.getParentCount() > 0) {
                return Optional.of(parsed.getParent(0).name());
            }
            if (state.isBoundary(parsed)) {
                throw new IOException("Cannot read the parent of commit " + commit + ": this clone of " + place()
                        + " is shallow and ends there. " + state.remedyForHistory());
            }
            return Optional.empty();
        } catch (MissingObjectException e) {
            throw state.missing(e, "commit " + commit);
        }
    }

    /** When the commit was made. */
    public Instant committed(String commit) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.parseCommit(ObjectId.fromString(resolve(commit)))
                    .getCommitterIdent()
                    .getWhenAsInstant();
        } catch (MissingObjectException e) {
            throw state.missing(e, "commit " + commit);
        }
    }

    /** Of the whole work tree, with paths relative to its root. */
    public CodeVersion codeVersion() throws IOException {
        return codeIn(workTree()).version();
    }

    /** @param folder in the work tree; paths are relative to it, with {@code ../} for what lies outside */
    public CodeSource codeIn(Path folder) throws IOException {
        return new WorkTreeCode(this, repository, prefixOf(folder));
    }

    /** @return {@code folder} relative to the root of the work tree, {@code /}-separated, empty for the root itself */
    public String prefixOf(Path folder) throws IOException {
        Path root = workTree().toRealPath();
        Path real = folder.toRealPath();
        if (!real.startsWith(root)) {
            throw new IOException(folder + " is not in the Git work tree " + root);
        }
        return root.relativize(real).toString().replace('\\', '/');
    }

    String place() {
        return state.place();
    }

    @Override
    public void close() {
        repository.close();
    }
}
