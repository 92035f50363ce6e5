package io.jenkins.plugins.mlops.dvc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An option that several configuration files set has for us the value that it has for DVC, whichever of the files set it. */
class ConfigParityTest {

    /** Weakest first. */
    private static final List<String> LEVELS = List.of("system", "global", "repo", "local");

    @TempDir
    private static Path folder;

    private static DvcProject project;

    @BeforeAll
    static void makeRepository() throws IOException {
        project = DvcProject.create(folder);
        for (int level = 0; level < LEVELS.size(); level++) {
            StringBuilder text = new StringBuilder(500);
            text.append("[cache]\n    type = ")
                    .append(List.of("copy", "hardlink", "symlink", "reflink").get(level))
                    .append('\n');
            if (level < 3) {
                text.append("[core]\n    remote = from-")
                        .append(LEVELS.get(level))
                        .append('\n');
            }
            for (int set = 1; set < 16; set++) {
                if ((set >> level & 1) == 1) {
                    text.append("['remote \"r").append(set).append("\"']\n");
                    text.append("    url = ").append(LEVELS.get(level)).append("/storage\n");
                    text.append("    jobs = ").append(level + 1).append('\n');
                    text.append("    only_").append(LEVELS.get(level)).append(" = yes\n");
                }
            }
            Files.createDirectories(file(level).getParent());
            Files.writeString(file(level), text);
        }
    }

    private static Path file(int level) {
        Map<String, String> environment = project.dvc().environment();
        return switch (level) {
            case 0 -> Path.of(environment.get("DVC_SYSTEM_CONFIG_DIR"), "config");
            case 1 -> Path.of(environment.get("DVC_GLOBAL_CONFIG_DIR"), "config");
            case 2 -> project.origin().resolve(".dvc/config");
            default -> project.origin().resolve(".dvc/config.local");
        };
    }

    @Test
    void shouldLetTheSameFileWin() throws Exception {
        Map<String, String> theirs = new TreeMap<>();
        project.dvc().run(project.origin(), "config", "--list").lines().forEach(line -> {
            String[] option = line.split("=", 2);
            theirs.put(option[0], option[1]);
        });
        DvcConfig config = project.config(project.origin());
        Map<String, String> ours = new TreeMap<>();
        ours.put("core.remote", config.get("core", "remote").orElseThrow());
        ours.put("cache.type", config.get("cache", "type").orElseThrow());
        for (String name : config.remoteNames()) {
            RemoteAddress remote = config.remote(name);
            remote.options().forEach((option, value) -> ours.put("remote." + name + "." + option, value));
            ours.put(
                    "remote." + name + ".url",
                    remote.base().resolve(remote.url()).toString());
        }
        assertThat(ours).containsExactlyInAnyOrderEntriesOf(theirs);
        assertThat(config.remoteNames()).hasSize(15);
    }
}
