package io.jenkins.plugins.mlops.dvc;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a pull has to bring into the workspace.
 *
 * @param items sorted by path; none is inside another; outputs that DVC keeps no copy of ({@code cache: false}) are not among them
 * @param warnings what was asked for but has nothing to pull, for people
 * @param tracked the paths of all outputs that there are, where all were asked for: what an earlier pull put elsewhere is left over then
 */
public record PullPlan(List<Item> items, List<String> warnings, Optional<Set<String>> tracked) {

    /**
     * @param output may have no {@link Output#id()} where it has a {@link Output#source()} or is {@link Output#versionAware()}
     * @param paths where only part of a folder was asked for: its files and folders, as paths from the repository's root, none inside another; empty for all of it.
     *     Whether the folder has them is for its manifest to say.
     */
    public record Item(Output output, List<String> paths) {
        public Item {
            paths = List.copyOf(paths);
        }
    }

    public PullPlan {
        items = List.copyOf(items);
        warnings = List.copyOf(warnings);
        tracked = tracked.map(Set::copyOf);
    }

    public List<Output> outputs() {
        return items.stream().map(Item::output).toList();
    }
}
