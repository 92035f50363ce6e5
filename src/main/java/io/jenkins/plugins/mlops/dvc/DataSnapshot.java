package io.jenkins.plugins.mlops.dvc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * Which data a state of the repository has, by hash alone, so that two states can be compared without either workspace.
 *
 * @param outputs those with a hash, sorted by path
 */
public record DataSnapshot(List<Output> outputs) {

    public DataSnapshot {
        outputs = outputs.stream()
                .filter(output -> output.id().isPresent())
                .sorted(Comparator.comparing(Output::path))
                .toList();
    }

    public static DataSnapshot of(Collection<Output> outputs) {
        return new DataSnapshot(List.copyOf(outputs));
    }

    /**
     * One hash for all of the data: the md5, as 32 hexadecimal digits, of the UTF-8 text that has for each output, in the order of their paths, the line
     * {@code path NUL hash LF}. The hash is as DVC writes it, with {@code .dir} for a folder. A name that repeats is impossible, and a path has no NUL, so
     * different data have different texts. In a shell:
     *
     * <pre>{@code printf '%s\0%s\n' data/train 3ac5b0d5f5b1d3c6b8f0a0f7e1f0a9d2.dir | md5sum}</pre>
     */
    public String version() {
        MessageDigest md5 = md5();
        for (Output output : outputs) {
            md5.update(output.path().getBytes(StandardCharsets.UTF_8));
            md5.update((byte) 0);
            md5.update(output.id().orElseThrow().value().getBytes(StandardCharsets.UTF_8));
            md5.update((byte) '\n');
        }
        return HexFormat.of().formatHex(md5.digest());
    }

    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has MD5", e);
        }
    }
}
