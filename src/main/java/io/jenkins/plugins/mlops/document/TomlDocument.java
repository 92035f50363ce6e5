package io.jenkins.plugins.mlops.document;

import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import java.util.Map;

/** Jackson's TOML parser knows the line of an error but not of a value. */
final class TomlDocument {

    private static final TomlFactory TOML = new TomlFactory();

    private TomlDocument() {}

    static Node read(String text, String file) throws DocumentException {
        if (text.isBlank()) {
            return new Node.Mapping(Map.of(), Position.startOf(file));
        }
        return JsonDocument.read(TOML, text, file, "TOML");
    }
}
