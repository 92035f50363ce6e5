package io.jenkins.plugins.mlops.dvc;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where DVC's configuration of the machine and of the user is.
 *
 * @param system folder with the machine's {@code config} file
 * @param global folder with the user's {@code config} file
 * @param home what {@code ~} stands for
 */
public record ConfigLocations(Optional<Path> system, Optional<Path> global, Optional<Path> home) {

    /** Only the repository's own files count. */
    public static final ConfigLocations NONE =
            new ConfigLocations(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * As DVC finds them: {@code DVC_SYSTEM_CONFIG_DIR} and {@code DVC_GLOBAL_CONFIG_DIR}, else the platform's usual folders. These two are the only environment
     * variables that change DVC's configuration; there are none for single options.
     *
     * @param osName the system property {@code os.name}
     * @param home the system property {@code user.home}
     */
    public static ConfigLocations of(Map<String, String> environment, String osName, Path home) {
        String os = osName.toLowerCase(Locale.ROOT);
        Path system;
        Path global;
        if (os.startsWith("windows")) {
            // Windows itself writes ProgramData and looks it up in any case; a map does not.
            system = variable(environment, "PROGRAMDATA")
                    .or(() -> variable(environment, "ProgramData"))
                    .orElse(Path.of("C:\\ProgramData"))
                    .resolve("iterative")
                    .resolve("dvc");
            global = variable(environment, "LOCALAPPDATA")
                    .orElse(home.resolve("AppData").resolve("Local"))
                    .resolve("iterative")
                    .resolve("dvc");
        } else if (os.startsWith("mac")) {
            system = Path.of("/Library/Application Support/dvc");
            global = home.resolve("Library/Application Support/dvc");
        } else {
            // Several folders may be listed; DVC reads the first only.
            system = variable(environment, "XDG_CONFIG_DIRS")
                    .map(dirs -> Path.of(dirs.toString().split(":", -1)[0]))
                    .orElse(Path.of("/etc/xdg"))
                    .resolve("dvc");
            global = variable(environment, "XDG_CONFIG_HOME")
                    .orElse(home.resolve(".config"))
                    .resolve("dvc");
        }
        return new ConfigLocations(
                Optional.of(variable(environment, "DVC_SYSTEM_CONFIG_DIR").orElse(system)),
                Optional.of(variable(environment, "DVC_GLOBAL_CONFIG_DIR").orElse(global)),
                Optional.of(home));
    }

    private static Optional<Path> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }
}
