package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.docker.DockerLogins;
import io.jenkins.plugins.mlops.docker.RegistryAccess;
import io.jenkins.plugins.mlops.docker.RegistryLogin;
import io.jenkins.plugins.mlops.image.ImageName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How the registry is reached. A password is never an argument, which everyone on the machine could read. */
final class RegistryOptions {

    private static final String PASSWORD = "MLOPS_REGISTRY_PASSWORD";

    @Option(
            names = "--user",
            paramLabel = "<name>",
            description = "Of the registry; the password comes from the variable " + PASSWORD
                    + ". Default: the login that 'docker login' left.")
    private String user;

    @Option(
            names = "--registry-ca",
            paramLabel = "<file>",
            description = "PEM of the CA that the registry's certificate is from. The daemon has to know it as well.")
    private Path ca;

    @Option(names = "--plain-http", description = "The registry may be without TLS. On this machine it always may.")
    private boolean plainHttp;

    RegistryAccess access(ImageName name, Machine machine) throws IOException, WrongUseException {
        RegistryAccess access = RegistryAccess.anonymous();
        Optional<RegistryLogin> login = login(name, machine);
        access = login.isPresent() ? access.as(login.get()) : access;
        access = ca == null
                ? access
                : access.trusting(Files.readString(machine.directory().resolve(ca)));
        return plainHttp ? access.withPlainHttp() : access;
    }

    private Optional<RegistryLogin> login(ImageName name, Machine machine) throws IOException, WrongUseException {
        if (user == null) {
            return DockerLogins.of(machine.environment(), machine.home()).find(name);
        }
        String password = machine.environment().getOrDefault(PASSWORD, "");
        if (password.isEmpty()) {
            throw new WrongUseException("--user needs the password in the environment variable " + PASSWORD + ".");
        }
        return Optional.of(new RegistryLogin(user, password));
    }
}
