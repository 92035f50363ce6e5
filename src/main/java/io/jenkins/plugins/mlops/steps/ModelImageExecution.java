package io.jenkins.plugins.mlops.steps;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlops.agent.ImageCallable;
import io.jenkins.plugins.mlops.agent.ImageOutcome;
import io.jenkins.plugins.mlops.agent.ImageRequest;
import io.jenkins.plugins.mlops.build.BuildPage;
import io.jenkins.plugins.mlops.build.ModelImageAction;
import io.jenkins.plugins.mlops.dvc.Credentials;
import io.jenkins.plugins.mlops.image.ImageName;
import io.jenkins.plugins.mlops.image.ModelImage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jenkinsci.plugins.workflow.cps.EnvActionImpl;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Has the agent make the image, and hands its reference on; the secret is looked up when it starts, and {@code program.dat} never has it. */
final class ModelImageExecution extends RepeatableStepExecution<Map<String, Object>> {
    private static final long serialVersionUID = 1L;

    private static final String VARIABLE = "MODEL_IMAGE";

    private final String name;
    private final TreeMap<String, Object> arguments;
    private final String credentialsId;

    ModelImageExecution(StepContext context, String name, TreeMap<String, Object> arguments, String credentialsId) {
        super(context);
        this.name = name;
        this.arguments = arguments;
        this.credentialsId = credentialsId;
    }

    @Override
    protected Map<String, Object> run() throws IOException, InterruptedException {
        StepContext context = getContext();
        Run<?, ?> run = context.get(Run.class);
        ImageRequest request = new ImageRequest(arguments, BuildPage.of(run).orElse(""));
        try {
            request.check();
        } catch (IllegalArgumentException e) {
            throw new AbortException("modelImage: " + e.getMessage());
        }
        TaskListener listener = context.get(TaskListener.class);
        Credentials.Login login = new RegistryLogins(
                        run, MlopsConfiguration.get().getRemotes(), listener.getLogger())
                .find(credentialsId, ImageName.of(name), request.plainHttp())
                .orElse(null);
        EnvVars variables = Optional.ofNullable(context.get(EnvVars.class)).orElseGet(EnvVars::new);
        ModelImage image = read(workspace().act(new ImageCallable(request, login, variables, listener)));
        ModelImageAction.add(run, image);
        handOn(run, image);
        return result(image);
    }

    private ModelImage read(ImageOutcome answer) throws AbortException {
        try {
            return answer.image(name);
        } catch (IllegalArgumentException e) {
            throw new AbortException("modelImage: " + e.getMessage());
        }
    }

    /** As {@code env.MODEL_IMAGE = ...} would: what the build's actions contribute, a Pipeline that runs already does not see. */
    private static void handOn(Run<?, ?> run, ModelImage image) throws IOException {
        synchronized (run) {
            EnvActionImpl.forRun(run).setProperty(VARIABLE, image.pinned());
        }
    }

    private static Map<String, Object> result(ModelImage image) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("reference", image.pinned());
        result.put("tag", image.reference().tag());
        result.put("digest", image.digest().orElse(null));
        result.put("pushed", image.digest().isPresent());
        result.put("alreadyThere", image.isUnchanged());
        result.put("labels", new TreeMap<>(image.labels()));
        return result;
    }
}
