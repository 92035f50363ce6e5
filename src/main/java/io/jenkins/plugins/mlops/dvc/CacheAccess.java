package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** The permissions DVC gives to what is in a cache: objects read-only for everyone, folders for the group as well with {@code cache.shared group}. */
final class CacheAccess {

    private static final Set<PosixFilePermission> READ_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
    private static final int GROUP_FOLDER_MODE = 02775;

    private final boolean posix;
    private final boolean shared;

    CacheAccess(Path existing, boolean shared) throws IOException {
        FileStore store = Files.getFileStore(existing);
        this.posix = store.supportsFileAttributeView(PosixFileAttributeView.class);
        this.shared = shared;
    }

    boolean isPosix() {
        return posix;
    }

    /** For a new file: it is read-only from the first moment and still writable through the handle that made it. */
    FileAttribute<?>[] ofNewObject() {
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(READ_ONLY)}
                : new FileAttribute<?>[0];
    }

    Class<? extends BasicFileAttributes> attributes() {
        return posix ? PosixFileAttributes.class : BasicFileAttributes.class;
    }

    /** DVC's sign that an object is whole: mode 0444. Without POSIX modes there is no such sign, and presence has to do. */
    boolean isProtected(BasicFileAttributes attributes) {
        return !(attributes instanceof PosixFileAttributes modes)
                || modes.permissions().equals(READ_ONLY);
    }

    /** Not fatal where it fails: on some shares and with objects of other users nobody may, and DVC lives with that too. */
    boolean protect(Path object) {
        try {
            if (posix) {
                Files.setPosixFilePermissions(object, READ_ONLY);
            } else {
                Files.setAttribute(object, "dos:readonly", true);
            }
            return true;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    void makeWritable(Path object) throws IOException {
        if (posix) {
            Set<PosixFilePermission> modes = EnumSet.copyOf(READ_ONLY);
            modes.add(PosixFilePermission.OWNER_WRITE);
            Files.setPosixFilePermissions(object, modes);
        } else if (Files.getFileStore(object).supportsFileAttributeView("dos")) {
            Files.setAttribute(object, "dos:readonly", false);
        }
    }

    /** So that other users of a shared cache may write this program's own files there. */
    void shareWithGroup(Path file) {
        if (shared && posix) {
            try {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
            } catch (IOException e) {
                // Not the owner: then it was shared by the one who is.
                return;
            }
        }
    }

    /** Creates the folders above {@code file}. */
    void createFoldersFor(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            createFolders(parent);
        }
    }

    /** Creates {@code folder} and the folders above it. */
    void createFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        createFoldersFor(folder);
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
            return;
        }
        if (shared && posix) {
            try {
                Files.setAttribute(folder, "unix:mode", GROUP_FOLDER_MODE);
            } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
                // As DVC: the group's right may also come from the folder above.
                return;
            }
        }
    }
}
