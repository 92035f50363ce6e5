package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.document.Position;
import java.util.List;

/**
 * A plot of the repository: a {@code plots:} output of a stage, or an entry of the {@code plots:} at the top of a {@code dvc.yaml}.
 *
 * @param id a path from the repository's root for the output of a stage, else the text in the file
 * @param paths the files or folders that hold its data, from the repository's root
 * @param options {@code x}, {@code y}, {@code title}, {@code template} and so on as they are written; paths in them are relative to the {@code dvc.yaml}
 */
public record DeclaredPlot(String id, List<String> paths, Node.Mapping options, Position declaredAt) {
    public DeclaredPlot {
        paths = List.copyOf(paths);
    }
}
