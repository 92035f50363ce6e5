package io.jenkins.plugins.mlops.dvc;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * @param remote name of the remote to use in place of the default one; an output's own remote still wins, as in DVC
 * @param credentials which remote is sent which; a function, so that two options with equal ones need not be equal
 * @param jobs transfers at once; else the remote's {@code jobs}, else {@link Remote#defaultJobs()}
 * @param cacheDir in place of the configured cache folder
 * @param links in order of preference; empty for {@code cache.type}, else {@link LinkType#DVC_DEFAULT}
 * @param verify hash objects that were in the cache already and are not known to be good; what is transferred is always hashed
 * @param force overwrite and remove files of the workspace that are in no cache
 * @param allowMissing data that no remote has is reported and is no failure
 */
public record PullOptions(
        Optional<String> remote,
        CredentialRule credentials,
        OptionalInt jobs,
        Optional<Path> cacheDir,
        List<LinkType> links,
        boolean verify,
        boolean force,
        boolean allowMissing,
        Engine engine) {

    public static final PullOptions DEFAULTS = new PullOptions(
            Optional.empty(),
            CredentialRule.NONE,
            OptionalInt.empty(),
            Optional.empty(),
            List.of(),
            true,
            false,
            false,
            Engine.AUTO);

    public PullOptions {
        links = List.copyOf(links);
        if (jobs.isPresent() && jobs.getAsInt() < 1) {
            throw new IllegalArgumentException("jobs must be at least 1, but is " + jobs.getAsInt());
        }
    }

    public PullOptions withRemote(String name) {
        return new PullOptions(
                Optional.of(name), credentials, jobs, cacheDir, links, verify, force, allowMissing, engine);
    }

    public PullOptions withCredentials(CredentialRule rule) {
        return new PullOptions(remote, rule, jobs, cacheDir, links, verify, force, allowMissing, engine);
    }

    public PullOptions withJobs(int atOnce) {
        return new PullOptions(
                remote, credentials, OptionalInt.of(atOnce), cacheDir, links, verify, force, allowMissing, engine);
    }

    public PullOptions withCacheDir(Path folder) {
        return new PullOptions(
                remote, credentials, jobs, Optional.of(folder), links, verify, force, allowMissing, engine);
    }

    public PullOptions withLinks(List<LinkType> inOrder) {
        return new PullOptions(remote, credentials, jobs, cacheDir, inOrder, verify, force, allowMissing, engine);
    }

    public PullOptions withVerify(boolean on) {
        return new PullOptions(remote, credentials, jobs, cacheDir, links, on, force, allowMissing, engine);
    }

    public PullOptions withForce(boolean on) {
        return new PullOptions(remote, credentials, jobs, cacheDir, links, verify, on, allowMissing, engine);
    }

    public PullOptions withAllowMissing(boolean on) {
        return new PullOptions(remote, credentials, jobs, cacheDir, links, verify, force, on, engine);
    }

    public PullOptions withEngine(Engine who) {
        return new PullOptions(remote, credentials, jobs, cacheDir, links, verify, force, allowMissing, who);
    }
}
