package io.jenkins.plugins.mlops.image;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/** What makes, starts and pushes images: a Docker daemon. Implemented by the {@code docker} package. */
public interface ImageBuilder {

    /** The image that has this tag where the builder is. */
    Optional<LocalImage> find(ImageReference reference) throws IOException;

    /**
     * Builds and tags.
     *
     * @throws ImageException with the last lines of the builder
     * @throws InterruptedException after the build was given up
     */
    LocalImage build(ImagePlan plan, ImageListener listener) throws IOException, InterruptedException;

    /** @param port that will be asked; default the one that the image exposes */
    RunningContainer start(LocalImage image, OptionalInt port) throws IOException;

    /** @return the digest of what was pushed: {@code sha256:} and 64 hexadecimal digits */
    String push(ImageReference reference, ImageListener listener) throws IOException, InterruptedException;
}
