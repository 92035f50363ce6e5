package io.jenkins.plugins.mlops.steps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** examples/digits as a Git and DVC repository whose data is in a storage, and not in the workspace. */
final class ExampleProject {

    private static final Path SOURCE = Path.of("examples", "digits");

    private ExampleProject() {}

    static void create(Path workspace, Path storage) throws IOException, InterruptedException {
        for (Path file : files(SOURCE)) {
            Path inside = SOURCE.relativize(file);
            boolean data = inside.startsWith(Path.of("data", "train")) || inside.startsWith(Path.of("data", "test"));
            if (!data) {
                Path copy = workspace.resolve(inside.toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        store(storage, SOURCE.resolve("data/train"));
        store(storage, SOURCE.resolve("data/test"));
        Files.createDirectories(workspace.resolve(".dvc"));
        Files.writeString(
                workspace.resolve(".dvc/config"),
                "[core]\n    remote = storage\n['remote \"storage\"']\n    url = " + storage + "\n");
        Files.writeString(
                workspace.resolve(".gitignore"),
                "/data/train\n/data/test\n/models\n/plots\n/predictions.csv\n/metrics.json\n__pycache__\n/.dvc/cache\n/.dvc/tmp\n");
        git(workspace, "init", "-q");
        git(workspace, "add", "-A");
        git(workspace, "-c", "user.name=test", "-c", "user.email=test@example.org", "commit", "-qm", "digits");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void store(Path storage, Path folder) throws IOException {
        StringBuilder manifest = new StringBuilder();
        for (Path file : files(folder)) {
            String md5 = put(storage, Files.readAllBytes(file), "");
            manifest.append(manifest.isEmpty() ? "" : ", ")
                    .append("{\"md5\": \"" + md5 + "\", \"relpath\": \"" + slashed(folder.relativize(file)) + "\"}");
        }
        put(storage, ("[" + manifest + "]").getBytes(StandardCharsets.UTF_8), ".dir");
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }

    private static String put(Path storage, byte[] content, String suffix) throws IOException {
        try {
            String md5 =
                    HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
            Path object = storage.resolve("files/md5/" + md5.substring(0, 2) + "/" + md5.substring(2) + suffix);
            Files.createDirectories(object.getParent());
            Files.write(object, content);
            return md5;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has MD5", e);
        }
    }

    private static void git(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
        int exitCode = new ProcessBuilder(command)
                .directory(folder.toFile())
                .inheritIO()
                .start()
                .waitFor();
        if (exitCode != 0) {
            throw new IOException(command + " ended with " + exitCode);
        }
    }
}
