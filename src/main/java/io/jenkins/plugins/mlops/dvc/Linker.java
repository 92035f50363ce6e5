package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Makes workspace files from objects, by the first kind of link that works here. Links show the object itself, which is read-only; a copy is the user's own
 * and writable. An executable file is always a copy: its mode is not that of an object.
 */
final class Linker {

    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private static final Set<StandardOpenOption> READ = Set.of(StandardOpenOption.READ);

    private static final int SMALL = 256 * 1024;

    private final Cache cache;
    private final List<LinkType> types;
    private final Reflink reflink;

    private Linker(Cache cache, List<LinkType> types, Reflink reflink) {
        this.cache = cache;
        this.types = types;
        this.reflink = reflink;
    }

    /**
     * Tries out which links work, with a file of its own.
     *
     * @param workspace a folder that is there
     * @throws IOException where none of {@code types} works
     */
    static Linker probe(Cache cache, Path workspace, List<LinkType> types) throws IOException {
        Path own = cache.own("probe");
        cache.access().createFolders(own);
        Path from = Files.createTempFile(own, "link", ".tmp");
        Path to = from.resolveSibling(from.getFileName() + "-to");
        List<LinkType> working = new ArrayList<>();
        Reflink reflink = Reflink.NONE;
        try {
            Path target = workspace.resolve(String.valueOf(to.getFileName()));
            for (LinkType type : types) {
                if (type == LinkType.REFLINK) {
                    reflink = Reflink.probe(from, target);
                    if (reflink.works()) {
                        working.add(type);
                    }
                } else if (type == LinkType.COPY || works(type, from, target)) {
                    working.add(type);
                }
            }
        } finally {
            Files.deleteIfExists(from);
        }
        if (working.isEmpty()) {
            throw new IOException("None of the link types " + types + " works from the cache " + cache.folder() + " to "
                    + workspace + "; allow copy as well (cache.type, --link)");
        }
        return new Linker(cache, List.copyOf(working), reflink);
    }

    private static boolean works(LinkType type, Path from, Path to) throws IOException {
        try {
            if (type == LinkType.HARDLINK) {
                Files.createLink(to, from);
            } else {
                Files.createSymbolicLink(to, from);
            }
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        } finally {
            Files.deleteIfExists(to);
        }
    }

    /**
     * @param file must not be there
     * @return whether the file is the object itself, by another name
     * @throws NoSuchFileException where the cache does not have the object
     */
    boolean place(ObjectId id, Path file, boolean executable) throws IOException {
        if (executable) {
            copy(cache.path(id), file);
            makeExecutable(file);
            return false;
        }
        IOException failure = null;
        for (LinkType type : types) {
            try {
                return place(type, id, file);
            } catch (FileAlreadyExistsException | NoSuchFileException e) {
                throw e;
            } catch (IOException e) {
                if (type == LinkType.COPY) {
                    throw e;
                }
                // Another file system than where the links were tried out, or too many links of one object (65,000 on
                // ext4).
                failure = e;
            }
        }
        throw failure;
    }

    private boolean place(LinkType type, ObjectId id, Path file) throws IOException {
        Path object = cache.path(id);
        switch (type) {
            case HARDLINK -> {
                if (!id.isEmptyFile()) {
                    Files.createLink(file, object);
                    return true;
                }
                // As DVC, a file of its own: the empty object would run out of links first.
                Files.createFile(file);
            }
            case SYMLINK -> symlink(object, file);
            case REFLINK -> {
                if (!reflink.tryClone(object, file)) {
                    copy(object, file);
                }
            }
            case COPY -> copy(object, file);
        }
        return false;
    }

    private static void symlink(Path object, Path file) throws IOException {
        if (!Files.isRegularFile(object)) {
            throw new NoSuchFileException(object.toString());
        }
        Files.createSymbolicLink(file, object);
    }

    private static void copy(Path object, Path file) throws IOException {
        try (FileChannel from = FileChannel.open(object, READ);
                FileChannel to = FileChannel.open(file, NEW)) {
            long size = from.size();
            if (size <= SMALL) {
                // The kernel's way of copying takes many times longer to set up than such a file to read and write.
                ByteBuffer content = ByteBuffer.allocate((int) size);
                while (content.hasRemaining() && from.read(content) >= 0) {}
                content.flip();
                while (content.hasRemaining()) {
                    to.write(content);
                }
                return;
            }
            long at = 0;
            while (at < size) {
                long count = from.transferTo(at, size - at, to);
                if (count <= 0) {
                    throw new IOException(
                            "Copying " + object + " to " + file + " ended after " + at + " of " + size + " bytes");
                }
                at += count;
            }
        }
    }

    static void makeExecutable(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null) {
            Set<PosixFilePermission> modes = view.readAttributes().permissions();
            modes.add(PosixFilePermission.OWNER_EXECUTE);
            view.setPermissions(modes);
        }
    }
}
