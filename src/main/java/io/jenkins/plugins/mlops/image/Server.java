package io.jenkins.plugins.mlops.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The common ways to serve a model, each with a Dockerfile of its own. */
public enum Server {
    /** A Python program that answers HTTP requests by itself. */
    PYTHON("python:3.12-slim", 8080, "/health", App.SCRIPT, false),
    /** An ASGI application, {@code module:attribute}, under uvicorn. */
    FASTAPI("python:3.12-slim", 8080, "/health", App.ASGI, true),
    /** A folder with {@code MLmodel}, under {@code mlflow models serve}. */
    MLFLOW("python:3.12-slim", 8080, "/ping", App.NONE, true),
    /** One {@code .onnx} file, under a small server of this program. */
    ONNX("python:3.12-slim", 8080, "/health", App.NONE, true),
    /** Archives, {@code .mar}, under TorchServe. */
    TORCHSERVE("pytorch/torchserve:0.12.0-cpu", 8080, "/ping", App.NONE, false),
    /** A Python program on top of KServe's {@code ModelServer}. */
    KSERVE("python:3.12-slim", 8080, "/v2/health/live", App.SCRIPT, true);

    /** What has to be named besides the model. */
    enum App {
        NONE,
        SCRIPT,
        ASGI
    }

    private final String baseImage;
    private final int port;
    private final String healthPath;
    private final App app;
    private final boolean packages;

    Server(String baseImage, int port, String healthPath, App app, boolean packages) {
        this.baseImage = baseImage;
        this.port = port;
        this.healthPath = healthPath;
        this.app = app;
        this.packages = packages;
    }

    /** @throws IllegalArgumentException that lists the names */
    public static Server of(String name) {
        return Arrays.stream(values())
                .filter(server -> server.toString().equals(name.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no known server; known are "
                        + Arrays.stream(values()).map(Server::toString).collect(Collectors.joining(", "))
                        + ", or give a Dockerfile"));
    }

    String baseImage() {
        return baseImage;
    }

    int port() {
        return port;
    }

    String healthPath() {
        return healthPath;
    }

    App app() {
        return app;
    }

    /** Whether it runs on packages that its usual base image does not have. */
    boolean needsPackages() {
        return packages;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
