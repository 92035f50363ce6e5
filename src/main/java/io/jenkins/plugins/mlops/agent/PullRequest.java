package io.jenkins.plugins.mlops.agent;

import io.jenkins.plugins.mlops.dvc.Engine;
import io.jenkins.plugins.mlops.dvc.LinkType;
import io.jenkins.plugins.mlops.dvc.PullOptions;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What to pull and how, as a person writes it.
 *
 * @param targets relative to {@code dir}; empty for all
 * @param dir relative to the workspace
 * @param remote empty for the default one
 * @param jobs 0 for the remote's default
 * @param cacheDir of the agent, or relative to the workspace; empty for the configured one
 * @param link {@code auto}, or link types with commas between
 * @param engine {@code auto}, {@code native} or {@code dvc}
 */
public record PullRequest(
        ArrayList<String> targets,
        String dir,
        String remote,
        int jobs,
        String cacheDir,
        String link,
        boolean verify,
        boolean force,
        boolean allowMissing,
        String engine)
        implements Serializable {

    /** Nothing is read here but the words; {@code cacheDir} is the agent's business. */
    public void check() {
        WorkspaceFolder.check(dir);
        options(Path.of(""));
    }

    PullOptions options(Path workspace) {
        PullOptions options = PullOptions.DEFAULTS
                .withVerify(verify)
                .withForce(force)
                .withAllowMissing(allowMissing)
                .withEngine(engine(engine));
        options = link.equals("auto") ? options : options.withLinks(LinkType.parse(link));
        options = jobs == 0 ? options : options.withJobs(jobs);
        options = remote.isEmpty() ? options : options.withRemote(remote);
        return cacheDir.isEmpty() ? options : options.withCacheDir(workspace.resolve(cacheDir));
    }

    /** @throws IllegalArgumentException that says what to write instead */
    public static void checkLink(String link) {
        if (!link.equals("auto")) {
            LinkType.parse(link);
        }
    }

    /** @throws IllegalArgumentException that says what to write instead */
    public static void checkEngine(String engine) {
        engine(engine);
    }

    private static Engine engine(String name) {
        for (Engine engine : List.of(Engine.values())) {
            if (engine.name().toLowerCase(Locale.ROOT).equals(name)) {
                return engine;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is no engine; use auto, native or dvc");
    }
}
