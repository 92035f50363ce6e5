package io.jenkins.plugins.mlops.agent;

import io.jenkins.plugins.mlops.image.ImageName;
import io.jenkins.plugins.mlops.image.ImageSource;
import io.jenkins.plugins.mlops.image.ImageSpec;
import io.jenkins.plugins.mlops.image.Server;
import io.jenkins.plugins.mlops.image.ServerChoice;
import io.jenkins.plugins.mlops.image.SmokeTest;
import io.jenkins.plugins.mlops.lineage.PathGlob;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which image to make.
 *
 * @param arguments of the step by name, with plain lists, maps, numbers and texts; without those that were left out
 * @param buildUrl the page of the build; empty where Jenkins does not know its own address
 */
public record ImageRequest(TreeMap<String, Object> arguments, String buildUrl) implements Serializable {

    private static final List<String> OF_SERVER =
            List.of("app", "baseImage", "requirements", "port", "healthPath", "include");
    private static final List<String> OF_SMOKE =
            List.of("port", "body", "contentType", "status", "contains", "seconds");

    /** @throws IllegalArgumentException that says what to write instead */
    public void check() {
        WorkspaceFolder.check(dir());
        // Which models the repository declares, the agent knows.
        spec(Path.of(""), List.of(PathGlob.of("*")));
    }

    String dir() {
        return text("dir").orElse(".");
    }

    boolean push() {
        return arguments.containsKey("push");
    }

    public boolean plainHttp() {
        return arguments.containsKey("plainHttp");
    }

    Optional<String> registryCa() {
        return text("registryCa");
    }

    Optional<String> imageVersion() {
        return text("imageVersion");
    }

    /** Whether the step names the models itself. */
    boolean namesModels() {
        return arguments.containsKey("models");
    }

    /** @param declared models of the repository, which are taken where the step names none */
    ImageSpec spec(Path root, List<PathGlob> declared) {
        ImageSpec spec = ImageSpec.of(
                        ImageName.of(text("name").orElse("")),
                        root,
                        namesModels() ? globs("models") : declared,
                        source())
                .including(globs("include"))
                .withBuildArguments(buildArguments());
        Optional<SmokeTest> test = smoke();
        return test.isPresent() ? spec.withSmoke(test.get()) : spec;
    }

    private ImageSource source() {
        Optional<String> server = text("server");
        if (server.isEmpty()) {
            OF_SERVER.stream().filter(arguments::containsKey).findFirst().ifPresent(name -> {
                throw new IllegalArgumentException(
                        name + " needs server, as in server: 'python'; your own Dockerfile says all that itself");
            });
            return new ImageSource.Given(text("dockerfile").orElse("Dockerfile"));
        }
        if (arguments.containsKey("dockerfile")) {
            throw new IllegalArgumentException("dockerfile and server exclude each other; leave one of them out");
        }
        ServerChoice choice = ServerChoice.of(Server.of(server.get()), text("app"));
        choice = text("baseImage").map(choice::withBaseImage).orElse(choice);
        choice = text("requirements").map(choice::withRequirements).orElse(choice);
        choice = number(arguments, "port").map(choice::withPort).orElse(choice);
        return new ImageSource.Generated(
                text("healthPath").map(choice::withHealthPath).orElse(choice));
    }

    private Map<String, String> buildArguments() {
        Map<String, String> values = new TreeMap<>();
        for (String pair : texts("buildArguments")) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                // The text is in no message: it may be a secret.
                throw new IllegalArgumentException(
                        "buildArguments takes texts as 'NAME=value', but one of them has no name before a =");
            }
            values.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return values;
    }

    private Optional<SmokeTest> smoke() {
        if (!(arguments.get("smoke") instanceof Map<?, ?> smoke)) {
            return Optional.empty();
        }
        Optional<String> path = text(smoke, "path");
        if (path.isEmpty()) {
            if (OF_SMOKE.stream().anyMatch(smoke::containsKey)) {
                throw new IllegalArgumentException("smoke needs a path, as in smoke: [path: '/predict', body: '{}']");
            }
            return Optional.empty();
        }
        SmokeTest usual = SmokeTest.get(path.get());
        SmokeTest test = usual.expecting(number(smoke, "status").orElse(usual.status()), text(smoke, "contains"))
                .answeringWithin(
                        number(smoke, "seconds").map(Duration::ofSeconds).orElse(usual.within()));
        Optional<String> body = text(smoke, "body");
        test = body.isPresent()
                ? test.withBody(body.get(), text(smoke, "contentType").orElse(usual.contentType()))
                : test;
        Optional<Integer> port = number(smoke, "port");
        return Optional.of(port.isPresent() ? test.onPort(port.get()) : test);
    }

    private List<PathGlob> globs(String key) {
        return texts(key).stream().map(PathGlob::of).toList();
    }

    private List<String> texts(String key) {
        return Stream.ofNullable(arguments.get(key))
                .flatMap(list -> ((List<?>) list).stream())
                .map(String::valueOf)
                .toList();
    }

    private Optional<String> text(String key) {
        return text(arguments, key);
    }

    private static Optional<String> text(Map<?, ?> from, String key) {
        return Optional.ofNullable(from.get(key)).map(String::valueOf);
    }

    private static Optional<Integer> number(Map<?, ?> from, String key) {
        return Optional.ofNullable((Integer) from.get(key));
    }
}
