package io.jenkins.plugins.mlops.image;

/** Where the Dockerfile comes from, and with it what is sent to the builder. */
public sealed interface ImageSource {

    /** @param dockerfile path in the workspace, all of which is the context but for what {@code .dockerignore} leaves out */
    record Given(String dockerfile) implements ImageSource {}

    /** Only models, app, packages and included files are the context. */
    record Generated(ServerChoice choice) implements ImageSource {}
}
