package io.jenkins.plugins.mlops.agent;

import io.jenkins.plugins.mlops.image.ImageName;
import io.jenkins.plugins.mlops.image.ModelImage;
import java.io.Serializable;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What an agent says of the image that it made: texts, of which the controller believes none before it has looked at them.
 *
 * @param digest empty where it was not to be pushed
 * @param outcome name of a {@link ModelImage.Outcome}
 */
public record ImageOutcome(String tag, String digest, String outcome, TreeMap<String, String> labels)
        implements Serializable {

    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final int MAX_LABELS = 200;
    private static final int MAX_LABEL = 10_000;

    static ImageOutcome of(ModelImage image) {
        return new ImageOutcome(
                image.reference().tag(),
                image.digest().orElse(""),
                image.outcome().name(),
                new TreeMap<>(image.labels()));
    }

    /**
     * @param name that was asked for, so that no agent hands on another image
     * @throws IllegalArgumentException where this is no answer
     */
    public ModelImage image(String name) {
        boolean tooMuch =
                labels.size() > MAX_LABELS || labels.values().stream().anyMatch(value -> value.length() > MAX_LABEL);
        if (!digest.isEmpty() && !DIGEST.matcher(digest).matches() || tooMuch) {
            throw new IllegalArgumentException("The agent's answer about the image " + name
                    + " makes no sense: its digest is not sha256, or its labels are too many or too long");
        }
        return new ModelImage(
                ImageName.of(name).tagged(tag),
                Optional.of(digest).filter(text -> !text.isEmpty()),
                ModelImage.Outcome.valueOf(outcome),
                labels);
    }
}
