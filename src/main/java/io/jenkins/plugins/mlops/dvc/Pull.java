package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Brings tracked data into the workspace: what the cache lacks from remotes, then from the cache into place. Safe to run again at any time, also after a pull that
 * was killed, and beside others that use the same cache.
 */
public final class Pull {

    private static final int MOST_TARGET_CHARACTERS = 20_000;

    private final Path root;
    private final DvcConfig config;
    private final RemoteOpener remotes;
    private final RepositorySource repositories;
    private final Map<String, String> environment;

    /**
     * @param root the folder that has {@code .dvc}
     * @param environment of the installed {@code dvc}, where that one has to help; {@code MLOPS_DVC} in it names the program if it is not {@code dvc}
     */
    public Pull(
            Path root,
            DvcConfig config,
            RemoteOpener remotes,
            RepositorySource repositories,
            Map<String, String> environment) {
        this.root = root.toAbsolutePath().normalize();
        this.config = config;
        this.remotes = remotes;
        this.repositories = repositories;
        this.environment = Map.copyOf(environment);
    }

    /**
     * @throws PullException where some of the files could not be served; all others were
     * @throws IOException where nothing could be done at all
     */
    public PullResult run(PullPlan plan, PullOptions options, PullListener listener)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        listener.started(PullListener.Phase.PLAN, plan.items().size());
        plan.warnings().forEach(listener::warned);
        PullRun.Outcome outcome;
        try (PullRun run = new PullRun(root, config, options, listener);
                PullRemotes opened = new PullRemotes(
                        config, options, remotes, new ImportSources(root, config, remotes, repositories))) {
            ExternalDvc dvc = new ExternalDvc(environment.getOrDefault("MLOPS_DVC", "dvc"), environment);
            outcome = run.run(
                    plan, opened, items -> dvc.pull(root, targets(items), options, credentials(options), listener));
        }
        List<PullFailure> missing = outcome.failures().stream()
                .filter(failure -> options.allowMissing() && failure.kind() == PullFailure.Kind.MISSING)
                .toList();
        PullResult result = new PullResult(
                outcome.files(),
                outcome.bytes(),
                outcome.downloaded(),
                outcome.cached(),
                outcome.unchanged(),
                (System.nanoTime() - start) / 1e9,
                missing,
                DataSnapshot.of(plan.outputs()).version());
        List<PullFailure> failures = outcome.failures().stream()
                .filter(failure -> !missing.contains(failure))
                .toList();
        if (!failures.isEmpty()) {
            throw new PullException(failures, result);
        }
        return result;
    }

    /**
     * For {@code dvc}, which hands what one remote has to those that refer to it.
     *
     * @throws IOException where a remote that refers to another could lead credentials of that one away
     */
    private Map<String, Credentials> credentials(PullOptions options) throws IOException {
        if (options.credentials() == CredentialRule.NONE) {
            return Map.of();
        }
        Optional<String> chosen =
                options.remote().or(config::defaultRemoteName).map(name -> name.toLowerCase(Locale.ROOT));
        Map<String, Credentials> credentials = new TreeMap<>();
        for (String name : config.remoteNames()) {
            options.credentials()
                    .credentials(config.remote(name), chosen.equals(Optional.of(name)))
                    .ifPresent(secret -> credentials.put(name, secret));
        }
        for (String name : config.remoteNames()) {
            boolean refers = config.get("remote \"" + name + "\"", "url")
                    .filter(url -> url.startsWith("remote://"))
                    .isPresent();
            if (refers && !credentials.isEmpty() && Destination.isElsewhere(config.remote(name))) {
                throw new IOException(
                        "The remote '" + name + "' refers to another one and changes where its data is, so"
                                + " dvc could send it credentials of that one; nothing was sent. Give '" + name
                                + "' a url of its own in .dvc/config");
            }
        }
        return credentials;
    }

    /** For {@code dvc}; none, which is all, where they would not fit into a command line. */
    private static List<String> targets(List<PullPlan.Item> items) {
        List<String> targets = new ArrayList<>();
        for (PullPlan.Item item : items) {
            targets.addAll(item.paths().isEmpty() ? List.of(item.output().path()) : item.paths());
        }
        return targets.stream().mapToInt(String::length).sum() > MOST_TARGET_CHARACTERS ? List.of() : targets;
    }
}
