package io.jenkins.plugins.mlops.document;

import java.util.List;
import java.util.Locale;

/** Reads a whole document. All methods throw {@link DocumentException} for text that cannot be read and nothing else. */
public final class Documents {

    /** Deeper nesting than this is no metrics, parameters or DVC file but an attack on the stack. */
    public static final int MAX_DEPTH = 200;

    /** Characters. DVC's own files are far below; {@code .dir} manifests are streamed instead. */
    public static final int MAX_LENGTH = 64 * 1024 * 1024;

    private Documents() {}

    public static Node json(String text, String file) throws DocumentException {
        return JsonDocument.read(text, file);
    }

    /** YAML 1.2 core schema; one document; an empty one is {@link Node.Null}. */
    public static Node yaml(String text, String file) throws DocumentException {
        return YamlDocument.read(text, file);
    }

    /** The documents of a file that has several of them, {@code ---} between; empty ones are left out. */
    public static List<Node> yamlStream(String text, String file) throws DocumentException {
        return YamlDocument.readAll(text, file);
    }

    public static Node toml(String text, String file) throws DocumentException {
        return TomlDocument.read(text, file);
    }

    /** Chooses the format by the file's extension: {@code .json}, {@code .toml}; anything else is YAML, as DVC has it. */
    public static Node byExtension(String text, String file) throws DocumentException {
        String name = file.toLowerCase(Locale.ROOT);
        if (name.endsWith(".json")) {
            return json(text, file);
        }
        if (name.endsWith(".toml")) {
            return toml(text, file);
        }
        return yaml(text, file);
    }
}
