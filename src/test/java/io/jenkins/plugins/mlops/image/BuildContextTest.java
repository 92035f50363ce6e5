package io.jenkins.plugins.mlops.image;

import static io.jenkins.plugins.mlops.image.Workspaces.COMMITTED;
import static io.jenkins.plugins.mlops.image.Workspaces.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class BuildContextTest {

    @TempDir
    Path folder;

    private BuildContext whole(Path root, String ignore) throws IOException {
        return BuildContext.of(new Workspace(root, List.of()).entries(DockerIgnore.parse(ignore, ".dockerignore")));
    }

    private static byte[] tar(BuildContext context) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        context.writeTo(out, COMMITTED);
        return out.toByteArray();
    }

    private static List<TarArchiveEntry> entries(byte[] tar) throws IOException {
        List<TarArchiveEntry> entries = new ArrayList<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    @Test
    void shouldMakeTheSameBytesOfTheSameContent() throws IOException {
        Path one = Workspaces.create(folder.resolve("one"));
        write(one, "a.txt", "a");
        Path other = folder.resolve("other");
        write(other, "a.txt", "a");
        Workspaces.create(other);
        Files.setLastModifiedTime(other.resolve("a.txt"), FileTime.from(Instant.EPOCH));

        assertThat(tar(whole(one, ""))).isEqualTo(tar(whole(other, "")));
        assertThat(whole(one, "").digest()).isEqualTo(whole(other, "").digest());
    }

    @Test
    void shouldWriteSortedEntriesOfNobodyAndOfOneTime() throws IOException {
        Path root = Workspaces.create(folder.resolve("w"));

        List<TarArchiveEntry> entries = entries(tar(whole(root, "data")));

        assertThat(entries)
                .extracting(TarArchiveEntry::getName)
                .containsExactly("models/", "models/model.txt", "serve.py");
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.getLongUserId()).isZero();
            assertThat(entry.getLongGroupId()).isZero();
            assertThat(entry.getLastModifiedTime()).isEqualTo(FileTime.from(COMMITTED));
        });
    }

    @Test
    void shouldKeepLongAndForeignNames() throws IOException {
        String name = "ordner/" + "sehr-lang-".repeat(20) + "/größe-模型.bin";
        write(folder.resolve("w"), name, "x");

        assertThat(entries(tar(whole(folder.resolve("w"), ""))))
                .extracting(TarArchiveEntry::getName)
                .contains(name);
    }

    @Test
    void shouldChangeItsDigestWithNameContentAndPermission() throws IOException {
        Path root = folder.resolve("w");
        write(root, "a", "1");
        String before = whole(root, "").digest();

        write(root, "a", "2");
        String content = whole(root, "").digest();
        Files.move(root.resolve("a"), root.resolve("b"));
        String name = whole(root, "").digest();

        assertThat(List.of(before, content, name)).doesNotHaveDuplicates();
    }

    @Test
    void shouldNeverTakeWhatBelongsToTools() throws IOException {
        Path root = Workspaces.create(folder.resolve("w"));

        assertThat(new String(tar(whole(root, "")), StandardCharsets.ISO_8859_1))
                .doesNotContain("secret");
    }

    @Test
    void shouldReEnterIgnoredFoldersForExceptions() throws IOException {
        Path root = Workspaces.create(folder.resolve("w"));

        assertThat(whole(root, "*\n!models/model.txt").paths())
                .contains("models/model.txt")
                .doesNotContain("serve.py");
    }

    @Test
    void shouldStopWhereAFileChangesMeanwhile() throws IOException {
        Path root = Workspaces.create(folder.resolve("w"));
        BuildContext context = whole(root, "");

        for (String text : List.of("weights 1 2 4", "longer than before, much longer", "")) {
            write(root, "models/model.txt", text);
            assertThatThrownBy(() -> tar(context))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("models/model.txt")
                    .hasMessageContaining("changed");
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void shouldTakeLinksIntoTheCacheAsFiles() throws IOException {
        Path cache = folder.resolve("cache");
        write(cache, "files/md5/ab/cdef", "a model");
        Path root = folder.resolve("w");
        Files.createDirectories(root.resolve("models"));
        Files.createSymbolicLink(root.resolve("models/m.bin"), cache.resolve("files/md5/ab/cdef"));

        Map<String, ContextEntry> entries = new Workspace(root, List.of(cache)).entries(DockerIgnore.NONE);

        assertThat(entries(tar(BuildContext.of(entries)))).hasSize(2).last().satisfies(entry -> {
            assertThat(entry.isFile()).isTrue();
            assertThat(entry.getSize()).isEqualTo("a model".length());
        });
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void shouldRefuseLinksThatLeadOut() throws IOException {
        write(folder, "secret/key.pem", "secret");
        Path root = Workspaces.create(folder.resolve("w"));
        for (Path target : List.of(
                folder.resolve("secret/key.pem"),
                Path.of("../secret"),
                Path.of("nowhere"),
                Path.of(".git/config"),
                Path.of(".dvc"))) {
            Path link = root.resolve("link");
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, target);

            assertThatThrownBy(() -> whole(root, ""))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("link")
                    .hasMessageContaining(".dockerignore");
            assertThat(whole(root, "link").paths()).contains("serve.py");
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void shouldKeepLinksToFoldersThatStayInside() throws IOException {
        Path root = Workspaces.create(folder.resolve("w"));
        Files.createSymbolicLink(root.resolve("current"), root.resolve("models"));

        assertThat(entries(tar(whole(root, ""))))
                .filteredOn(TarArchiveEntry::isSymbolicLink)
                .singleElement()
                .satisfies(entry -> assertThat(entry.getLinkName()).isEqualTo("models"));
    }
}
