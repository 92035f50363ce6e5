package io.jenkins.plugins.mlops.git;

import io.jenkins.plugins.mlops.document.Sha256;
import io.jenkins.plugins.mlops.dvc.RepositorySource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.RefSpec;

/**
 * Other Git repositories, as bare clones in a cache folder that builds share. A commit that is there is never fetched again. {@code https} goes through jgit, {@code ssh} through the installed
 * {@code git}, which knows the user's keys and hosts.
 */
public final class Clones implements RepositorySource {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final int TIMEOUT_SECONDS = 300;
    private static final int LOCK_PAUSE_MILLIS = 100;

    private final Path cache;
    private final Path importing;

    /**
     * @param cache a folder that this owns; made where it is missing
     * @param importing the root of the repository that has the imports; relative URLs start there
     */
    public Clones(Path cache, Path importing) {
        this.cache = cache.toAbsolutePath().normalize();
        this.importing = importing.toAbsolutePath().normalize();
    }

    @Override
    public OpenRepository open(String url, String revision) throws IOException {
        if (!COMMIT.matcher(revision).matches()) {
            throw new IOException("An import names the revision '" + printable(revision)
                    + "', which is no commit of 40 hexadecimal digits. Write it anew: dvc update");
        }
        CloneAddress address = CloneAddress.of(url, importing);
        Path clone = cache.resolve(name(address.url()));
        try {
            Files.createDirectories(cache);
            bring(address, revision, clone);
        } catch (GitAPIException | IOException e) {
            // Without the cause: its message may have the password of the URL.
            throw new IOException("Cannot get commit " + revision.substring(0, 12) + " of the Git repository "
                    + address.shown() + " that an import names: "
                    + address.withoutSecrets(String.valueOf(e.getMessage()))
                    + ". Check that it can be reached from here and still has the commit");
        }
        GitRepository git = GitRepository.openBare(clone);
        try {
            return new OpenRepository(git.tree(revision), address.folder().orElse(clone), git);
        } catch (IOException | RuntimeException e) {
            git.close();
            throw e;
        }
    }

    private void bring(CloneAddress address, String revision, Path clone) throws IOException, GitAPIException {
        Path lockFile = clone.resolveSibling(clone.getFileName() + ".lock");
        try (RandomAccessFile file = new RandomAccessFile(lockFile.toFile(), "rw");
                FileLock lock = lock(file)) {
            if (!lock.isValid()) {
                throw new IOException("lost the lock " + lockFile);
            }
            if (!Files.exists(clone.resolve("HEAD"))) {
                Git.init().setBare(true).setDirectory(clone.toFile()).call().close();
            }
            try (Git git = Git.open(clone.toFile())) {
                if (has(git, revision)) {
                    return;
                }
                fetch(git, address, clone);
                if (!has(git, revision)) {
                    throw new IOException("none of its branches and tags leads to that commit");
                }
            }
        }
    }

    private static boolean has(Git git, String revision) throws IOException {
        return git.getRepository().getObjectDatabase().has(ObjectId.fromString(revision));
    }

    private static void fetch(Git git, CloneAddress address, Path clone) throws IOException, GitAPIException {
        String heads = "+refs/heads/*:refs/heads/*";
        String tags = "+refs/tags/*:refs/tags/*";
        if (address.ssh()) {
            GitProgram.fetch(clone, address.url(), heads, tags);
            return;
        }
        git.fetch()
                .setRemote(address.url())
                .setRefSpecs(new RefSpec(heads), new RefSpec(tags))
                .setTimeout(TIMEOUT_SECONDS)
                .call();
    }

    /** Other processes are kept out by the file system, other threads of this one only by asking again. */
    private static FileLock lock(RandomAccessFile file) throws IOException {
        while (true) {
            try {
                return file.getChannel().lock();
            } catch (OverlappingFileLockException e) {
                try {
                    Thread.sleep(LOCK_PAUSE_MILLIS);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted while another thread fetches the same repository", interrupted);
                }
            }
        }
    }

    private static String name(String url) {
        return HexFormat.of().formatHex(Sha256.of(url), 0, 16) + ".git";
    }

    private static String printable(String text) {
        String shortened = text.substring(0, Math.min(text.length(), 60));
        return shortened.replaceAll("\\p{Cntrl}", "?");
    }
}
