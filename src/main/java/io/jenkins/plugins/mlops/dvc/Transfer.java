package io.jenkins.plugins.mlops.dvc;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.LongConsumer;

/** Brings objects from a remote into the cache, one at a time; each thread has its own. */
final class Transfer {

    private static final int BUFFER = 256 * 1024;
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final Cache cache;
    private final LongConsumer progress;
    private final FileAttribute<?>[] modes;
    private final MessageDigest md5 = ContentHash.md5();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final byte[] bytes = new byte[BUFFER];

    /** @param progress told how many bytes came */
    Transfer(Cache cache, LongConsumer progress) {
        this.cache = cache;
        this.progress = progress;
        this.modes = cache.access().ofNewObject();
    }

    /**
     * @param object where the cache has it
     * @param partial the file to write until it is whole; where there is one already, it is carried on
     * @throws NoSuchFileException where the remote has no such object; nothing is left behind then
     * @throws Remote.TransientException may go on later from what {@code partial} has
     * @throws CorruptObjectException where the remote has something else under that name
     */
    void bring(Remote remote, ObjectId id, Path object, Path partial) throws IOException {
        long kept = 0;
        boolean fresh = true;
        md5.reset();
        FileChannel channel;
        try {
            channel = create(partial);
        } catch (FileAlreadyExistsException e) {
            cache.access().makeWritable(partial);
            channel = FileChannel.open(partial, StandardOpenOption.READ, StandardOpenOption.WRITE);
            fresh = false;
        }
        try (FileChannel to = channel) {
            kept = fresh ? 0 : hashWhatIsThere(to);
            if (kept == 0 || !isWhole(id)) {
                try (InputStream in = open(remote, id, partial, kept)) {
                    pump(in, to, partial);
                }
            }
        }
        finish(remote, id, object, partial, kept);
    }

    private FileChannel create(Path partial) throws IOException {
        try {
            return FileChannel.open(partial, NEW, modes);
        } catch (NoSuchFileException e) {
            // 'dvc gc' may have removed the folder since it was made.
            cache.access().createFoldersFor(partial);
            return FileChannel.open(partial, NEW, modes);
        }
    }

    private static InputStream open(Remote remote, ObjectId id, Path partial, long offset) throws IOException {
        try {
            return remote.open(id.path(), offset);
        } catch (NoSuchFileException e) {
            Files.deleteIfExists(partial);
            throw e;
        } catch (EOFException e) {
            Files.deleteIfExists(partial);
            throw new Remote.TransientException(e.getMessage() + "; it starts anew", e);
        }
    }

    /** Killed between the last byte and the rename. */
    private boolean isWhole(ObjectId id) throws IOException {
        try {
            MessageDigest copy = (MessageDigest) md5.clone();
            return id.hasMd5(copy.digest());
        } catch (CloneNotSupportedException e) {
            throw new IOException("This Java runtime's MD5 cannot be read twice", e);
        }
    }

    private long hashWhatIsThere(FileChannel file) throws IOException {
        long size = file.size();
        long at = 0;
        while (at < size) {
            buffer.clear();
            int count = file.read(buffer);
            if (count < 0) {
                break;
            }
            hash(count);
            at += count;
        }
        return at;
    }

    private void pump(InputStream in, FileChannel to, Path partial) throws IOException {
        // Through the channel a file's bytes reach the buffer without a copy on the way.
        ReadableByteChannel from = in instanceof FileInputStream file ? file.getChannel() : Channels.newChannel(in);
        while (true) {
            buffer.clear();
            int count = from.read(buffer);
            if (count < 0) {
                return;
            }
            hash(count);
            buffer.flip();
            try {
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            } catch (FileSystemException e) {
                throw e;
            } catch (IOException e) {
                throw named(partial, e);
            }
            progress.accept(count);
        }
    }

    private void hash(int count) {
        buffer.flip();
        buffer.get(bytes, 0, count);
        md5.update(bytes, 0, count);
    }

    /** A failed write, such as on a full disk, does not say of which file. */
    private static IOException named(Path file, IOException e) {
        if (e instanceof java.nio.channels.ClosedChannelException) {
            return e;
        }
        FileSystemException exception = new FileSystemException(file.toString(), null, e.getMessage());
        exception.initCause(e);
        return exception;
    }

    private void finish(Remote remote, ObjectId id, Path object, Path partial, long kept) throws IOException {
        byte[] actual = md5.digest();
        if (!id.hasMd5(actual) && !isRightAsText(id, partial)) {
            if (kept > 0) {
                // What was there may be the wrong part, of a broken disk or of another version.
                Files.delete(partial);
                throw new Remote.TransientException(
                        "What an earlier transfer of " + id + " left was wrong; it starts anew");
            }
            Path place = cache.quarantine(partial, id);
            throw new CorruptObjectException(remote.description() + " has a wrong file under " + id.path()
                    + ": its md5 is " + HexFormat.of().formatHex(actual) + ". It was put at " + place
                    + "; push the right one again from where it is");
        }
        // Without POSIX modes only in its place: Windows could not delete it any more.
        if (kept > 0 && cache.access().isPosix()) {
            cache.access().protect(partial);
        }
        try {
            Files.move(partial, object, StandardCopyOption.ATOMIC_MOVE);
        } catch (AccessDeniedException e) {
            // Windows does not replace a file that is in use; then another pull was quicker.
            if (!Files.exists(object)) {
                throw e;
            }
            Files.deleteIfExists(partial);
        } catch (NoSuchFileException e) {
            throw new Remote.TransientException("The cache was cleaned while " + object + " was written", e);
        }
        if (!cache.access().isPosix()) {
            cache.access().protect(object);
        }
    }

    private static boolean isRightAsText(ObjectId id, Path file) throws IOException {
        return id.algorithm() == ObjectId.Algorithm.MD5_DOS2UNIX
                && ContentHash.of(file, ObjectId.Algorithm.MD5_DOS2UNIX).equals(id.md5());
    }
}
