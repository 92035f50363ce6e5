package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * What is known of the outputs of one workspace: one binary file below {@code .dvc/tmp}, read at once; the outputs in it are decoded when they are asked for.
 * A file that is damaged or of another version counts as empty, and then files are hashed as if seen for the first time.
 */
final class WorkspaceIndex {

    private static final long MAGIC = 0x4d4c4f50_49445832L;
    private static final int HEADER = Long.BYTES * 2;

    private final Path file;
    private final Map<String, ByteBuffer> sections;
    private boolean changed;

    private WorkspaceIndex(Path file, Map<String, ByteBuffer> sections) {
        this.file = file;
        this.sections = sections;
    }

    static WorkspaceIndex load(Path file) {
        try {
            return new WorkspaceIndex(file, sections(ByteBuffer.wrap(Files.readAllBytes(file))));
        } catch (IOException | BufferUnderflowException | IllegalArgumentException e) {
            return new WorkspaceIndex(file, new TreeMap<>());
        }
    }

    private static Map<String, ByteBuffer> sections(ByteBuffer bytes) {
        Map<String, ByteBuffer> sections = new TreeMap<>();
        if (bytes.getLong() != MAGIC || bytes.getLong() != checksum(bytes)) {
            return sections;
        }
        while (bytes.hasRemaining()) {
            String path = text(bytes);
            int length = bytes.getInt();
            sections.put(path, bytes.slice(bytes.position(), length));
            bytes.position(bytes.position() + length);
        }
        return sections;
    }

    private static long checksum(ByteBuffer bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes.duplicate().position(HEADER));
        return crc.getValue();
    }

    Optional<OutputState> get(String output) {
        ByteBuffer section = sections.get(output);
        return section == null ? Optional.empty() : Optional.of(decode(section.duplicate()));
    }

    /** Their paths, sorted. */
    List<String> outputs() {
        return List.copyOf(sections.keySet());
    }

    void put(String output, OutputState state) {
        sections.put(output, encode(state));
        changed = true;
    }

    void remove(String output) {
        changed |= sections.remove(output) != null;
    }

    /** Not written where nothing changed. */
    void save() throws IOException {
        if (!changed) {
            return;
        }
        int size = HEADER;
        for (Map.Entry<String, ByteBuffer> section : sections.entrySet()) {
            size = Math.addExact(
                    size,
                    encodedLength(section.getKey())
                            + Integer.BYTES
                            + section.getValue().remaining());
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        bytes.putLong(MAGIC).putLong(0);
        for (Map.Entry<String, ByteBuffer> section : sections.entrySet()) {
            put(bytes, section.getKey());
            bytes.putInt(section.getValue().remaining()).put(section.getValue().duplicate());
        }
        bytes.flip();
        bytes.putLong(Long.BYTES, checksum(bytes));
        Path folder = Files.createDirectories(file.resolveSibling(""));
        Path temporary = Files.createTempFile(folder, "index", ".tmp");
        try {
            Files.write(temporary, bytes.array());
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        changed = false;
    }

    private static ByteBuffer encode(OutputState state) {
        int size = encodedLength(state.id().value()) + 7 * Integer.BYTES;
        for (String path : state.paths()) {
            size += encodedLength(path);
        }
        for (String folder : state.folders()) {
            size += encodedLength(folder) + Long.BYTES;
        }
        for (String shard : state.shards().keySet()) {
            size += encodedLength(shard) + Long.BYTES;
        }
        for (String name : state.names()) {
            size += encodedLength(name) + Integer.BYTES;
        }
        size += state.stamps().length * Long.BYTES + state.md5().length;
        ByteBuffer bytes = ByteBuffer.allocate(size);
        put(bytes, state.id().value());
        bytes.putInt(state.id().algorithm().ordinal());
        bytes.putInt(state.complete() ? 1 : 0);
        bytes.putInt(state.paths().size());
        state.paths().forEach(path -> put(bytes, path));
        bytes.putInt(state.folders().length);
        for (int i = 0; i < state.folders().length; i++) {
            put(bytes, state.folders()[i]);
            bytes.putLong(state.folderTimes()[i]);
        }
        bytes.putInt(state.shards().size());
        state.shards().forEach((shard, time) -> {
            put(bytes, shard);
            bytes.putLong(time);
        });
        bytes.putInt(state.size());
        for (int i = 0; i < state.size(); i++) {
            put(bytes, state.names()[i]);
            bytes.putInt(state.folderOf()[i]);
        }
        bytes.asLongBuffer().put(state.stamps());
        bytes.position(bytes.position() + state.stamps().length * Long.BYTES);
        bytes.put(state.md5());
        return bytes.flip();
    }

    private static OutputState decode(ByteBuffer bytes) {
        String hash = text(bytes);
        ObjectId id = new ObjectId(ObjectId.Algorithm.values()[bytes.getInt()], hash);
        boolean complete = bytes.getInt() == 1;
        List<String> paths = new ArrayList<>();
        for (int count = bytes.getInt(); count > 0; count--) {
            paths.add(text(bytes));
        }
        String[] folders = new String[bytes.getInt()];
        long[] folderTimes = new long[folders.length];
        for (int i = 0; i < folders.length; i++) {
            folders[i] = text(bytes);
            folderTimes[i] = bytes.getLong();
        }
        Map<String, Long> shards = new LinkedHashMap<>();
        for (int count = bytes.getInt(); count > 0; count--) {
            shards.put(text(bytes), bytes.getLong());
        }
        int files = bytes.getInt();
        String[] names = new String[files];
        int[] folderOf = new int[files];
        for (int i = 0; i < files; i++) {
            names[i] = text(bytes);
            folderOf[i] = bytes.getInt();
        }
        long[] stamps = new long[files * 3];
        bytes.asLongBuffer().get(stamps);
        bytes.position(bytes.position() + stamps.length * Long.BYTES);
        byte[] md5 = new byte[files * 16];
        bytes.get(md5);
        return new OutputState(
                id, List.copyOf(paths), complete, folders, folderTimes, folderOf, names, stamps, md5, shards);
    }

    private static int encodedLength(String text) {
        return Integer.BYTES + text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void put(ByteBuffer bytes, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        bytes.putInt(utf8.length).put(utf8);
    }

    private static String text(ByteBuffer bytes) {
        int length = bytes.getInt();
        String text = new String(bytes.array(), bytes.arrayOffset() + bytes.position(), length, StandardCharsets.UTF_8);
        bytes.position(bytes.position() + length);
        return text;
    }
}
