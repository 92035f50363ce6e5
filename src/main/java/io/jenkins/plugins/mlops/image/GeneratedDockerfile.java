package io.jenkins.plugins.mlops.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A Dockerfile for one of the common servers, and what it copies. Everything lies under {@code /app} at its path in the workspace, where the server also starts. The files come as a tree that is copied to the
 * root: so the builder makes no folder by itself, which would have the time of the build, and the layer is the same to the byte each time.
 */
final class GeneratedDockerfile {

    static final String FILE = "Dockerfile";

    private static final String APP = "app/";
    private static final String IMAGE = "image/" + APP;
    private static final String PACKAGES = "packages/" + APP;
    private static final String ONNX_SERVER = "onnx_server.py";
    private static final String TORCHSERVE_START = "torchserve_start.py";
    private static final String TORCHSERVE_CONFIG = "torchserve.properties";
    /** Where TorchServe listens for the rest: management, metrics, and both for gRPC. */
    private static final Set<Integer> TORCHSERVE_PORTS = Set.of(8081, 8082, 7070, 7071);

    private final ServerChoice choice;
    private final List<String> models;
    private final Optional<String> requirements;

    /** @param requirements a file of the workspace, that is there */
    GeneratedDockerfile(ServerChoice choice, List<String> models, Optional<String> requirements) {
        this.choice = choice;
        this.models = models;
        this.requirements = requirements;
    }

    /** @param files what goes into the image, by path in the workspace */
    Map<String, ContextEntry> context(Map<String, ContextEntry> files) throws ImageException {
        Map<String, ContextEntry> context = new TreeMap<>();
        context.put(FILE, new ContextEntry.Text(text()));
        files.forEach((path, entry) -> {
            boolean early = requirements.filter(path::equals).isPresent() && !models.contains(path);
            context.put((early ? PACKAGES : IMAGE) + path, entry);
        });
        requirements.filter(models::contains).ifPresent(path -> context.put(PACKAGES + path, files.get(path)));
        for (Map.Entry<String, String> own : own().entrySet()) {
            if (context.put(IMAGE + own.getKey(), new ContextEntry.Text(own.getValue())) != null) {
                throw new ImageException("Cannot make a Dockerfile for a " + choice.server() + " server: "
                        + own.getKey() + " is the name of a file that it brings. Rename yours, or leave it out");
            }
        }
        return context;
    }

    /** What the server is started with, by name. */
    private Map<String, String> own() {
        return switch (choice.server()) {
            case ONNX -> Map.of(ONNX_SERVER, resource(ONNX_SERVER));
            case TORCHSERVE ->
                Map.of(
                        TORCHSERVE_START,
                        resource(TORCHSERVE_START),
                        TORCHSERVE_CONFIG,
                        resource(TORCHSERVE_CONFIG).replace("@PORT@", Integer.toString(choice.port())));
            default -> Map.of();
        };
    }

    String text() throws ImageException {
        return resource("server.Dockerfile")
                .replace("@SERVER@", choice.server().toString())
                .replace("@BASE_IMAGE@", choice.base())
                .replace("@PACKAGES@", packages())
                .replace(
                        "@ENVIRONMENT@",
                        // The usual base has TEMP in a home folder, which is not that of the user here.
                        choice.server() == Server.TORCHSERVE
                                ? " TEMP=/tmp LOG_LOCATION=/tmp METRICS_LOCATION=/tmp"
                                : "")
                .replace("@PORT@", Integer.toString(choice.port()))
                .replace("@HEALTH_PATH@", choice.healthPath())
                .replace("@COMMAND@", json(command()));
    }

    private String packages() throws ImageException {
        if (requirements.isPresent()) {
            List<String> install =
                    List.of("python3", "-m", "pip", "install", "--no-cache-dir", "-r", "/" + APP + requirements.get());
            return "COPY packages/ /\nRUN " + json(install) + "\n";
        }
        if (choice.server().needsPackages() && choice.baseImage().isEmpty()) {
            throw new ImageException(
                    "Cannot make a Dockerfile for a " + choice.server()
                            + " server: nothing says which packages it needs. Write a requirements.txt with versions, or name a base image that has them");
        }
        return "";
    }

    private List<String> command() throws ImageException {
        String port = Integer.toString(choice.port());
        List<String> command = new ArrayList<>(List.of("python3"));
        switch (choice.server()) {
            case PYTHON, KSERVE -> command.add(choice.app().orElseThrow());
            case FASTAPI ->
                command.addAll(
                        List.of("-m", "uvicorn", choice.app().orElseThrow(), "--host", "0.0.0.0", "--port", port));
            case MLFLOW -> {
                command.addAll(List.of("-m", "mlflow", "models", "serve", "--model-uri", mlflowModel()));
                command.addAll(List.of("--host", "0.0.0.0", "--port", port, "--env-manager", "local"));
            }
            case ONNX -> command.addAll(List.of(ONNX_SERVER, only(".onnx"), port));
            case TORCHSERVE -> {
                command.addAll(List.of(TORCHSERVE_START, "--ncs", "--ts-config", TORCHSERVE_CONFIG));
                command.addAll(List.of("--model-store", archiveFolder(), "--models", "all"));
            }
        }
        return command;
    }

    /** The folder that has the file {@code MLmodel}. */
    private String mlflowModel() throws ImageException {
        String file = only("MLmodel");
        return file.equals("MLmodel") ? "." : file.substring(0, file.length() - "/MLmodel".length());
    }

    private String archiveFolder() throws ImageException {
        if (TORCHSERVE_PORTS.contains(choice.port())) {
            throw new ImageException("Cannot make a Dockerfile for a torchserve server on port " + choice.port()
                    + ": TorchServe itself listens there, for management, metrics or gRPC. Choose another, as "
                    + Server.TORCHSERVE.port());
        }
        List<String> folders = models.stream()
                .filter(path -> path.endsWith(".mar"))
                .map(path -> path.indexOf('/') < 0 ? "." : path.substring(0, path.lastIndexOf('/')))
                .distinct()
                .toList();
        if (folders.size() != 1) {
            throw new ImageException(
                    "Cannot make a Dockerfile for a torchserve server: it needs model archives, *.mar, in one folder, and "
                            + (folders.isEmpty() ? "there are none" : "they lie in " + String.join(" and ", folders)));
        }
        return folders.get(0);
    }

    private String only(String ending) throws ImageException {
        List<String> found = models.stream()
                .filter(path -> path.endsWith(ending))
                .filter(path -> ending.startsWith(".") || path.equals(ending) || path.endsWith("/" + ending))
                .toList();
        if (found.size() != 1) {
            throw new ImageException(
                    "Cannot make a Dockerfile for a " + choice.server() + " server: among the models has to be one "
                            + ending + " file, and there "
                            + (found.isEmpty() ? "is none" : "are " + String.join(" and ", found))
                            + ". Name the model more exactly");
        }
        return found.get(0);
    }

    /** The exec form: no shell reads it. */
    static String json(List<String> words) {
        return words.stream().map(GeneratedDockerfile::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String word) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : word.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20 || c > 0x7E) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    private static String resource(String name) {
        try (InputStream in = GeneratedDockerfile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program was packaged without its resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
