package io.jenkins.plugins.mlops.build;

import hudson.Util;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.mlops.image.ImageLabels;
import io.jenkins.plugins.mlops.image.ModelImage;
import java.util.Optional;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** An image that a build made, on the build's page and in its {@code api/json}. */
@ExportedBean
public final class ModelImageAction extends InvisibleAction {

    private final String reference;
    private final String tag;
    private final String digest;
    private final String commit;
    private final String dataVersion;
    /** Null in builds that are older than this. */
    private final String modelDigest;

    private final boolean alreadyThere;

    private ModelImageAction(ModelImage image) {
        this.reference = image.pinned();
        this.tag = image.reference().tag();
        this.digest = image.digest().orElse("");
        this.commit = image.labels().getOrDefault(ImageLabels.REVISION, "");
        this.dataVersion = image.labels().getOrDefault(ImageLabels.DATA_VERSION, "");
        this.modelDigest = image.labels().getOrDefault(ImageLabels.MODEL_DIGEST, "");
        this.alreadyThere = image.isUnchanged();
    }

    /** Shows an image once, however often the build asks for it. */
    public static void add(Run<?, ?> run, ModelImage image) {
        synchronized (run) {
            if (run.getActions(ModelImageAction.class).stream()
                    .noneMatch(shown -> shown.reference.equals(image.pinned()))) {
                run.addAction(new ModelImageAction(image));
            }
        }
    }

    /** What the build says of an image that it made; empty where it made none of that reference. */
    public static Optional<ModelImageAction> of(Run<?, ?> run, String reference) {
        return run.getActions(ModelImageAction.class).stream()
                .filter(made -> made.reference.equals(reference))
                .findFirst();
    }

    /** With the digest; where it was not pushed, with the tag. */
    @Exported
    public String getReference() {
        return reference;
    }

    @Exported
    public String getTag() {
        return tag;
    }

    /** Empty where it was not pushed. */
    @Exported
    public String getDigest() {
        return digest;
    }

    @Exported
    public boolean isPushed() {
        return !digest.isEmpty();
    }

    /** Whether there was nothing to do, since an image of the same inputs was there. */
    @Exported
    public boolean isAlreadyThere() {
        return alreadyThere;
    }

    @Exported
    public String getCommit() {
        return commit;
    }

    @Exported
    public String getDataVersion() {
        return dataVersion;
    }

    @Exported
    public String getModelDigest() {
        return Util.fixNull(modelDigest);
    }
}
