package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The {@code dvc} that has clients of storages, and what is installed beside it: {@code MLOPS_STORAGE_DVC}, which lets no test of agreement run, else the {@code dvc} of those tests.
 */
public final class StorageDvc {

    private StorageDvc() {}

    public static Optional<Path> find() {
        return Optional.ofNullable(System.getenv("MLOPS_STORAGE_DVC"))
                .filter(name -> !name.isBlank())
                .map(Path::of)
                .filter(Files::isExecutable)
                .or(RealDvc::find);
    }

    static Optional<Path> besideIt(String program) {
        return find().map(dvc -> dvc.resolveSibling(program)).filter(Files::isExecutable);
    }

    static boolean has(String module) throws IOException, InterruptedException {
        Optional<Path> python = besideIt("python");
        return python.isPresent()
                && new ProcessBuilder(python.get().toString(), "-c", "import " + module)
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
    }
}
