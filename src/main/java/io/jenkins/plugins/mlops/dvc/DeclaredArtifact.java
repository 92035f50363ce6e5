package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.document.Position;
import java.util.List;
import java.util.Optional;

/**
 * An entry of the {@code artifacts:} at the top of a {@code dvc.yaml}: a name for a file or folder, which may be tracked by DVC, by Git or not yet at all.
 *
 * @param path from the repository's root
 * @param type free text; DVC's model registry goes by {@code model}
 */
public record DeclaredArtifact(
        String name,
        String path,
        Optional<String> type,
        Optional<String> description,
        List<String> labels,
        Position declaredAt) {

    public DeclaredArtifact {
        labels = List.copyOf(labels);
    }

    public boolean isModel() {
        return type.filter("model"::equals).isPresent();
    }
}
