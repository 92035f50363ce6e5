package io.jenkins.plugins.mlops.dvc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Position;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The content of a {@code .dir} object: the files of a tracked folder.
 *
 * @param files in the order of the object, which DVC sorts by path; no path twice, none inside another
 */
public record Manifest(List<File> files) {

    /** @param path relative to the folder; safe to resolve against it as long as no symbolic link stands in between */
    public record File(String path, ObjectId id) {}

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Jackson would keep every path for ever.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(20).build())
            .build();

    public Manifest {
        files = List.copyOf(files);
    }

    /**
     * @param id of the manifest; its files have the same algorithm
     * @param name for messages
     * @throws DocumentException for text that is no manifest, and for any path that could lead out of the folder
     */
    public static Manifest read(InputStream in, ObjectId id, String name) throws IOException {
        try (JsonParser parser = JSON.createParser(in)) {
            List<File> files = files(parser, id.algorithm(), name);
            if (parser.nextToken() != null) {
                throw new DocumentException(here(parser, name), "text after the end of the list");
            }
            return new Manifest(files);
        } catch (JsonProcessingException e) {
            throw new DocumentException(
                    position(e.getLocation(), name), "not a manifest of DVC: " + e.getOriginalMessage(), e);
        }
    }

    private static List<File> files(JsonParser parser, ObjectId.Algorithm algorithm, String name) throws IOException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw new DocumentException(Position.startOf(name), "not a manifest of DVC: expected a list");
        }
        List<File> files = new ArrayList<>();
        Set<String> paths = new HashSet<>();
        Set<String> folders = new HashSet<>();
        String parent = null;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Position at = here(parser, name);
            File file = file(parser, algorithm, name, at);
            if (!paths.add(file.path())) {
                throw new DocumentException(at, "'" + file.path() + "' stands in the manifest a second time");
            }
            parent = RepositoryPath.parent(file.path(), parent);
            for (String folder = parent;
                    !folder.isEmpty() && folders.add(folder);
                    folder = RepositoryPath.parent(folder)) {
                if (paths.contains(folder)) {
                    throw new DocumentException(at, "'" + folder + "' is a file and a folder as well");
                }
            }
            if (folders.contains(file.path())) {
                throw new DocumentException(at, "'" + file.path() + "' is a file and a folder as well");
            }
            files.add(file);
        }
        return files;
    }

    private static File file(JsonParser parser, ObjectId.Algorithm algorithm, String name, Position at)
            throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new DocumentException(at, "expected an entry with 'md5' and 'relpath'");
        }
        String md5 = null;
        String path = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            boolean wanted = key.equals("md5") || key.equals("relpath");
            if (wanted && value != JsonToken.VALUE_STRING) {
                throw new DocumentException(here(parser, name), "expected '" + key + "' to be text");
            }
            if (key.equals("md5")) {
                md5 = parser.getText();
            } else if (key.equals("relpath")) {
                path = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        if (md5 == null || path == null) {
            throw new DocumentException(
                    at, "an entry has no '" + (md5 == null ? "md5" : "relpath") + "', so its file cannot be found");
        }
        Optional<ObjectId> id = ObjectId.parse(algorithm, md5);
        if (id.isEmpty() || id.get().isDirectory()) {
            throw new DocumentException(at, "'" + md5 + "' is no md5 hash of a file");
        }
        Optional<String> problem = RepositoryPath.problemInManifest(path);
        if (problem.isPresent()) {
            throw new DocumentException(at, "the path '" + path + "' " + problem.get());
        }
        return new File(path, id.get());
    }

    private static Position here(JsonParser parser, String name) {
        return position(parser.currentTokenLocation(), name);
    }

    private static Position position(JsonLocation location, String name) {
        if (location == null || location.getLineNr() < 1) {
            return Position.in(name);
        }
        return new Position(name, location.getLineNr(), Math.max(location.getColumnNr(), 0));
    }
}
