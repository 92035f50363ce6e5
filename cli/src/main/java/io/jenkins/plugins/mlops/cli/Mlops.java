package io.jenkins.plugins.mlops.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code mlops} program. */
@Command(
        name = "mlops",
        mixinStandardHelpOptions = true,
        description = "Pulls versioned data, records training, compares models and decides.")
public final class Mlops {

    private Mlops() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Mlops()).execute(args));
    }
}
