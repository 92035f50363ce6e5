package io.jenkins.plugins.mlops.dvc;

import java.util.List;
import java.util.Optional;

/**
 * What a {@code .dvc} file, or one entry of a {@code dvc.yaml}, declares.
 *
 * @param address as in {@link Output#stage()}
 * @param file the {@code .dvc} or {@code dvc.yaml} file
 * @param name empty for a {@code .dvc} file; {@code group@key} for one that {@code foreach} or {@code matrix} makes
 * @param folder its working folder, {@code wdir}
 * @param frozen true as well for imports; {@code dvc repro} leaves it alone, a pull does not
 * @param dependencies paths from the repository's root, without parameters; what is not in the repository (an URL, an absolute path) as it is written
 */
public record Stage(
        String address,
        String file,
        Optional<String> name,
        String folder,
        boolean frozen,
        Optional<String> description,
        List<String> dependencies,
        List<ParamsFile> params,
        List<Output> outputs) {

    public Stage {
        dependencies = List.copyOf(dependencies);
        params = List.copyOf(params);
        outputs = List.copyOf(outputs);
    }

    /** Whether this is data that came from outside: {@code dvc add}, {@code dvc import}, {@code dvc import-url}. */
    public boolean isDataSource() {
        return name.isEmpty();
    }
}
