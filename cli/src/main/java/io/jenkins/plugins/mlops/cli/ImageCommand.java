package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.docker.DockerConnection;
import io.jenkins.plugins.mlops.docker.DockerImageBuilder;
import io.jenkins.plugins.mlops.docker.HttpRegistry;
import io.jenkins.plugins.mlops.docker.RegistryAccess;
import io.jenkins.plugins.mlops.evaluation.Project;
import io.jenkins.plugins.mlops.evaluation.ProjectVersion;
import io.jenkins.plugins.mlops.image.ImageName;
import io.jenkins.plugins.mlops.image.ImageOrigin;
import io.jenkins.plugins.mlops.image.ImagePlan;
import io.jenkins.plugins.mlops.image.ImagePublisher;
import io.jenkins.plugins.mlops.image.ImageSource;
import io.jenkins.plugins.mlops.image.ImageSpec;
import io.jenkins.plugins.mlops.image.ModelImage;
import io.jenkins.plugins.mlops.image.SmokeTest;
import io.jenkins.plugins.mlops.lineage.PathGlob;
import io.jenkins.plugins.mlops.training.RunFiles;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "image",
        description = "Build the image that serves the model, try it, and push it; prints its reference.",
        footer = {
            "",
            "The tag is made of commit and data version. What was built from the same inputs is not built or pushed again.",
            "",
            "Examples:",
            "  mlops image digits --server python --app serve.py",
            "  mlops image registry.example/fraud --models models/model.pkl --smoke-path /health --push",
        })
final class ImageCommand implements Callable<Integer> {

    private final Mlops mlops;

    @Parameters(paramLabel = "<name>", description = "Without a tag, as registry.example/fraud.")
    private String name;

    @Option(
            names = "--models",
            paramLabel = "<glob>",
            description = "Model files; default: outputs of stages that look like models by name.")
    private List<String> models = List.of();

    @Option(names = "--include", paramLabel = "<glob>", description = "With --server: more files that the image needs.")
    private List<String> include = List.of();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--build-arg",
            paramLabel = "<name>=<value>",
            description = "For ARG lines; never a secret, since everyone who can pull the image can read it.")
    private Map<String, String> buildArguments = new TreeMap<>();

    @Option(
            names = "--image-version",
            paramLabel = "<text>",
            description = "The image's version label. Default: the tag.")
    private String version;

    @Mixin
    private SmokeOptions smoke = new SmokeOptions();

    @Option(names = "--push", description = "Push it once it answered.")
    private boolean push;

    @Mixin
    private RegistryOptions registry = new RegistryOptions();

    ImageCommand(Mlops mlops) {
        this.mlops = mlops;
    }

    @Override
    public Integer call() throws Exception {
        Machine machine = mlops.machine();
        Console console = mlops.console();
        Project project = machine.project();
        ImageSpec spec = spec(project);
        RegistryAccess access = registry.access(spec.name(), machine);
        ImagePlan plan = ImagePlan.of(spec, origin(project, machine));
        plan.warnings().forEach(console::warning);
        console.detail("Build context: " + Amount.of(plan.context().files(), "file") + ", "
                + Amount.bytes(plan.context().size()));
        ModelImage image;
        OrderlyEnd end = OrderlyEnd.begin();
        try (DockerImageBuilder builder = new DockerImageBuilder(
                DockerConnection.of(machine.environment(), machine.home(), machine.isWindows()), access.login())) {
            ImagePublisher publisher =
                    new ImagePublisher(builder, new HttpRegistry(access), new ImageNarrator(console, System::nanoTime));
            image = push ? publisher.push(plan) : publisher.build(plan);
        } finally {
            end.close();
        }
        console.note(summary(image));
        console.result(image.pinned());
        console.document(document(image, plan));
        return ExitCode.DONE;
    }

    private ImageSpec spec(Project project) throws IOException, WrongUseException {
        try {
            ImageSource source = server.source();
            Optional<SmokeTest> test = smoke.test();
            List<PathGlob> globs =
                    models.isEmpty() ? RunFiles.declaredBy(project.repository()).models() : globs(models);
            ImageSpec spec = ImageSpec.of(ImageName.of(name), project.root(), globs, source)
                    .withCaches(List.of(project.config().cache().dir()))
                    .including(globs(include))
                    .withBuildArguments(buildArguments);
            return test.isPresent() ? spec.withSmoke(test.get()) : spec;
        } catch (IllegalArgumentException e) {
            throw new WrongUseException(e.getMessage(), e);
        }
    }

    private static List<PathGlob> globs(List<String> texts) {
        return texts.stream().map(PathGlob::of).toList();
    }

    private ImageOrigin origin(Project project, Machine machine) throws IOException {
        ProjectVersion from = ProjectVersion.of(project);
        return new ImageOrigin(
                from.code(),
                from.committed(),
                from.dataVersion(),
                Optional.ofNullable(version),
                Optional.ofNullable(machine.environment().get("BUILD_URL")).filter(url -> !url.isBlank()));
    }

    private static String summary(ModelImage image) {
        return switch (image.outcome()) {
            case ALREADY_PUSHED -> "The registry has " + image.reference() + " of the same inputs; nothing to do.";
            case ALREADY_BUILT -> image.reference() + " was built from the same inputs before, and still answers.";
            case PUSHED -> image.reference() + " was built from the same inputs before; pushed it.";
            case BUILT -> "Built " + image.reference() + ".";
            case BUILT_AND_PUSHED -> "Built and pushed " + image.reference() + ".";
        };
    }

    private static Map<String, Object> document(ModelImage image, ImagePlan plan) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("image", image.pinned());
        document.put("reference", image.reference().toString());
        document.put("digest", image.digest().orElse(null));
        document.put("outcome", image.outcome().name().toLowerCase(Locale.ROOT));
        document.put("labels", new TreeMap<>(image.labels()));
        document.put(
                "models",
                plan.models().stream()
                        .map(model -> Map.of("path", model.path(), "size", model.size(), "sha256", model.sha256()))
                        .toList());
        return document;
    }
}
