package io.jenkins.plugins.mlops.metrics;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads a metrics or parameters file, by its extension: {@code .json}, {@code .toml}, {@code .csv}, {@code .tsv}, {@code .py}; anything else is YAML 1.2, as
 * DVC has it.
 */
public final class MetricReader {

    private MetricReader() {}

    /** @param file path in the repository, {@code /}-separated, as {@link Metric#file} will have it */
    public static Snapshot read(byte[] content, String file) throws DocumentException {
        return read(decode(content, file), file);
    }

    /** @throws IOException also where there is no such file under {@code root} */
    public static Snapshot read(Path root, String file) throws IOException {
        return read(Files.readAllBytes(root.resolve(file)), file);
    }

    public static Snapshot read(String text, String file) throws DocumentException {
        String name = file.toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return CsvMetrics.read(text, file, ',');
        }
        if (name.endsWith(".tsv")) {
            return CsvMetrics.read(text, file, '\t');
        }
        Node root = name.endsWith(".py") ? PythonConstants.read(text, file) : Documents.byExtension(text, file);
        if (root instanceof Node.Null) {
            return Snapshot.EMPTY;
        }
        if (!(root instanceof Node.Mapping mapping)) {
            throw new DocumentException(
                    root.at(), "expected names with values, as in {\"accuracy\": 0.93}, but found " + root.kind());
        }
        return FlatNames.flatten(mapping, file);
    }

    /** Strict, because a replacement character in a name would make it another metric. */
    private static String decode(byte[] content, String file) throws DocumentException {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            int line = 1;
            int lineStart = 0;
            for (int i = 0; i < bytes.position(); i++) {
                if (content[i] == '\n') {
                    line++;
                    lineStart = i + 1;
                }
            }
            throw new DocumentException(
                    new Position(file, line, bytes.position() - lineStart + 1),
                    "not UTF-8 text; save the file as UTF-8",
                    e);
        }
    }
}
