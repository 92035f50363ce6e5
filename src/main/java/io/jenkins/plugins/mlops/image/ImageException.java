package io.jenkins.plugins.mlops.image;

import java.io.IOException;

/** An image could not be built, tried or pushed; the message says what was tried, on what, and what to do. */
public class ImageException extends IOException {

    private static final long serialVersionUID = 1L;

    public ImageException(String message) {
        super(message);
    }

    public ImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
