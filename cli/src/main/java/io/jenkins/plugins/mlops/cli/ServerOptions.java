package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.image.ImageSource;
import io.jenkins.plugins.mlops.image.Server;
import io.jenkins.plugins.mlops.image.ServerChoice;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the Dockerfile comes from. */
final class ServerOptions {

    @Option(
            names = "--dockerfile",
            paramLabel = "<file>",
            description = "Your own Dockerfile; the whole folder is sent, but for what .dockerignore leaves out.")
    private String dockerfile;

    @Option(
            names = "--server",
            paramLabel = "<server>",
            description =
                    "Generate a Dockerfile: python, fastapi, mlflow, onnx, torchserve or kserve; only what it needs is sent.")
    private String server;

    @Option(
            names = "--app",
            paramLabel = "<app>",
            description = "With --server python or kserve: the script, as serve.py; with fastapi: as main:app.")
    private String app;

    @Option(
            names = "--base-image",
            paramLabel = "<image>",
            description = "With --server: what to build on, best as name@sha256:...")
    private String baseImage;

    @Option(
            names = "--requirements",
            paramLabel = "<file>",
            description = "With --server: packages for pip. Default: requirements.txt, where it is there.")
    private String requirements;

    @Option(names = "--port", paramLabel = "<n>", description = "With --server: where it listens. Default: 8080.")
    private Integer port;

    @Option(
            names = "--health-path",
            paramLabel = "<path>",
            description = "With --server: answers once the model is loaded. Default: /health, or what the server has.")
    private String healthPath;

    ImageSource source() throws WrongUseException {
        if (server == null) {
            if (app != null || baseImage != null || requirements != null || port != null || healthPath != null) {
                throw new WrongUseException(
                        "--app, --base-image, --requirements, --port and --health-path need --server; your own Dockerfile says all that itself.");
            }
            return new ImageSource.Given(dockerfile == null ? "Dockerfile" : dockerfile);
        }
        if (dockerfile != null) {
            throw new WrongUseException("--dockerfile and --server exclude each other.");
        }
        ServerChoice choice = ServerChoice.of(Server.of(server), Optional.ofNullable(app));
        choice = baseImage == null ? choice : choice.withBaseImage(baseImage);
        choice = requirements == null ? choice : choice.withRequirements(requirements);
        choice = port == null ? choice : choice.withPort(port);
        return new ImageSource.Generated(healthPath == null ? choice : choice.withHealthPath(healthPath));
    }
}
