package io.jenkins.plugins.mlops.image;

import io.jenkins.plugins.mlops.lineage.CodeVersion;
import io.jenkins.plugins.mlops.lineage.PathGlob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Folders to make images from. */
public final class Workspaces {

    public static final Instant COMMITTED = Instant.parse("2026-03-01T12:00:00Z");

    /** Serves {@code models/model.txt} with the standard library alone. */
    public static final String SERVER =
            """
            import os
            from http.server import BaseHTTPRequestHandler, HTTPServer

            model = open("models/model.txt").read()

            class Handler(BaseHTTPRequestHandler):
                def do_GET(self):
                    self.answer(200 if self.path == "/health" else 404, "ok " + model)

                def do_POST(self):
                    body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                    self.answer(200, self.headers["Content-Type"] + " " + body + " " + model)

                def answer(self, status, text):
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(text)))
                    self.end_headers()
                    self.wfile.write(text.encode())

            HTTPServer(("", int(os.environ["PORT"])), Handler).serve_forever()
            """;

    private Workspaces() {}

    /** With a model, a server for it, and things that no image needs. */
    public static Path create(Path root) throws IOException {
        write(root, "models/model.txt", "weights 1 2 3");
        write(root, "serve.py", SERVER);
        write(root, "data/train.csv", "1,2,3");
        write(root, ".git/config", "[remote \"origin\"] url = https://user:secret@example.org/");
        write(root, ".dvc/config.local", "password = secret");
        return root;
    }

    public static void write(Path root, String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    public static ImageOrigin origin(String... modified) {
        CodeVersion code = new CodeVersion(
                Optional.of("https://git.example.org/fraud.git"),
                "0123456789abcdef0123456789abcdef01234567",
                Optional.of("main"),
                List.of(modified));
        return new ImageOrigin(code, COMMITTED, "fedcba9876543210fedcba9876543210", Optional.empty(), Optional.empty());
    }

    public static ImageSpec generated(Path root, String name, ServerChoice choice) {
        return ImageSpec.of(ImageName.of(name), root, globs("models"), new ImageSource.Generated(choice));
    }

    public static ServerChoice python(String baseImage) {
        return ServerChoice.of(Server.PYTHON, Optional.of("serve.py")).withBaseImage(baseImage);
    }

    public static ImageSpec given(Path root, String name) {
        return ImageSpec.of(ImageName.of(name), root, globs("models"), new ImageSource.Given("Dockerfile"));
    }

    static List<PathGlob> globs(String... globs) {
        return List.of(globs).stream().map(PathGlob::of).toList();
    }
}
