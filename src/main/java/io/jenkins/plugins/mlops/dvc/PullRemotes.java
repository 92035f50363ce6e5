package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Which remotes to ask for an output, opened when they are first needed. */
final class PullRemotes implements AutoCloseable {

    private final DvcConfig config;
    private final PullOptions options;
    private final RemoteOpener opener;
    private final ImportSources imports;
    private final Map<String, Remote> open = new LinkedHashMap<>();
    /** What they have is in the cache after the installed {@code dvc} ran, or not at all. */
    private final Set<String> leftToDvc = new HashSet<>();

    private boolean allLeftToDvc;
    private OptionalInt configuredJobs = OptionalInt.empty();

    /** @param imports where imported data came from */
    PullRemotes(DvcConfig config, PullOptions options, RemoteOpener opener, ImportSources imports) {
        this.config = config;
        this.imports = imports;
        this.options = options;
        this.opener = opener;
    }

    /** In the order in which to ask them; an output's own remote is the only one that has it. */
    List<Remote> of(Output output) throws IOException {
        List<Remote> remotes = new ArrayList<>();
        Optional<String> name = name(output);
        // dvc push leaves imports from other repositories out.
        boolean fromRepository = output.source()
                .filter(ImportSource.GitRepository.class::isInstance)
                .isPresent();
        if (fromRepository) {
            remotes.add(imports.of(output));
        }
        // Whether or not the output is pushed: an earlier revision, or another output, may have brought its content
        // there.
        if (name.isPresent() && !allLeftToDvc && !leftToDvc.contains(name.get())) {
            remotes.add(named(name.get()));
        }
        if (output.source().isPresent() && !fromRepository) {
            remotes.add(imports.of(output));
        }
        return remotes;
    }

    private Optional<String> name(Output output) {
        return output.remote().or(options::remote).or(config::defaultRemoteName);
    }

    /**
     * Whether the installed {@code dvc} has to bring an output; its remote is not asked here any more then.
     *
     * @throws UnsupportedRemoteException where it would have to, but {@link Engine#NATIVE} was asked for
     */
    boolean isLeftToDvc(Output output) throws IOException {
        if (options.engine() == Engine.DVC) {
            allLeftToDvc = true;
            return true;
        }
        try {
            of(output);
        } catch (UnsupportedRemoteException e) {
            if (options.engine() == Engine.NATIVE) {
                throw e;
            }
            name(output).ifPresent(leftToDvc::add);
        }
        return name(output).filter(leftToDvc::contains).isPresent();
    }

    private Remote named(String name) throws IOException {
        Remote remote = open.get(name);
        if (remote == null) {
            RemoteAddress address = config.remote(name);
            boolean chosen = options.remote().or(config::defaultRemoteName).equals(Optional.of(name));
            remote = opener.open(address.with(options.credentials().credentials(address, chosen)));
            open.put(name, remote);
            configuredJobs = jobs(address);
        }
        return remote;
    }

    private static OptionalInt jobs(RemoteAddress address) throws IOException {
        String jobs = address.options().get("jobs");
        if (jobs == null) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Math.max(1, Integer.parseInt(jobs.strip())));
        } catch (NumberFormatException e) {
            throw new IOException("The remote '" + address.name() + "' has jobs = " + jobs + ", which is no number", e);
        }
    }

    int jobs() {
        if (options.jobs().isPresent()) {
            return options.jobs().getAsInt();
        }
        int served = open.values().stream().mapToInt(Remote::defaultJobs).max().orElse(1);
        return configuredJobs.orElse(served);
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        try {
            imports.close();
        } catch (IOException e) {
            failure = e;
        }
        for (Remote remote : open.values()) {
            try {
                remote.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
