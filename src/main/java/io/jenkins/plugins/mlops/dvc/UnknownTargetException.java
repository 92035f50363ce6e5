package io.jenkins.plugins.mlops.dvc;

import java.io.IOException;
import java.util.List;

/** A target is no stage, no file of DVC and no tracked path. */
public final class UnknownTargetException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String target;

    UnknownTargetException(String target, String repository, List<String> nearest) {
        super("'" + target + "' is neither a stage nor a .dvc file nor a path that DVC tracks in " + repository
                + (nearest.isEmpty()
                        ? ". 'dvc list . --dvc-only --recursive' shows what is tracked"
                        : ". Did you mean " + String.join(" or ", nearest) + "?"));
        this.target = target;
    }

    public String target() {
        return target;
    }
}
