package io.jenkins.plugins.mlops.docker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;

/** What one thread writes, as a stream for another. A failure of the writer is one of the reader, never a short end. */
final class TarPipe extends FilterInputStream {

    interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    private static final int BUFFER = 256 * 1024;

    private final Thread thread;
    private volatile Exception failure;
    private volatile boolean whole;

    static TarPipe of(Writer writer) throws IOException {
        PipedInputStream in = new PipedInputStream(BUFFER);
        return new TarPipe(in, new PipedOutputStream(in), writer);
    }

    private TarPipe(PipedInputStream in, PipedOutputStream out, Writer writer) {
        super(in);
        thread = new Thread(() -> write(out, writer), "build context");
        thread.setDaemon(true);
        thread.start();
    }

    private void write(PipedOutputStream out, Writer writer) {
        try (out) {
            writer.writeTo(out);
            whole = true;
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    /** Why the writer stopped, if it is not the reader who did. */
    Exception failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        return checked(super.read());
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return checked(super.read(buffer, offset, length));
    }

    private int checked(int read) throws IOException {
        if (read < 0 && !whole) {
            throw new IOException("The build context is not whole", failure);
        }
        return read;
    }
}
