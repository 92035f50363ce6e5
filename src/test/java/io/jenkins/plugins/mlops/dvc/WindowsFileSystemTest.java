package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a file system in memory that has Windows' paths, its upper and lower case, and no POSIX modes. */
class WindowsFileSystemTest {

    private FileSystem windows;
    private Path root;

    @BeforeEach
    void make() throws IOException {
        windows = Jimfs.newFileSystem(Configuration.windows().toBuilder()
                .setAttributeViews("basic", "dos")
                .build());
        root = Files.createDirectories(windows.getPath("C:\\build\\workspace"));
    }

    @AfterEach
    void close() throws IOException {
        windows.close();
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void shouldReadARepository() throws IOException {
        write(".dvc\\config", "[core]\n    remote = s\n");
        write("data\\deep\\raw.csv.dvc", "outs: [{md5: " + "a".repeat(32) + ", hash: md5, path: raw.csv}]");
        write("models\\dvc.yaml", "stages:\n  train:\n    wdir: ../data\n    cmd: x\n    outs: [deep/model.pkl]\n");

        DvcRepository repository = DvcRepository.open(new FileSystemTree(root), "");

        assertThat(repository.outputs())
                .extracting(Output::path)
                .containsExactly("data/deep/model.pkl", "data/deep/raw.csv");
        assertThat(repository.plan(List.of("data/deep/raw.csv")).outputs()).hasSize(1);
    }

    @Test
    void shouldSeeFoldersWithSlashesBetween() throws IOException {
        write("data\\a\\b.txt", "b");

        assertThat(FolderScan.all(root.resolve("data"))).containsOnlyKeys("a", "a/b.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "con",
                "data/NUL.txt",
                "com1",
                "aux .csv",
                "LPT².log",
                "conout$",
                "a?b",
                "a<b",
                "trailing.",
                "trailing ",
                "a|b"
            })
    void shouldSayWhichNamesCannotBe(String path) throws IOException {
        WorkspaceFolders folders = new WorkspaceFolders(root);

        assertThatThrownBy(() -> folders.file(path))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Windows cannot have a file named");
    }

    @ParameterizedTest
    @ValueSource(strings = {"console.txt", "data/null.csv", "com10", "ünï cødé – 漢字.csv", ".hidden", "a.b.c"})
    void shouldTakeAllOtherNames(String path) throws IOException {
        WorkspaceFolders folders = new WorkspaceFolders(root);

        assertThatCode(() -> folders.file(path)).doesNotThrowAnyException();
    }

    @Test
    void shouldMakeFoldersAndFollowNoLinkOut() throws IOException {
        Files.createDirectories(windows.getPath("C:\\elsewhere"));
        Files.createSymbolicLink(root.resolve("out"), windows.getPath("C:\\elsewhere"));
        WorkspaceFolders folders = new WorkspaceFolders(root);

        folders.create("data/Deep");

        assertThat(root.resolve("data\\deep")).isDirectory();
        assertThatThrownBy(() -> folders.create("out/deeper")).hasMessageContaining("out of the workspace");
    }

    @Test
    void shouldMarkObjectsWithoutPosixModes() throws IOException {
        Path cache = windows.getPath("C:\\cache");
        Files.createDirectories(cache);
        CacheAccess access = new CacheAccess(cache, true);
        Path object = cache.resolve("files\\md5\\ab\\cdef");

        access.createFoldersFor(object);
        Files.newByteChannel(
                        object, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), access.ofNewObject())
                .close();
        assertThat(access.protect(object)).isTrue();
        access.shareWithGroup(object);

        assertThat(access.isPosix()).isFalse();
        assertThat(Files.getAttribute(object, "dos:readonly")).isEqualTo(true);
        assertThat(access.isProtected(Files.readAttributes(object, BasicFileAttributes.class)))
                .isTrue();
        access.makeWritable(object);
        assertThat(Files.getAttribute(object, "dos:readonly")).isEqualTo(false);
    }

    @Test
    void shouldDeleteAndReplaceReadOnlyFiles() throws IOException {
        write("a.txt", "a");
        write("b.txt", "b");
        write("fresh.txt", "fresh");
        for (String name : List.of("a.txt", "b.txt")) {
            Files.setAttribute(root.resolve(name), "dos:readonly", true);
        }

        WorkspaceFolders.delete(root.resolve("a.txt"));
        WorkspaceFolders.replace(root.resolve("b.txt"), root.resolve("fresh.txt"));

        assertThat(root.resolve("a.txt")).doesNotExist();
        assertThat(root.resolve("b.txt")).hasContent("fresh");
    }

    @Test
    void shouldFindTheConfigurationOfWindows() {
        ConfigLocations locations = ConfigLocations.of(
                Map.of("ProgramData", "/pd", "LOCALAPPDATA", "/local"), "Windows Server 2022", Path.of("/home"));

        assertThat(locations.system()).isEqualTo(Optional.of(Path.of("/pd/iterative/dvc")));
        assertThat(locations.global()).isEqualTo(Optional.of(Path.of("/local/iterative/dvc")));
    }
}
