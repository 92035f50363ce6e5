package io.jenkins.plugins.mlops.image;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Takes a plan to an image that has been tried and, where wanted, pushed, with as little work as the inputs allow. */
public final class ImagePublisher {

    private final ImageBuilder builder;
    private final Registry registry;
    private final ImageListener listener;

    public ImagePublisher(ImageBuilder builder, Registry registry, ImageListener listener) {
        this.builder = builder;
        this.registry = registry;
        this.listener = listener;
    }

    /** Builds anew where nothing here was built from the same inputs, or what was built does not answer; and tries it. */
    public ModelImage build(ImagePlan plan) throws IOException, InterruptedException {
        Optional<LocalImage> same = same(plan);
        if (same.isEmpty()) {
            return tried(plan, builder.build(plan, listener), ModelImage.Outcome.BUILT);
        }
        try {
            return tried(plan, same.get(), ModelImage.Outcome.ALREADY_BUILT);
        } catch (ImageException e) {
            // What it is built on may have been put right since, under the same name.
            LocalImage anew = builder.build(plan, listener);
            if (anew.id().equals(same.get().id())) {
                throw e;
            }
            return tried(plan, anew, ModelImage.Outcome.BUILT);
        }
    }

    private ModelImage tried(ImagePlan plan, LocalImage image, ModelImage.Outcome outcome)
            throws IOException, InterruptedException {
        smoke(plan, image);
        return new ModelImage(plan.reference(), Optional.empty(), outcome, image.labels());
    }

    /** The same, and pushes it, unless the registry has an image of the same inputs, which was tried when it was pushed. */
    public ModelImage push(ImagePlan plan) throws IOException, InterruptedException {
        Optional<Registry.Published> published = registry.find(plan.reference());
        if (published.isPresent()) {
            String inputs = published.get().labels().get(ImageLabels.INPUT_DIGEST);
            if (plan.inputDigest().equals(inputs)) {
                return new ModelImage(
                        plan.reference(),
                        Optional.of(published.get().digest()),
                        ModelImage.Outcome.ALREADY_PUSHED,
                        published.get().labels());
            }
            listener.warned(plan.reference()
                    + " is in the registry already, made from other inputs; the tag will name the new image. "
                    + "The earlier one stays as "
                    + plan.reference().name().pinned(published.get().digest()));
        }
        ModelImage built = build(plan);
        listener.started("Pushing " + plan.reference());
        String digest = builder.push(plan.reference(), listener);
        return new ModelImage(
                plan.reference(),
                Optional.of(digest),
                built.outcome() == ModelImage.Outcome.BUILT
                        ? ModelImage.Outcome.BUILT_AND_PUSHED
                        : ModelImage.Outcome.PUSHED,
                built.labels());
    }

    private Optional<LocalImage> same(ImagePlan plan) throws IOException {
        return builder.find(plan.reference())
                .filter(image -> plan.inputDigest().equals(image.labels().get(ImageLabels.INPUT_DIGEST)));
    }

    private void smoke(ImagePlan plan, LocalImage image) throws IOException, InterruptedException {
        if (plan.smoke().isEmpty()) {
            listener.warned(
                    "The image is not tried: nothing says what to ask it. Give a path that answers once the model is loaded");
            return;
        }
        SmokeTest test = plan.smoke().get();
        listener.started("Starting the image and asking " + test.request());
        try (RunningContainer container = builder.start(image, test.port())) {
            SmokeRun.Answer answer =
                    new SmokeRun(test).ask(container, plan.reference().toString());
            listener.printed(String.format(
                    Locale.ROOT, "%s answered %d after %.1f s", answer.request(), answer.status(), answer.seconds()));
        }
    }
}
