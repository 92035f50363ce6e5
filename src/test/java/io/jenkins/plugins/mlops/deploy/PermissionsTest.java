package io.jenkins.plugins.mlops.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PermissionsTest {

    @Test
    void shouldBeWhatTheRoleInTheDocsGrants() throws IOException {
        Path docs = Files.isDirectory(Path.of("docs")) ? Path.of("docs") : Path.of("../docs");
        Resource role = Manifest.parse(Files.readString(docs.resolve("deploy-role.yaml")), "deploy-role.yaml", Map.of())
                .resources()
                .get(0);
        TreeSet<String> granted = new TreeSet<>();
        for (Object rule : role.list("rules")) {
            for (Object group : (List<?>) ((Map<?, ?>) rule).get("apiGroups")) {
                for (Object resource : (List<?>) ((Map<?, ?>) rule).get("resources")) {
                    for (Object verb : (List<?>) ((Map<?, ?>) rule).get("verbs")) {
                        granted.add(verb + " " + resource + (group.equals("") ? "" : "." + group));
                    }
                }
            }
        }

        TreeSet<String> needed = new TreeSet<>();
        Permissions.toDeploy(true).all().forEach(permission -> needed.add(permission.toString()));
        assertThat(granted).isEqualTo(needed);
    }
}
