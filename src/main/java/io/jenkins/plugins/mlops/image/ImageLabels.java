package io.jenkins.plugins.mlops.image;

import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/** What an image says about itself: OCI's predefined annotation keys, and ours. */
public final class ImageLabels {

    public static final String REVISION = "org.opencontainers.image.revision";
    public static final String SOURCE = "org.opencontainers.image.source";
    /** When the code was committed, not when somebody built it, so that it is the same each time. */
    public static final String CREATED = "org.opencontainers.image.created";

    public static final String TITLE = "org.opencontainers.image.title";
    public static final String VERSION = "org.opencontainers.image.version";
    public static final String DATA_VERSION = "io.mlops.data-version";
    public static final String MODEL_DIGEST = "io.mlops.model-digest";
    public static final String BUILD_URL = "io.mlops.build-url";
    /** Of all that the image was built from and tried with; images with the same one are interchangeable. */
    public static final String INPUT_DIGEST = "io.mlops.input-digest";

    private ImageLabels() {}

    static Map<String, String> of(
            ImageReference reference, ImageOrigin origin, String modelDigest, String inputDigest) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(REVISION, origin.code().commit());
        origin.code().repository().ifPresent(url -> labels.put(SOURCE, url));
        labels.put(
                CREATED, DateTimeFormatter.ISO_INSTANT.format(origin.committed().truncatedTo(ChronoUnit.SECONDS)));
        labels.put(TITLE, reference.name().title());
        labels.put(VERSION, origin.version().orElse(reference.tag()));
        labels.put(DATA_VERSION, origin.dataVersion());
        labels.put(MODEL_DIGEST, modelDigest);
        labels.put(INPUT_DIGEST, inputDigest);
        origin.buildUrl().ifPresent(url -> labels.put(BUILD_URL, url));
        return labels;
    }
}
