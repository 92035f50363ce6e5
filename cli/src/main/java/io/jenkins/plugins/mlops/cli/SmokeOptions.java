package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.image.SmokeTest;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the started image is asked. */
final class SmokeOptions {

    @Option(
            names = "--smoke-path",
            paramLabel = "<path>",
            description =
                    "Ask this of the started image before it is pushed, as /predict. Default: the health path of --server.")
    private String path;

    @Option(
            names = "--smoke-port",
            paramLabel = "<n>",
            description = "Default: that of --server, else the one port that the image exposes.")
    private Integer port;

    @Option(
            names = "--smoke-body",
            paramLabel = "<text>",
            description = "Send this by POST; without it, the path is asked by GET.")
    private String body;

    @Option(
            names = "--smoke-type",
            paramLabel = "<type>",
            defaultValue = "application/json",
            description = "Of the body. Default: ${DEFAULT-VALUE}.")
    private String type;

    @Option(
            names = "--smoke-status",
            paramLabel = "<n>",
            defaultValue = "200",
            description = "The status to expect. Default: ${DEFAULT-VALUE}.")
    private int status;

    @Option(names = "--smoke-contains", paramLabel = "<text>", description = "What the answer has to contain.")
    private String contains;

    @Option(
            names = "--smoke-seconds",
            paramLabel = "<n>",
            defaultValue = "60",
            description = "How long the right answer may take, with the start. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    Optional<SmokeTest> test() throws WrongUseException {
        if (path == null) {
            if (port != null || body != null || contains != null) {
                throw new WrongUseException("--smoke-port, --smoke-body and --smoke-contains need --smoke-path.");
            }
            return Optional.empty();
        }
        SmokeTest test = SmokeTest.get(path)
                .expecting(status, Optional.ofNullable(contains))
                .answeringWithin(Duration.ofSeconds(seconds));
        test = body == null ? test : test.withBody(body, type);
        return Optional.of(port == null ? test : test.onPort(port));
    }
}
