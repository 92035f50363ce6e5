package io.jenkins.plugins.mlops.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.mlops.docker.DockerConnection;
import io.jenkins.plugins.mlops.docker.DockerImageBuilder;
import io.jenkins.plugins.mlops.docker.DockerLogins;
import io.jenkins.plugins.mlops.docker.HttpRegistry;
import io.jenkins.plugins.mlops.docker.RegistryAccess;
import io.jenkins.plugins.mlops.docker.RegistryLogin;
import io.jenkins.plugins.mlops.dvc.Credentials;
import io.jenkins.plugins.mlops.evaluation.Project;
import io.jenkins.plugins.mlops.evaluation.ProjectVersion;
import io.jenkins.plugins.mlops.image.ImageListener;
import io.jenkins.plugins.mlops.image.ImageName;
import io.jenkins.plugins.mlops.image.ImageOrigin;
import io.jenkins.plugins.mlops.image.ImagePlan;
import io.jenkins.plugins.mlops.image.ImagePublisher;
import io.jenkins.plugins.mlops.image.ImageSpec;
import io.jenkins.plugins.mlops.image.ModelImage;
import io.jenkins.plugins.mlops.lineage.PathGlob;
import io.jenkins.plugins.mlops.training.RunFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jenkins.MasterToSlaveFileCallable;

/** Makes the image of a workspace's model with the agent's Docker daemon; ends where its thread is interrupted, which remoting does when the step is stopped. */
public final class ImageCallable extends MasterToSlaveFileCallable<ImageOutcome> {
    private static final long serialVersionUID = 1L;

    private final ImageRequest request;
    private final Credentials.Login login;
    private final TreeMap<String, String> variables;
    private final TaskListener listener;

    /** @param login to the registry; null for what {@code docker login} left on the agent */
    public ImageCallable(
            ImageRequest request, Credentials.Login login, Map<String, String> variables, TaskListener listener) {
        this.request = request;
        this.login = login;
        this.variables = new TreeMap<>(variables);
        this.listener = listener;
    }

    /** @throws AbortException with the engine's message, which a person can act on without a stack trace */
    @Override
    public ImageOutcome invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
        try {
            return make(workspace.toPath().toAbsolutePath().normalize());
        } catch (IOException | IllegalArgumentException e) {
            throw new AbortException(mask(String.valueOf(e.getMessage())));
        } finally {
            // Lines of an agent are held back for a while; they belong before the end of the step.
            listener.getLogger().flush();
        }
    }

    private String mask(String line) {
        return login == null ? line : login.mask(line);
    }

    private ImageOutcome make(Path workspace) throws IOException, InterruptedException {
        ImageListener progress = new ImageProgress(listener.getLogger(), this::mask, System::nanoTime);
        Project project = WorkspaceProject.open(workspace, request.dir(), variables);
        Path home = Path.of(System.getProperty("user.home", "."));
        ImageSpec spec = spec(project);
        RegistryAccess access = access(spec.name(), project, home);
        ImagePlan plan = ImagePlan.of(spec, origin(project));
        plan.warnings().forEach(progress::warned);
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        try (DockerImageBuilder builder =
                new DockerImageBuilder(DockerConnection.of(project.environment(), home, windows), access.login())) {
            ImagePublisher publisher = new ImagePublisher(builder, new HttpRegistry(access), progress);
            ModelImage image = request.push() ? publisher.push(plan) : publisher.build(plan);
            progress.started(summary(image));
            return ImageOutcome.of(image);
        }
    }

    private ImageSpec spec(Project project) throws IOException {
        List<PathGlob> declared = request.namesModels()
                ? List.of()
                : RunFiles.declaredBy(project.repository()).models();
        return request.spec(project.root(), declared)
                .withCaches(List.of(project.config().cache().dir()));
    }

    private RegistryAccess access(ImageName name, Project project, Path home) throws IOException {
        Optional<RegistryLogin> user = login == null
                ? DockerLogins.of(project.environment(), home).find(name)
                : Optional.of(new RegistryLogin(login.user(), login.password()));
        RegistryAccess access = user.map(RegistryAccess.anonymous()::as).orElseGet(RegistryAccess::anonymous);
        Optional<String> ca = request.registryCa();
        if (ca.isPresent()) {
            access = access.trusting(certificate(project.root().resolve(ca.get())));
        }
        return request.plainHttp() ? access.withPlainHttp() : access;
    }

    private static String certificate(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IOException(
                    "Cannot read the certificate of the registry's CA in " + file
                            + ". Set registryCa to a PEM file on the agent: its path in the DVC repository, or an absolute one",
                    e);
        }
    }

    private ImageOrigin origin(Project project) throws IOException {
        ProjectVersion version = ProjectVersion.of(project);
        return new ImageOrigin(
                version.code(),
                version.committed(),
                version.dataVersion(),
                request.imageVersion(),
                Optional.of(request.buildUrl()).filter(url -> !url.isEmpty()));
    }

    private static String summary(ModelImage image) {
        return switch (image.outcome()) {
            case ALREADY_PUSHED ->
                "Already there: the registry has " + image.reference() + " of the same inputs, as " + image.pinned();
            case ALREADY_BUILT ->
                "Already there: the daemon has " + image.reference() + " of the same inputs, and it still answers";
            case PUSHED, BUILT_AND_PUSHED -> "Pushed " + image.reference() + " as " + image.pinned();
            case BUILT -> "Built " + image.reference();
        };
    }
}
