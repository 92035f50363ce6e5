package io.jenkins.plugins.mlops.image;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a generated image serves the model.
 *
 * @param app script or {@code module:attribute}, where the server asks for one
 * @param baseImage instead of the server's usual one
 * @param requirements packages to install with pip, a path in the workspace; default {@code requirements.txt} where it is there
 * @param port on which the server listens
 * @param healthPath that answers with a status below 400 once the model is loaded
 */
public record ServerChoice(
        Server server,
        Optional<String> app,
        Optional<String> baseImage,
        Optional<String> requirements,
        int port,
        String healthPath) {

    private static final int MAX_PORT = 65535;
    private static final Pattern SCRIPT =
            Pattern.compile("(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*\\.py");
    private static final Pattern ASGI = Pattern.compile("[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*:[A-Za-z_]\\w*");
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9\\[][A-Za-z0-9._:/@\\[\\]-]*");
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._~/%-]*");

    public ServerChoice {
        require(port > 0 && port <= MAX_PORT, "port " + port + " is none; choose 1 to " + MAX_PORT);
        require(
                PATH.matcher(healthPath).matches(),
                "the health path '" + healthPath
                        + "' is none; write it as /health, with letters, digits and . _ ~ - %");
        baseImage.ifPresent(image -> require(
                IMAGE.matcher(image).matches(),
                "the base image '" + image + "' is no reference; write it as python:3.12-slim or name@sha256:..."));
        switch (server.app()) {
            case NONE ->
                require(
                        app.isEmpty(),
                        "the server " + server + " runs no app of yours; leave it out, or take another server");
            case SCRIPT ->
                require(
                        app.filter(script -> SCRIPT.matcher(script).matches()).isPresent(),
                        "the server " + server + " needs a Python script as its app, as serve.py" + instead(app));
            case ASGI ->
                require(
                        app.filter(name -> ASGI.matcher(name).matches()).isPresent(),
                        "the server " + server + " needs module:attribute as its app, as main:app" + instead(app));
        }
    }

    /** With the server's usual base image, port and health path. */
    public static ServerChoice of(Server server, Optional<String> app) {
        return new ServerChoice(server, app, Optional.empty(), Optional.empty(), server.port(), server.healthPath());
    }

    public ServerChoice withBaseImage(String image) {
        return new ServerChoice(server, app, Optional.of(image), requirements, port, healthPath);
    }

    public ServerChoice withRequirements(String file) {
        return new ServerChoice(server, app, baseImage, Optional.of(file), port, healthPath);
    }

    public ServerChoice withPort(int number) {
        return new ServerChoice(server, app, baseImage, requirements, number, healthPath);
    }

    public ServerChoice withHealthPath(String path) {
        return new ServerChoice(server, app, baseImage, requirements, port, path);
    }

    String base() {
        return baseImage.orElse(server.baseImage());
    }

    private static String instead(Optional<String> app) {
        return app.map(text -> ", and not '" + text + "'").orElse("");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException("Cannot make a Dockerfile: " + message);
        }
    }
}
