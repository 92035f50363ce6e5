package io.jenkins.plugins.mlops.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Shows a file to a person who sits at this machine. */
final class DesktopBrowser {

    private final Machine machine;

    DesktopBrowser(Machine machine) {
        this.machine = machine;
    }

    void open(Path file, Console console) {
        if (!hasDesktop()) {
            console.detail("No desktop here, so " + file + " is not opened.");
            return;
        }
        try {
            new ProcessBuilder(command(file))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            console.detail("Could not open " + file + ": " + e.getMessage());
        }
    }

    private boolean hasDesktop() {
        boolean linux = !machine.isWindows() && !isMac();
        return machine.terminal()
                && (!linux
                        || machine.environment().containsKey("DISPLAY")
                        || machine.environment().containsKey("WAYLAND_DISPLAY"));
    }

    private List<String> command(Path file) {
        if (machine.isWindows()) {
            return List.of(
                    "rundll32", "url.dll,FileProtocolHandler", file.toUri().toString());
        }
        return List.of(isMac() ? "open" : "xdg-open", file.toUri().toString());
    }

    private boolean isMac() {
        return machine.osName().startsWith("Mac");
    }
}
