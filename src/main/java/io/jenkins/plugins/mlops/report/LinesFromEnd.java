package io.jenkins.plugins.mlops.report;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;

/** The lines of a file, the last one first, so that the newest entries of a long file cost no more than those of a short one. */
final class LinesFromEnd {

    /** What a metrics index can have at most, and far above what it has. */
    static final int MAX_LINE = 16 * 1024 * 1024;

    private static final int BLOCK = 64 * 1024;

    private final FileChannel channel;
    /** Where {@link #buffer} starts in the file. */
    private long start;
    /** Bytes of the file, of which those from {@link #end} on are used up. */
    private byte[] buffer = new byte[0];

    private int end;
    private boolean terminated;
    private boolean done;

    LinesFromEnd(FileChannel channel, long size) {
        this.channel = channel;
        this.start = size;
        this.done = size == 0;
    }

    /**
     * @param offset of the line's first byte in the file
     * @param terminated false for the last line where no line feed ends it
     * @param text empty for a line of more than {@value #MAX_LINE} bytes
     */
    record Line(long offset, boolean terminated, Optional<byte[]> text) {}

    /** The line before the one that was returned last; a line feed at the very end of the file starts no line. */
    Optional<Line> previous() throws IOException {
        boolean overlong = false;
        while (!done) {
            int feed = end - 1;
            while (feed >= 0 && buffer[feed] != '\n') {
                feed--;
            }
            if (feed < 0 && start > 0) {
                overlong |= end > MAX_LINE;
                readMore(overlong);
                continue;
            }
            byte[] text = overlong ? new byte[0] : Arrays.copyOfRange(buffer, feed + 1, end);
            Line line = new Line(start + feed + 1, terminated, overlong ? Optional.empty() : Optional.of(text));
            boolean behindLastFeed = !terminated && !overlong && text.length == 0;
            terminated = true;
            end = Math.max(feed, 0);
            done = feed < 0;
            if (!behindLastFeed) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    private void readMore(boolean dropRest) throws IOException {
        int length = (int) Math.min(BLOCK, start);
        ByteBuffer block = ByteBuffer.allocate(length);
        while (block.hasRemaining()) {
            if (channel.read(block, start - length + block.position()) < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
        }
        int kept = dropRest ? 0 : end;
        byte[] longer = Arrays.copyOf(block.array(), length + kept);
        System.arraycopy(buffer, 0, longer, length, kept);
        buffer = longer;
        start -= length;
        end = length + kept;
    }
}
