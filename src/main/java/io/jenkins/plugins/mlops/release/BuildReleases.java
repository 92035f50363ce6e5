package io.jenkins.plugins.mlops.release;

import hudson.model.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The releases of a build as its pages show them, the worst first.
 *
 * @param damaged whether there are files that cannot be read, so that something may be missing
 * @param goesOn whether more may happen
 */
public record BuildReleases(List<ReleaseView> releases, boolean damaged, boolean goesOn) {

    private static final Logger LOGGER = Logger.getLogger(BuildReleases.class.getName());

    public BuildReleases {
        releases = List.copyOf(releases);
    }

    static BuildReleases of(Run<?, ?> run, Rollbacks rollbacks) {
        List<Exception> problems = new ArrayList<>();
        // Asked before the files are read: what is written in between is seen then.
        boolean building = run.isBuilding();
        List<ReleaseView> views = new ReleaseStore(run)
                .all(problems::add).stream()
                        .map(release -> new ReleaseView(release, building, rollbacks.progress(release)))
                        .sorted(Comparator.comparing(ReleaseView::status))
                        .toList();
        problems.forEach(problem -> LOGGER.log(Level.WARNING, problem, () -> "Cannot show all releases of " + run));
        return new BuildReleases(
                views, !problems.isEmpty(), building || views.stream().anyMatch(ReleaseView::isRollingBack));
    }

    /** Changes with everything that a page shows; means nothing else, and not the same after a restart. */
    public String version() {
        int hash = damaged ? 1 : 0;
        for (ReleaseView release : releases) {
            hash = 31 * hash + release.version();
        }
        return Integer.toHexString(31 * hash + (goesOn ? 1 : 0));
    }
}
