package io.jenkins.plugins.mlops.image;

import java.util.regex.Pattern;

/**
 * An image without tag and digest, by the grammar of the OCI distribution specification.
 *
 * @param registry host, with a port where it is not the usual one
 * @param repository path within the registry
 */
public record ImageName(String registry, String repository) {

    /** What Docker means where no registry is named. */
    static final String DOCKER_HUB = "docker.io";

    private static final int MAX_LENGTH = 255;
    private static final Pattern REPOSITORY =
            Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+)*+");
    private static final Pattern HOST = Pattern.compile(
            "(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?+(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?+)*+|\\[[0-9a-fA-F:.]+])(?::[0-9]{1,5})?");

    /**
     * As Docker reads it: the first part is a registry if it has a dot or a colon, or is {@code localhost}.
     *
     * @throws IllegalArgumentException where this is no name, or one with a tag or a digest
     */
    public static ImageName of(String text) {
        String name = text.strip();
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean host =
                first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost") || isMixedCase(first);
        String registry = host ? first : DOCKER_HUB;
        String repository = host ? name.substring(slash + 1) : name;
        if (repository.indexOf('@') >= 0 || repository.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' has a tag or a digest; name the image without it, as registry.example/fraud: the tag comes from the content");
        }
        if (name.length() > MAX_LENGTH
                || !HOST.matcher(registry).matches()
                || !REPOSITORY.matcher(repository).matches()) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is no name of an image; write it as registry.example/fraud: lower-case letters, digits and single . _ - between them, parts separated by /");
        }
        boolean official = registry.equals(DOCKER_HUB) && repository.indexOf('/') < 0;
        return new ImageName(registry, official ? "library/" + repository : repository);
    }

    public boolean isOnDockerHub() {
        return registry.equals(DOCKER_HUB) || registry.equals("index." + DOCKER_HUB);
    }

    private static boolean isMixedCase(String text) {
        return text.chars().anyMatch(Character::isUpperCase);
    }

    /** The last part of the repository: {@code fraud} of {@code registry.example/team/fraud}. */
    public String title() {
        return repository.substring(repository.lastIndexOf('/') + 1);
    }

    public ImageReference tagged(String tag) {
        return new ImageReference(this, tag);
    }

    /** A reference that no push can change. */
    public String pinned(String digest) {
        return this + "@" + digest;
    }

    @Override
    public String toString() {
        return registry + "/" + repository;
    }
}
