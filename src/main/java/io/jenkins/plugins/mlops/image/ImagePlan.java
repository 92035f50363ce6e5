package io.jenkins.plugins.mlops.image;

import io.jenkins.plugins.mlops.lineage.Artifact;
import io.jenkins.plugins.mlops.lineage.Artifacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An image that is settled in all its parts, before anything is built.
 *
 * @param dockerfile path in the context
 * @param buildArguments with {@code SOURCE_DATE_EPOCH}
 * @param models with their hashes
 * @param warnings what a person should know before it is built
 */
public record ImagePlan(
        ImageReference reference,
        BuildContext context,
        String dockerfile,
        Instant time,
        Map<String, String> buildArguments,
        Map<String, String> labels,
        List<Artifact> models,
        List<String> warnings,
        Optional<SmokeTest> smoke) {

    /** Changes where the same inputs would make another image. */
    private static final String FORMAT = "1";

    private static final int COMMIT_DIGITS = 12;
    private static final int DATA_DIGITS = 8;
    private static final String EPOCH = "SOURCE_DATE_EPOCH";

    public ImagePlan {
        buildArguments = Map.copyOf(buildArguments);
        labels = Map.copyOf(labels);
        models = List.copyOf(models);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads and hashes what the image needs.
     *
     * @throws ImageException where something is missing, ignored, or leads out of the workspace
     */
    public static ImagePlan of(ImageSpec spec, ImageOrigin origin) throws IOException {
        ImageFiles files = ImageFiles.of(spec);
        BuildContext context = BuildContext.of(files.context());
        List<Artifact> models = new ArrayList<>();
        for (String model : files.models()) {
            models.add(Artifacts.of(spec.root(), model));
        }
        List<String> modified = origin.code().modified().stream()
                .filter(path ->
                        files.sources().contains(path) && !files.models().contains(path))
                .toList();
        Map<String, String> arguments = new TreeMap<>(spec.buildArguments());
        arguments.putIfAbsent(EPOCH, Long.toString(origin.committed().getEpochSecond()));
        Optional<SmokeTest> smoke = spec.smoke().map(files::addressed).or(files::smoke);
        String inputs = digest(
                FORMAT,
                context.digest(),
                files.dockerfile(),
                arguments.toString(),
                origin.code().commit(),
                origin.dataVersion(),
                origin.version().orElse(""),
                smoke.toString());
        ImageReference reference =
                spec.name().tagged(tag(origin, modified.isEmpty() ? "" : "-" + inputs.substring(0, DATA_DIGITS)));
        return new ImagePlan(
                reference,
                context,
                files.dockerfile(),
                origin.committed(),
                arguments,
                ImageLabels.of(reference, origin, modelDigest(models), "sha256:" + inputs),
                models,
                warnings(modified, spec.source(), smoke),
                smoke);
    }

    public String inputDigest() {
        return labels.get(ImageLabels.INPUT_DIGEST);
    }

    /** @param modified files of the image that differ from the commit; the tag then tells more than commit and data */
    private static List<String> warnings(List<String> modified, ImageSource source, Optional<SmokeTest> smoke) {
        List<String> warnings = new ArrayList<>();
        if (!modified.isEmpty()) {
            warnings.add("The image has files that differ from the commit (" + String.join(", ", modified)
                    + "), so nobody can make it again from there; commit them first");
        }
        if (source instanceof ImageSource.Generated generated
                && generated.choice().server() == Server.TORCHSERVE
                && smoke.filter(test -> test.path().equals(Server.TORCHSERVE.healthPath()))
                        .isPresent()) {
            warnings.add("TorchServe answers " + Server.TORCHSERVE.healthPath()
                    + " also while its models do not load, so this does not try them. "
                    + "Ask for a prediction: the smoke path /predictions/<model>, with a body");
        }
        return warnings;
    }

    private static String tag(ImageOrigin origin, String suffix) {
        String data = origin.dataVersion();
        return origin.code().commit().substring(0, COMMIT_DIGITS) + "-"
                + data.substring(0, Math.min(DATA_DIGITS, data.length())) + suffix;
    }

    /** The file's own digest; for several, one over the lines {@code path NUL sha256 LF}. */
    static String modelDigest(List<Artifact> models) {
        if (models.size() == 1) {
            return "sha256:" + models.get(0).sha256();
        }
        StringBuilder lines = new StringBuilder();
        models.forEach(model ->
                lines.append(model.path()).append('\0').append(model.sha256()).append('\n'));
        return "sha256:"
                + HexFormat.of()
                        .formatHex(BuildContext.sha256().digest(lines.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String digest(String... parts) {
        StringBuilder text = new StringBuilder();
        for (String part : parts) {
            text.append(part.length()).append(':').append(part).append('\n');
        }
        return HexFormat.of()
                .formatHex(BuildContext.sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
