package io.jenkins.plugins.mlops.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.jenkins.plugins.mlops.dvc.DvcRepository;
import io.jenkins.plugins.mlops.lineage.PathGlob;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {

    private static final String MD5 = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    @BeforeEach
    void makeRepository() throws IOException {
        Files.createDirectories(folder.resolve(".dvc"));
        write(
                "dvc.yaml",
                """
                stages:
                  train:
                    cmd: train
                    outs: [net.onnx, weights, encoder.bin]
                """);
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void declare(String artifacts) throws IOException {
        Path file = folder.resolve("dvc.yaml");
        Files.writeString(file, Files.readString(file) + "artifacts:\n" + artifacts.indent(2));
    }

    private RunFiles declared() throws IOException {
        return RunFiles.declaredBy(DvcRepository.open(folder));
    }

    @Test
    void shouldKnowModelsByNameWhereNoArtifactSaysSo() throws IOException {
        declare("curve: {path: weights, type: plot}\nuntyped: {path: encoder.bin}");

        assertThat(declared().models()).map(Object::toString).containsExactly("net.onnx");
    }

    @Test
    void shouldTakeArtifactsOfTypeModel() throws IOException {
        declare("a: {path: weights, type: model}\nb: {path: weights, type: model, labels: [best]}");
        write("sub/dvc.yaml", "artifacts: {inner: {path: ./inner.bin, type: model}}");

        assertThat(declared().models()).map(Object::toString).containsExactly("weights", "sub/inner.bin");
    }

    @Test
    void shouldTakeAModelThatTheRunAddsItself() throws IOException {
        write("live.bin.dvc", "outs: [{md5: " + MD5 + ", hash: md5, path: live.bin}]");
        declare("live: {path: live.bin, type: model}");

        assertThat(declared().models()).map(Object::toString).containsExactly("live.bin");
    }

    @Test
    void shouldNotTakeAnImportedModelForOneThatTheRunMakes() throws IOException {
        write(
                "pretrained.bin.dvc",
                "deps: [{path: https://example.org/pretrained.bin}]\nouts: [{md5: " + MD5
                        + ", hash: md5, path: pretrained.bin}]");
        declare("base: {path: pretrained.bin, type: model}\ntuned: {path: weights, type: model}");

        assertThat(declared().models()).map(Object::toString).containsExactly("weights");
    }

    @Test
    void shouldLeaveOutArtifactsThatCannotBeUnderstood() throws IOException {
        declare("out: {path: ../elsewhere.bin, type: model}\nnowhere: {type: model}\nlist: []\n"
                + "lost: {path: '${no.such}', type: model}\nroot: {path: ., type: model}\n"
                + "good: {path: weights, type: model}");
        DvcRepository repository = DvcRepository.open(folder);

        assertThat(RunFiles.declaredBy(repository).models())
                .map(Object::toString)
                .containsExactly("weights");
        assertThat(repository.warnings())
                .hasSize(5)
                .anyMatch(warning -> warning.contains("'out'") && warning.contains("leaves the repository"))
                .anyMatch(warning -> warning.contains("'lost'") && warning.contains("no.such"))
                .allMatch(warning -> warning.contains("dvc.yaml:"));
    }

    @Test
    void shouldFindFilesOnWindows() throws IOException {
        try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
            Path root = Files.createDirectories(windows.getPath("C:\\build"));
            Files.createDirectories(root.resolve("models\\deep"));
            Files.writeString(root.resolve("models\\a.bin"), "a");
            Files.writeString(root.resolve("models\\deep\\b.bin"), "b");

            assertThat(RunFiles.find(root, List.of(PathGlob.of("models/*.bin"))))
                    .containsExactly("models/a.bin");
            assertThat(RunFiles.find(root, List.of(PathGlob.literal("models"), PathGlob.literal("what?"))))
                    .containsExactly("models/a.bin", "models/deep/b.bin");
        }
    }

    @Test
    void shouldTakeABackslashForPartOfANameWhereItIsOne() throws IOException {
        try (FileSystem unix = Jimfs.newFileSystem(Configuration.unix())) {
            Path root = Files.createDirectories(unix.getPath("/build"));
            Files.writeString(root.resolve("odd\\name.bin"), "a");

            assertThat(RunFiles.find(root, List.of(PathGlob.of("*.bin")))).containsExactly("odd\\name.bin");
            assertThat(RunFiles.find(root, List.of(PathGlob.of("odd/*")))).isEmpty();
        }
    }
}
