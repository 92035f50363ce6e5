package io.jenkins.plugins.mlops.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The example project that the program carries, whether it runs from its jar or from a folder of classes. */
final class ExampleFiles {

    private static final String ROOT = "/examples/digits";

    private ExampleFiles() {}

    static void copyTo(Path target) throws IOException {
        URL marker = ExampleFiles.class.getResource(ROOT + "/dvc.yaml");
        if (marker == null) {
            throw new IOException("This build of mlops has no example in it; build it with 'mvn -f cli package'.");
        }
        URI uri;
        try {
            uri = marker.toURI();
        } catch (URISyntaxException e) {
            throw new IOException("Cannot read the example from " + marker, e);
        }
        if (uri.getScheme().equals("jar")) {
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                copy(jar.getPath(ROOT), target);
            }
        } else {
            Path file = Path.of(uri);
            copy(file.resolveSibling(""), target);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(from)) {
            files = tree.filter(Files::isRegularFile).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.resolveSibling(""));
            Files.copy(file, target);
        }
    }
}
