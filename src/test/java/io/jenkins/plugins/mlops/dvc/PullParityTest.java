package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The workspace after our pull is the one after {@code dvc pull}: names, content, permissions, kind of link. */
class PullParityTest {

    @TempDir
    private static Path folder;

    private static DvcProject project;

    @BeforeAll
    static void makeRepository() throws IOException {
        project = DvcProject.create(folder);
        project.write("data/a.txt", "alpha\n");
        project.write("data/copy of a.txt", "alpha\n");
        project.write("data/empty", "");
        project.write("data/crlf.txt", "one\r\ntwo\r\n");
        project.write("data/1/2/3/4/5/6/7/8/9/10/deep.txt", "deep\n");
        project.write("data/with space/ünï cødé – 漢字 🙂.csv", "1,2\n");
        project.write("data/combining e\u0301.txt", "decomposed\n");
        project.write("data/composed \u00e9.txt", "composed\n");
        project.write("data/.hidden", "dot\n");
        project.write("data/-dash", "dash\n");
        project.write("data/quote's \"and\" [brackets] #1 %20.txt", "punctuation\n");
        project.write("top level.bin", "\0\1\2weights");
        project.write("none.txt", "");
        project.write("sub/inner/model.bin", "inner weights");
        Files.createDirectories(project.origin().resolve("hollow"));
        project.write("run.sh", "#!/bin/sh\n");
        assertThat(project.origin().resolve("run.sh").toFile().setExecutable(true, false))
                .isTrue();
        project.dvc()
                .run(
                        project.origin(),
                        "add",
                        "-q",
                        "data",
                        "top level.bin",
                        "none.txt",
                        "sub/inner/model.bin",
                        "hollow",
                        "run.sh");
        project.publish("data");
    }

    private static Path cloneWith(String name, String cacheType) {
        Path clone = project.clone(name);
        project.dvc().run(clone, "config", "--local", "cache.type", cacheType);
        return clone;
    }

    private static void assertClean(Path root) {
        assertThat(project.dvc().run(root, "status")).contains("up to date");
        assertThat(project.dvc().run(root, "status", "-c")).contains("in sync");
        assertThat(project.dvc().run(root, "data", "status", "--granular")).contains("No changes");
        assertThat(project.dvc().run(root, "pull")).contains("Everything is up to date");
    }

    /**
     * DVC links an executable file as any other and then sets the bit of what it linked, and so of the object in the cache, which is no longer protected then. Ours is a copy.
     */
    private static void assertSameTree(Path ours, Path theirs, String cacheType) throws IOException {
        Map<String, String> expected = DvcProject.tree(theirs);
        if (!cacheType.equals("copy")) {
            expected.put("run.sh", "file rwxr--r-- #!/bin/sh\n");
        }
        DvcProject.assertSame(DvcProject.tree(ours), expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "hardlink", "symlink", "reflink,hardlink,symlink,copy"})
    void shouldLeaveTheSameWorkspace(String cacheType) throws Exception {
        Path ours = cloneWith("ours " + cacheType, cacheType);
        Path theirs = cloneWith("theirs " + cacheType, cacheType);
        project.dvc().run(theirs, "pull", "-q");

        PullResult result = project.pull(ours);

        assertSameTree(ours, theirs, cacheType);
        assertThat(result.files()).isEqualTo(15);
        assertThat(DvcProject.objects(ours.resolve(".dvc/cache")))
                .isEqualTo(DvcProject.objects(theirs.resolve(".dvc/cache")));
        assertClean(ours);

        assertSecondPullTouchesNothing(ours);
        assertSecondPullTouchesNothing(theirs);
    }

    private static void assertSecondPullTouchesNothing(Path root) throws IOException, InterruptedException {
        Map<String, String> before = DvcProject.stamps(root);
        PullResult again = project.pull(root);
        assertThat(again.downloaded()).isZero();
        assertThat(again.unchanged()).isEqualTo(again.files()).isEqualTo(15);
        DvcProject.assertSame(DvcProject.stamps(root), before);
    }

    @Test
    void shouldLoseNothingToTheGarbageCollection() throws Exception {
        Path root = project.clone("collected");
        project.pull(root);
        Set<String> objects = DvcProject.objects(root.resolve(".dvc/cache"));

        project.dvc().run(root, "gc", "-w", "-f");

        assertThat(DvcProject.objects(root.resolve(".dvc/cache"))).isEqualTo(objects);
        assertSecondPullTouchesNothing(root);
        DvcProject.delete(root.resolve("data"));
        PullResult restored = project.pull(root);
        assertThat(restored.downloaded()).isZero();
        assertThat(DvcProject.tree(root.resolve("data")))
                .hasSize(DvcProject.tree(project.origin().resolve("data")).size());
        assertClean(root);
    }

    @Test
    void shouldUseACacheBehindASymbolicLink() throws Exception {
        Path shared = Files.createDirectories(folder.resolve("on another disk"));
        Path ours = cloneWith("linked", "symlink");
        Path theirs = cloneWith("linked theirs", "symlink");
        for (Path root : new Path[] {ours, theirs}) {
            Files.deleteIfExists(root.resolve(".dvc/cache"));
            Files.createSymbolicLink(
                    root.resolve(".dvc/cache"), Files.createDirectory(shared.resolve(root.getFileName())));
        }
        project.dvc().run(theirs, "pull", "-q");

        project.pull(ours);

        assertSameTree(ours, theirs, "symlink");
        assertThat(ours.resolve(".dvc/cache")).isSymbolicLink();
        assertClean(ours);
        assertSecondPullTouchesNothing(ours);
        assertSecondPullTouchesNothing(theirs);
    }

    @Test
    void shouldUseTheCacheFolderOfTheConfiguration() throws Exception {
        Path ours = project.clone("elsewhere");
        project.dvc().run(ours, "cache", "dir", "--local", "../a shared cache");
        project.pull(ours);
        assertThat(folder.resolve("a shared cache/files/md5")).isDirectory();
        assertClean(ours);

        Path theirs = project.clone("elsewhere theirs");
        project.dvc().run(theirs, "cache", "dir", "--local", "../a shared cache");
        PullResult result = project.pull(theirs);
        assertThat(result.downloaded()).isZero();
        assertClean(theirs);
    }
}
