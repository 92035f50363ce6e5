package io.jenkins.plugins.mlops.training;

import io.jenkins.plugins.mlops.dvc.Output;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a run writes: what was declared, outputs of pipeline stages, and where DVC takes these down. {@code .gitignore} files are left out as well, since DVC adds the outputs to them.
 */
final class MadeByRun implements Predicate<String> {

    private final RunFiles files;
    private final Set<String> outputs = new HashSet<>();
    private final Set<String> dvcFiles = new HashSet<>();

    MadeByRun(RunFiles files, List<Output> tracked) {
        this.files = files;
        for (Output output : tracked) {
            boolean source = output.stage().endsWith(".dvc");
            if (!source) {
                outputs.add(output.path());
            } else {
                // Its content counts as data, by hash.
                dvcFiles.add(output.stage());
            }
        }
    }

    @Override
    public boolean test(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.equals("dvc.lock")
                || name.equals(".gitignore")
                || dvcFiles.contains(path)
                || files.isOutput(path)
                || isOutput(path);
    }

    private boolean isOutput(String path) {
        for (String prefix = path; !prefix.isEmpty(); ) {
            if (outputs.contains(prefix)) {
                return true;
            }
            int slash = prefix.lastIndexOf('/');
            prefix = slash < 0 ? "" : prefix.substring(0, slash);
        }
        return false;
    }
}
