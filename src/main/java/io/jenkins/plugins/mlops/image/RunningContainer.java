package io.jenkins.plugins.mlops.image;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.OptionalInt;

/** A container that was started from an image; closing removes it, whatever state it is in. */
public interface RunningContainer extends AutoCloseable {

    /** Where its server may be reached from here; not each of them has to work. */
    List<URI> addresses();

    /** Present once it ended. */
    OptionalInt exitCode() throws IOException;

    /** The last lines that it printed, oldest first. */
    List<String> log(int lines) throws IOException;

    @Override
    void close() throws IOException;
}
