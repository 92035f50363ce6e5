package io.jenkins.plugins.mlops.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine;

/** Runs the program in this process, without a terminal, as in a folder of its own machine. */
final class Shell {

    record Result(int exitCode, String out, String err) {}

    private final Machine machine;

    private Shell(Machine machine) {
        this.machine = machine;
    }

    static Shell in(Path folder) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("DVC_GLOBAL_CONFIG_DIR", folder.resolve("no-global").toString());
        environment.put("DVC_SYSTEM_CONFIG_DIR", folder.resolve("no-system").toString());
        return new Shell(
                new Machine(folder, environment, false, System.getProperty("os.name"), folder, Clock.systemUTC()));
    }

    Shell with(String variable, String value) {
        Map<String, String> environment = new HashMap<>(machine.environment());
        environment.put(variable, value);
        return new Shell(new Machine(
                machine.directory(),
                environment,
                machine.terminal(),
                machine.osName(),
                machine.home(),
                machine.clock()));
    }

    Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Mlops.commandLine(machine, arguments);
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return new Result(line.execute(arguments), out.toString(), err.toString());
    }
}
