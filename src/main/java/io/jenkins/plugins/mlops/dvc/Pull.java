package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Brings tracked data into the workspace: what the cache lacks from remotes, then from the cache into place. Safe to run again at any time, also after a pull that
 * was killed, and beside others that use the same cache.
 */
public final class Pull {

    private final Path root;
    private final DvcConfig config;
    private final RemoteOpener remotes;
    private final RepositorySource repositories;

    /** @param root the folder that has {@code .dvc} */
    public Pull(Path root, DvcConfig config, RemoteOpener remotes, RepositorySource repositories) {
        this.root = root.toAbsolutePath().normalize();
        this.config = config;
        this.remotes = remotes;
        this.repositories = repositories;
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
        try (PullRun run = new PullRun(root, config, options, listener)) {
            outcome = run.run(plan, new PullRemotes(config, options, remotes));
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
        List<PullFailure> failures =
                outcome.failures().stream().filter(failure -> !missing.contains(failure)).toList();
        if (!failures.isEmpty()) {
            throw new PullException(failures, result);
        }
        return result;
    }
}
