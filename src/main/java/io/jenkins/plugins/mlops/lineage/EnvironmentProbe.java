package io.jenkins.plugins.mlops.lineage;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at the machine that a run is about to use. */
public final class EnvironmentProbe {

    /** Importing dvc alone takes seconds on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)+[A-Za-z0-9.+-]*");

    /** Our own variable first, then those of container-based build systems. */
    private static final List<String> IMAGE_VARIABLES = List.of("MLOPS_IMAGE", "CI_JOB_IMAGE", "CONTAINER_IMAGE");

    private final Map<String, String> variables;
    private final Programs programs;

    /** @param variables the environment that the run will have */
    public EnvironmentProbe(Map<String, String> variables, Programs programs) {
        this.variables = Map.copyOf(variables);
        this.programs = programs;
    }

    /** Of this process, with what is installed. */
    public static EnvironmentProbe ofThisMachine() {
        return new EnvironmentProbe(System.getenv(), new InstalledPrograms());
    }

    /** @param seeds added to those that the environment has anyway */
    public Environment probe(Path repository, Map<String, String> seeds) throws IOException {
        Map<String, String> allSeeds = new TreeMap<>();
        for (String name : Seeds.VARIABLES) {
            Optional.ofNullable(variables.get(name)).ifPresent(value -> allSeeds.put(name, value));
        }
        allSeeds.putAll(seeds);
        return new Environment(
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                memory(),
                accelerators(repository),
                tools(repository),
                LockFiles.in(repository),
                image(),
                allSeeds);
    }

    /** In a container this is the container's limit. */
    private static long memory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    private Optional<String> image() {
        return IMAGE_VARIABLES.stream()
                .map(variables::get)
                .filter(value -> value != null && !value.isBlank())
                .map(String::strip)
                .findFirst();
    }

    private List<String> accelerators(Path repository) {
        List<String> query =
                List.of("nvidia-smi", "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader");
        List<String> found = new ArrayList<>();
        programs.output(query, repository, PATIENCE).ifPresent(text -> text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(found::add));
        return found;
    }

    private Map<String, String> tools(Path repository) {
        Map<String, String> tools = new TreeMap<>();
        version("python3", repository)
                .or(() -> version("python", repository))
                .ifPresent(version -> tools.put("python", version));
        version("dvc", repository).ifPresent(version -> tools.put("dvc", version));
        version("git", repository).ifPresent(version -> tools.put("git", version));
        return tools;
    }

    private Optional<String> version(String program, Path repository) {
        return programs.output(List.of(program, "--version"), repository, PATIENCE)
                .flatMap(text -> {
                    Matcher matcher = VERSION.matcher(text);
                    return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
                });
    }
}
