package io.jenkins.plugins.mlops.dvc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The lines of a {@code .dvcignore} or {@code .gitignore}, on top of those of the folders above. Git's rules: the last line that matches wins, a deeper file over a
 * shallower one; what lies in an ignored folder cannot be brought back.
 */
final class IgnoreRules {

    static final IgnoreRules NONE = new IgnoreRules(Optional.empty(), "", List.of());

    private final Optional<IgnoreRules> above;
    private final String folder;
    private final List<IgnorePattern> patterns;

    private IgnoreRules(Optional<IgnoreRules> above, String folder, List<IgnorePattern> patterns) {
        this.above = above;
        this.folder = folder;
        this.patterns = patterns;
    }

    /** @param folder the one that the file with the lines is in */
    IgnoreRules with(String folder, String lines) {
        List<IgnorePattern> parsed = new ArrayList<>();
        lines.lines().forEach(line -> IgnorePattern.parse(line).ifPresent(parsed::add));
        return parsed.isEmpty() ? this : new IgnoreRules(Optional.of(this), folder, List.copyOf(parsed));
    }

    /** @param path in or below the folder of the deepest rules; the folders above it are not ignored */
    boolean ignores(String path, boolean isFolder) {
        Optional<IgnoreRules> rules = Optional.of(this);
        while (rules.isPresent()) {
            IgnoreRules level = rules.get();
            String relative = level.folder.isEmpty() ? path : path.substring(level.folder.length() + 1);
            for (int i = level.patterns.size() - 1; i >= 0; i--) {
                IgnorePattern pattern = level.patterns.get(i);
                if (pattern.matches(relative, isFolder)) {
                    return !pattern.negated();
                }
            }
            rules = level.above;
        }
        return false;
    }
}
