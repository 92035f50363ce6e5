package io.jenkins.plugins.mlops.image;

import java.util.regex.Pattern;

/** An image by name and tag. */
public record ImageReference(ImageName name, String tag) {

    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    public ImageReference {
        if (!TAG.matcher(tag).matches()) {
            throw new IllegalArgumentException(
                    "'" + tag
                            + "' is no tag of an image; use up to 128 letters, digits, dots, dashes and underscores, and no dot or dash in front");
        }
    }

    @Override
    public String toString() {
        return name + ":" + tag;
    }
}
