package io.jenkins.plugins.mlops.deploy;

import java.util.Map;
import java.util.Optional;

/**
 * What the live Service can select: one colour, what was there before the first release, or nothing.
 *
 * @param name {@code blue}, {@code green}, {@code none}, or {@code adopted} for what was there before
 * @param deployment empty where nothing is selected, or where it is not known which Deployment makes the adopted pods
 * @param replicas how many it had when it last served, or is to have; 0 where there is none
 * @param image of its first container; empty where there is none
 */
public record Side(String name, Optional<String> deployment, Map<String, String> selector, int replicas, String image) {

    static final String NONE = "none";
    static final String ADOPTED = "adopted";

    public Side {
        selector = Map.copyOf(selector);
    }

    static Side none(AppNames names) {
        return new Side(NONE, Optional.empty(), names.nobody(), 0, "");
    }

    static Side of(AppNames names, Colour colour, int replicas, String image) {
        return new Side(
                colour.toString(), Optional.of(names.deployment(colour)), names.selector(colour), replicas, image);
    }

    boolean isNone() {
        return name.equals(NONE);
    }

    @Override
    public String toString() {
        return image.isEmpty() ? name : name + " (" + image + ")";
    }
}
