package io.jenkins.plugins.mlops.deploy;

import java.util.List;
import java.util.stream.Collectors;

/** Fields of an object are owned by other field managers, which have other values in them. */
public final class FieldConflictException extends ClusterException {
    private static final long serialVersionUID = 1L;

    /**
     * @param field as {@code .spec.replicas}
     * @param manager who owns it
     */
    public record Conflict(String field, String manager) {}

    private final transient List<Conflict> conflicts;

    public FieldConflictException(String object, List<Conflict> conflicts, Throwable cause) {
        super(
                Problem.FIELD_CONFLICT,
                conflicts.stream()
                        .map(conflict -> conflict.field() + " is owned by " + conflict.manager())
                        .collect(Collectors.joining(
                                ", ",
                                "could not apply " + object + ": ",
                                ". Take these fields out of the manifest, or make their owner let go of them")),
                cause);
        this.conflicts = List.copyOf(conflicts);
    }

    public List<Conflict> conflicts() {
        return conflicts;
    }
}
