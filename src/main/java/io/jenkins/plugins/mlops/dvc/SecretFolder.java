package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.Set;

/**
 * A folder for secrets that a program takes from files alone. Only its owner can read it, and it goes when it is closed or when this Java machine ends. One that was killed leaves its folders behind;
 * the next one of the same user takes them away.
 */
final class SecretFolder implements AutoCloseable {

    private static final String PREFIX = "mlops-secret-";
    private static final String LOCK = "lock";
    private static final int ATTEMPTS = 10;

    private final Path path;

    /** Tells others, also those that share no more with this machine than the disk, that the folder is in use. */
    private final FileChannel lock;

    private final Thread atExit = new Thread(this::deleteAtExit, "mlops-secrets");

    private SecretFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** @param parent where others may make folders as well, as that for temporary files */
    static SecretFolder create(Path parent) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            Path path = Files.createTempDirectory(parent, ownPrefix());
            FileChannel lock = FileChannel.open(
                    path.resolve(LOCK),
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    forOwner(path));
            // Another one that tidies up can take a folder for a left one until it is locked.
            if (lock.tryLock() != null && Files.exists(path.resolve(LOCK))) {
                SecretFolder folder = new SecretFolder(path, lock);
                Runtime.getRuntime().addShutdownHook(folder.atExit);
                deleteLeft(parent, Files.getOwner(path));
                return folder;
            }
            lock.close();
        }
        throw new IOException("Cannot make a folder for secrets in " + parent
                + ", because something deletes it at once. Keep what tidies up there from folders named " + PREFIX
                + "*");
    }

    /** A process that opens its own lock once more loses it when it closes that, so it has to know its folders by name. */
    private static String ownPrefix() {
        ProcessHandle self = ProcessHandle.current();
        long start = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return PREFIX + self.pid() + "-" + start + "-";
    }

    private static FileAttribute<?>[] forOwner(Path folder) {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }

    Path path() {
        return path;
    }

    /** @return the file, which only its owner can read and write */
    Path write(String name, String text) throws IOException {
        Path file = path.resolve(name);
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), forOwner(path))) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        return file;
    }

    private static void deleteLeft(Path parent, UserPrincipal owner) {
        String own = ownPrefix();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(
                parent,
                folder -> folder.getFileName().toString().startsWith(PREFIX)
                        && !folder.getFileName().toString().startsWith(own))) {
            for (Path folder : folders) {
                // In a folder for everybody's files nobody but its owner can put a link in the place of a folder.
                if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                        && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
                    deleteUnlessLocked(folder);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // Somebody else's secrets are no reason to fail; the next one tries again.
            return;
        }
    }

    private static void deleteUnlessLocked(Path folder) throws IOException {
        try (FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            if (channel.tryLock() == null) {
                return;
            }
            deleteSecrets(folder);
        } catch (NoSuchFileException e) {
            // It is being made or deleted at this moment.
            return;
        }
        deleteRest(folder);
    }

    private static void deleteSecrets(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                folder, file -> !file.getFileName().toString().equals(LOCK))) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            return;
        }
    }

    private static void deleteRest(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(LOCK));
        Files.deleteIfExists(folder);
    }

    private void delete() throws IOException {
        deleteSecrets(path);
        lock.close();
        deleteRest(path);
    }

    private void deleteAtExit() {
        try {
            delete();
        } catch (IOException e) {
            throw new UncheckedIOException("Secrets are left in " + path + "; delete it", e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The machine ends; the hook may be at it already, and what is deleted twice is gone as well.
        }
        delete();
    }
}
