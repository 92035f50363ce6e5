package io.jenkins.plugins.mlops.evaluation;

import io.jenkins.plugins.mlops.git.GitRepository;
import io.jenkins.plugins.mlops.lineage.CodeVersion;
import io.jenkins.plugins.mlops.lineage.LineageCollector;
import io.jenkins.plugins.mlops.training.RunFiles;
import java.io.IOException;
import java.time.Instant;

/**
 * Which code and data a project has in its work tree.
 *
 * @param committed when {@code code} was committed
 * @param dataVersion one hash over all data that the project does not make itself: 32 hexadecimal digits
 */
public record ProjectVersion(CodeVersion code, Instant committed, String dataVersion) {

    public static ProjectVersion of(Project project) throws IOException {
        RunFiles made = RunFiles.declaredBy(project.repository());
        String data = LineageCollector.inputs(project.repository().snapshot().outputs(), made::isOutput)
                .version();
        try (GitRepository git = GitRepository.open(project.root())) {
            CodeVersion code = git.codeIn(project.root()).version();
            return new ProjectVersion(code, git.committed(code.commit()), data);
        }
    }
}
