package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * DVC's cache folder: objects of DVC 3 below {@code files/md5}, of DVC 2 and older beside it.
 *
 * <p>What is at an object's place is whole at any time, also after {@code kill -9} and on a full disk: it is written elsewhere, hashed while it is written, and
 * renamed. Nothing is fsynced, as in DVC; after a power failure a file system may have the name without the bytes, which {@link VerifiedObjects} notices by the size.
 *
 * <p>The sub-folder {@value #OWN} is this program's. Its name must not have two characters: DVC takes every {@code xx/name} for an object and its
 * {@code gc} removes those that it does not know.
 */
final class Cache {

    static final String OWN = "mlops";

    private final Path folder;
    private final CacheAccess access;
    private final String prefix;

    private Cache(Path folder, CacheAccess access) {
        this.folder = folder;
        this.access = access;
        this.prefix = folder + folder.getFileSystem().getSeparator();
    }

    /** @param shared whether {@code cache.shared} is {@code group} */
    static Cache open(Path folder, boolean shared) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(absolute)) {
                Path existing = absolute;
                while (!Files.exists(existing)) {
                    existing = existing.getParent();
                    if (existing == null) {
                        throw new IOException("Tried to create the cache folder " + absolute
                                + ", but there is no such drive. Correct cache.dir or the cacheDir that was given");
                    }
                }
                new CacheAccess(existing, shared).createFolders(absolute);
            }
            return new Cache(absolute, new CacheAccess(absolute, shared));
        } catch (IOException e) {
            throw new IOException(
                    "Could not use the cache folder " + absolute + ": " + Failures.reason(e)
                            + ". Make it writable for this user, or name another one (cacheDir, --cache-dir).",
                    e);
        }
    }

    Path folder() {
        return folder;
    }

    CacheAccess access() {
        return access;
    }

    Path path(ObjectId id) {
        return Path.of(prefix + id.path());
    }

    /**
     * Where the object is written until it is whole.
     *
     * @param writer what tells apart those who write it at the same time; empty where there can be one only
     */
    Path partial(ObjectId id, String writer) {
        return Path.of(prefix + id.path() + writer + ".part");
    }

    Path folder(Shard shard) {
        return Path.of(folderName(shard));
    }

    /** As {@link #folder}, for who needs it as text for each of many objects. */
    String folderName(Shard shard) {
        return prefix + shard.folder();
    }

    Path own(String name) {
        return folder.resolve(OWN).resolve(name);
    }

    /** @return empty where there is no such object */
    Optional<BasicFileAttributes> attributes(ObjectId id) throws IOException {
        Path file = path(id);
        // Asking java.io first saves an exception for each of the many objects that are not there.
        if (!file.toFile().exists()) {
            return Optional.empty();
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, access.attributes());
            return attributes.isRegularFile() ? Optional.of(attributes) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** What needs no second look: DVC's rule (mode 0444), and not the empty file that a power failure leaves. */
    boolean isTrusted(ObjectId id, BasicFileAttributes attributes) {
        return access.isProtected(attributes) && (attributes.size() > 0 || id.isEmptyFile());
    }

    /** @return whether what is there has the hash of its name */
    boolean hasRightContent(ObjectId id) throws IOException {
        Path file = path(id);
        if (ContentHash.of(file, ObjectId.Algorithm.MD5).equals(id.md5())) {
            return true;
        }
        return id.algorithm() == ObjectId.Algorithm.MD5_DOS2UNIX
                && ContentHash.of(file, ObjectId.Algorithm.MD5_DOS2UNIX).equals(id.md5());
    }

    /**
     * Puts a wrong file where no pull takes it for an object and a person can look at it.
     *
     * @return where it is now
     */
    Path quarantine(Path file, ObjectId id) throws IOException {
        Path place = own("quarantine");
        access.createFolders(place);
        Path target = place.resolve(id.value() + "." + System.currentTimeMillis());
        for (int i = 1; Files.exists(target, LinkOption.NOFOLLOW_LINKS); i++) {
            target = place.resolve(id.value() + "." + System.currentTimeMillis() + "-" + i);
        }
        return Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
