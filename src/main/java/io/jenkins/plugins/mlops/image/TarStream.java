package io.jenkins.plugins.mlops.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/**
 * Writes a tar that depends on names and contents alone: POSIX ustar with pax headers for what does not fit, owner 0, one time for all. No library is asked, because the bytes must not change when a library does.
 */
final class TarStream {

    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final long MAX_SIZE = 077777777777L;
    private static final int FILE_MODE = 0644;
    private static final int PROGRAM_MODE = 0755;

    private final OutputStream out;
    private final long seconds;

    TarStream(OutputStream out, Instant time) {
        this.out = out;
        this.seconds = Math.max(0, time.getEpochSecond());
    }

    void folder(String path) throws IOException {
        header(path + "/", '5', 0, PROGRAM_MODE, "");
    }

    void link(String path, String target) throws IOException {
        header(path, '2', 0, 0777, target);
    }

    /** @return how many bytes {@code content} had; the caller decides what it means if these are not {@code size} */
    long file(String path, long size, boolean executable, InputStream content) throws IOException {
        header(path, '0', size, executable ? PROGRAM_MODE : FILE_MODE, "");
        byte[] buffer = new byte[128 * 1024];
        long written = 0;
        for (int n = content.read(buffer); n >= 0 && written <= size; n = content.read(buffer)) {
            out.write(buffer, 0, (int) Math.min(n, size - written));
            written += n;
        }
        if (written == size) {
            pad(size);
        }
        return written;
    }

    /** Without it, a reader takes the tar for cut off, as it should after a failure. */
    void finish() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.flush();
    }

    private void header(String path, char type, long size, int mode, String target) throws IOException {
        StringBuilder pax = new StringBuilder();
        if (!fits(path)) {
            pax.append(record("path", path));
        }
        if (!fits(target)) {
            pax.append(record("linkpath", target));
        }
        if (size > MAX_SIZE) {
            pax.append(record("size", Long.toString(size)));
        }
        if (!pax.isEmpty()) {
            byte[] extension = pax.toString().getBytes(StandardCharsets.UTF_8);
            block("pax", 'x', extension.length, FILE_MODE, "");
            out.write(extension);
            pad(extension.length);
        }
        block(fits(path) ? path : "long", type, size > MAX_SIZE ? 0 : size, mode, fits(target) ? target : "long");
    }

    private static boolean fits(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length <= NAME
                && name.chars().allMatch(c -> c < 0x80);
    }

    /** {@code length key=value}, where the length counts its own digits. */
    private static String record(String key, String value) {
        String rest = " " + key + "=" + value + "\n";
        int bytes = rest.getBytes(StandardCharsets.UTF_8).length;
        int length = bytes + Integer.toString(bytes).length();
        if (Integer.toString(length).length() > Integer.toString(bytes).length()) {
            length++;
        }
        return length + rest;
    }

    private void block(String path, char type, long size, int mode, String target) throws IOException {
        byte[] block = new byte[BLOCK];
        text(block, 0, path);
        octal(block, 100, 8, mode);
        octal(block, 108, 8, 0);
        octal(block, 116, 8, 0);
        octal(block, 124, 12, size);
        octal(block, 136, 12, seconds);
        text(block, 148, "        ");
        block[156] = (byte) type;
        text(block, 157, target);
        text(block, 257, "ustar\00000");
        octal(block, 329, 8, 0);
        octal(block, 337, 8, 0);
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xFF;
        }
        text(block, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        out.write(block);
    }

    private static void text(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private static void octal(byte[] block, int at, int width, long value) {
        text(block, at, String.format(Locale.ROOT, "%0" + (width - 1) + "o", value));
    }

    private void pad(long size) throws IOException {
        out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
    }
}
