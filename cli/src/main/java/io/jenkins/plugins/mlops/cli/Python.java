package io.jenkins.plugins.mlops.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds a Python 3.9 or later. */
final class Python {

    private static final List<String> NAMES = List.of("python3", "python", "py");
    private static final Pattern VERSION = Pattern.compile("Python 3\\.(\\d+).*", Pattern.DOTALL);
    private static final int OLDEST_MINOR = 9;

    private final Machine machine;

    Python(Machine machine) {
        this.machine = machine;
    }

    /** @return the program's name */
    String find() throws IOException, InterruptedException {
        for (String name : NAMES) {
            Matcher version = VERSION.matcher(version(name));
            if (version.matches() && Integer.parseInt(version.group(1)) >= OLDEST_MINOR) {
                return name;
            }
        }
        throw new IOException(
                "No Python 3." + OLDEST_MINOR
                        + " or later was found as python3, python or py. Install it, from your system's packages or python.org, and run this again.");
    }

    private String version(String name) throws InterruptedException {
        try {
            ProcessBuilder builder = new ProcessBuilder(name, "--version").redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(machine.environment());
            Process process = builder.start();
            process.getOutputStream().close();
            String answer = new String(process.getInputStream().readNBytes(200), StandardCharsets.UTF_8);
            // On Windows, "python" may be a stub that opens the store.
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "";
            }
            return answer.strip();
        } catch (IOException e) {
            return "";
        }
    }
}
