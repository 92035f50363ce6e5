package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code cache.shared = group}: two users of one group fill one cache in turn, with ours and with {@code dvc}. Needs root, to be both of them. They may read everything, since programs and class files
 * are the builder's own, but write only what is theirs or the group's.
 */
class SharedCacheParityTest {

    private static final int GROUP = 61_000;
    private static final int ANN = 61_001;
    private static final int BEN = 61_002;
    private static final int FILES = 150;

    @TempDir
    private Path folder;

    private DvcProject project;

    private enum Program {
        OURS,
        DVC
    }

    @BeforeEach
    void makeRepository() throws IOException, InterruptedException {
        boolean able = run(folder, as(ANN, "true"));
        if (!able) {
            System.err.println(
                    "##### SKIPPED: cannot run as another user (not root, or no setpriv); a cache shared by users is NOT tested #####");
        }
        assumeTrue(able, "cannot run as another user");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        project = DvcProject.create(folder.resolve("project"));
        // So many that both users write into the same folders of the cache.
        for (int i = 0; i < FILES; i++) {
            project.write("first/" + i % 3 + "/" + i, "first " + i);
            project.write("second/" + i % 3 + "/" + i, "second " + i);
        }
        project.write("second/same", "first 0");
        project.dvc().run(project.origin(), "add", "-q", "first", "second");
        project.publish("data");
    }

    private static List<String> as(int user, String... command) {
        List<String> full = new ArrayList<>(List.of(
                "setpriv",
                "--reuid=" + user,
                "--regid=" + GROUP,
                "--clear-groups",
                "--inh-caps=-all,+dac_read_search",
                "--ambient-caps=-all,+dac_read_search",
                "--bounding-set=-all,+dac_read_search"));
        full.addAll(List.of(command));
        return full;
    }

    private boolean run(Path where, List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "run", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        if (project != null) {
            builder.environment().putAll(project.dvc().environment());
            // Python asks the system for the name of a user that has none.
            builder.environment().put("LOGNAME", "somebody");
            Path home = where.resolve(".dvc/tmp/home");
            for (String variable : List.of("HOME", "XDG_CONFIG_HOME", "DVC_GLOBAL_CONFIG_DIR", "DVC_SITE_CACHE_DIR")) {
                builder.environment().put(variable, home.resolve(variable).toString());
            }
        }
        try {
            Process process = builder.start();
            boolean good = process.waitFor(3, TimeUnit.MINUTES) && process.exitValue() == 0;
            process.destroyForcibly();
            if (!good) {
                System.err.println(Files.readString(log));
            }
            return good;
        } catch (IOException e) {
            return false;
        }
    }

    private Path emptyCache(String name) throws IOException {
        Path cache = Files.createDirectory(folder.resolve(name));
        Files.setAttribute(cache, "unix:gid", GROUP);
        Files.setAttribute(cache, "unix:mode", 02775);
        return cache;
    }

    /** Clones as that user, and pulls one of the two folders with one of the two programs. */
    private void pull(Program program, int user, Path cache, String target) throws IOException, InterruptedException {
        Path clone = project.clone(program + " " + user + " " + target + " " + cache.getFileName());
        project.dvc().run(clone, "cache", "dir", "--local", cache.toString());
        project.dvc().run(clone, "config", "--local", "cache.shared", "group");
        project.dvc().run(clone, "config", "--local", "cache.type", "symlink");
        try (var files = Files.walk(clone)) {
            for (Path file : files.toList()) {
                Files.setAttribute(file, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(file, "unix:gid", GROUP, LinkOption.NOFOLLOW_LINKS);
            }
        }
        List<String> command = program == Program.DVC
                ? as(user, project.dvc().executable().toString(), "pull", "-q", target)
                : as(
                        user,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        PullProcess.class.getName(),
                        clone.toString(),
                        cache.toString(),
                        target);
        assertThat(run(clone, command))
                .as("%s pulls %s as %s", program, target, user)
                .isTrue();
        assertThat(clone.resolve(target + "/0/0")).hasContent(target + " 0");
    }

    /** Path to owner, group and mode of all objects and the folders that they lie in. */
    private static Map<String, String> access(Path cache) throws IOException {
        Map<String, String> access = new TreeMap<>();
        try (var files = Files.walk(cache)) {
            for (Path file : files.toList()) {
                String path = cache.relativize(file).toString();
                if (path.startsWith("files")) {
                    Map<String, Object> attributes = Files.readAttributes(file, "unix:uid,gid,mode");
                    access.put(
                            path,
                            attributes.get("uid") + " " + attributes.get("gid") + " "
                                    + Integer.toOctalString((int) attributes.get("mode")));
                }
            }
        }
        return access;
    }

    @Test
    void shouldGiveObjectsAndFoldersTheAccessThatDvcGives() throws Exception {
        Map<Program, Map<String, String>> found = new TreeMap<>();
        for (Program program : Program.values()) {
            Path cache = emptyCache("cache of " + program);
            pull(program, ANN, cache, "first");
            pull(program, BEN, cache, "second");
            found.put(program, access(cache));
        }

        DvcProject.assertSame(found.get(Program.OURS), found.get(Program.DVC));
        assertThat(found.get(Program.OURS).values())
                .anyMatch(access -> access.startsWith(ANN + " " + GROUP))
                .anyMatch(access -> access.startsWith(BEN + " " + GROUP));
    }

    @Test
    void shouldGoOnInACacheThatTheOtherProgramMade() throws Exception {
        Path cache = emptyCache("dvc first");
        pull(Program.DVC, ANN, cache, "first");
        pull(Program.OURS, BEN, cache, "second");
        pull(Program.OURS, ANN, cache, "second");

        Path other = emptyCache("ours first");
        pull(Program.OURS, ANN, other, "first");
        pull(Program.DVC, BEN, other, "second");

        assertThat(access(cache).keySet()).isEqualTo(access(other).keySet());
    }
}
