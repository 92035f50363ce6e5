package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code .dvc} and {@code dvc.lock} know of the content of an output.
 *
 * @param foreignHash the key of a hash that only an external storage has ({@code etag}, {@code checksum})
 */
record OutputEntry(
        Optional<ObjectId> id,
        OptionalLong size,
        OptionalLong files,
        boolean executable,
        boolean versionAware,
        Optional<String> foreignHash) {

    static final OutputEntry NONE = new OutputEntry(
            Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), false, false, Optional.empty());

    static OutputEntry read(Node.Mapping entry) throws DocumentException {
        ObjectId.Algorithm algorithm = algorithm(entry);
        Optional<ObjectId> id = hash(entry, algorithm);
        OptionalLong size = count(entry, "size");
        OptionalLong nfiles = count(entry, "nfiles");
        Optional<Node> files = entry.get("files").filter(node -> !(node instanceof Node.Null));
        if (files.isPresent()) {
            Node.Sequence list = files.get().asSequence("'files'");
            return new OutputEntry(
                    id.isPresent() ? id : manifestHash(list, algorithm),
                    size,
                    nfiles.isPresent() ? nfiles : OptionalLong.of(list.items().size()),
                    false,
                    true,
                    Optional.empty());
        }
        boolean cloud =
                entry.get("cloud").isPresent() || entry.get("version_id").isPresent();
        Optional<String> foreign = Optional.of("etag")
                .filter(key -> entry.get(key).isPresent())
                .or(() -> Optional.of("checksum").filter(key -> entry.get(key).isPresent()))
                .filter(key -> id.isEmpty());
        return new OutputEntry(id, size, nfiles, flag(entry, "isexec", false), cloud, foreign);
    }

    /** {@code hash: md5} is DVC 3; without it an {@code md5} is that of DVC 2, whatever the version of DVC that reads it. */
    private static ObjectId.Algorithm algorithm(Node.Mapping entry) throws DocumentException {
        Optional<Node> hash = entry.get("hash").filter(node -> !(node instanceof Node.Null));
        if (hash.isEmpty()) {
            return ObjectId.Algorithm.MD5_DOS2UNIX;
        }
        String name = hash.get().asText("'hash'");
        return switch (name) {
            case "md5" -> ObjectId.Algorithm.MD5;
            case "md5-dos2unix" -> ObjectId.Algorithm.MD5_DOS2UNIX;
            default ->
                throw new DocumentException(
                        hash.get().at(), "the hash '" + name + "' is not supported; DVC keeps data by md5");
        };
    }

    private static Optional<ObjectId> hash(Node.Mapping entry, ObjectId.Algorithm algorithm) throws DocumentException {
        Optional<Node> md5 = entry.get("md5").filter(node -> !(node instanceof Node.Null));
        if (md5.isEmpty()) {
            return Optional.empty();
        }
        String value = md5.get().asText("'md5'").toLowerCase(Locale.ROOT);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Optional<ObjectId> id = ObjectId.parse(algorithm, value);
        if (id.isEmpty()) {
            throw new DocumentException(md5.get().at(), "'" + value + "' is no md5 hash");
        }
        return id;
    }

    /**
     * The hash of the manifest that DVC makes of {@code files:}: Python's {@code json.dumps(list, sort_keys=True)}, sorted by path. No object of that name
     * need exist.
     */
    private static Optional<ObjectId> manifestHash(Node.Sequence files, ObjectId.Algorithm algorithm)
            throws DocumentException {
        Map<String, String> md5s = new HashMap<>();
        for (Node node : files.items()) {
            Node.Mapping file = node.asMapping("an entry of 'files'");
            Optional<ObjectId> id = hash(file, algorithm);
            Optional<Node> path = file.get("relpath");
            if (path.isEmpty()) {
                throw new DocumentException(file.at(), "an entry of 'files' has no 'relpath'");
            }
            if (id.isEmpty()) {
                return Optional.empty();
            }
            md5s.put(path.get().asText("'relpath'"), id.get().value());
        }
        return Optional.of(new ObjectId(
                algorithm, HexFormat.of().formatHex(DataSnapshot.md5().digest(ManifestText.of(md5s))) + ".dir"));
    }

    private static OptionalLong count(Node.Mapping entry, String key) throws DocumentException {
        Optional<Node> node = entry.get(key).filter(n -> !(n instanceof Node.Null));
        if (node.isEmpty()) {
            return OptionalLong.empty();
        }
        BigDecimal number = node.get().asNumber("'" + key + "'");
        try {
            long value = number.longValueExact();
            if (value >= 0) {
                return OptionalLong.of(value);
            }
        } catch (ArithmeticException e) {
            throw new DocumentException(node.get().at(), "expected '" + key + "' to be a whole number", e);
        }
        throw new DocumentException(node.get().at(), "expected '" + key + "' to be a whole number, not negative");
    }

    static boolean flag(Node.Mapping entry, String key, boolean otherwise) throws DocumentException {
        Optional<Node> node = entry.get(key).filter(n -> !(n instanceof Node.Null));
        return node.isEmpty() ? otherwise : node.get().asFlag("'" + key + "'");
    }

    static Optional<String> text(Node.Mapping entry, String key) throws DocumentException {
        Optional<Node> node = entry.get(key).filter(n -> !(n instanceof Node.Null));
        return node.isEmpty() ? Optional.empty() : Optional.of(node.get().asText("'" + key + "'"));
    }

    static Optional<Node.Sequence> list(Node.Mapping entry, String key) throws DocumentException {
        Optional<Node> node = entry.get(key).filter(n -> !(n instanceof Node.Null));
        return node.isEmpty() ? Optional.empty() : Optional.of(node.get().asSequence("'" + key + "'"));
    }
}
