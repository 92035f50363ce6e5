package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.mlops.agent.TrainingRequest;
import io.jenkins.plugins.mlops.agent.WorkspaceFolder;
import io.jenkins.plugins.mlops.lineage.PathGlob;
import io.jenkins.plugins.mlops.lineage.Seeds;
import io.jenkins.plugins.mlops.training.Repeat;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** {@code trainModel}: records a training, which is its body or a command. */
public final class TrainModelStep extends Step {

    private Object command;
    private String name = "";
    private String dir = ".";
    private List<String> metrics = List.of();
    private List<String> params = List.of();
    private List<String> plots = List.of();
    private List<String> models = List.of();
    private Long seed;
    private String image = "";
    private boolean skipIfUnchanged;
    private int repeat = 1;
    private double tolerance;

    @DataBoundConstructor
    public TrainModelStep() {
        // Everything has a default.
    }

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        boolean body = context.hasBody();
        if (body && command != null) {
            throw new AbortException(Messages.TrainModelStep_both());
        }
        TrainingRequest request = new TrainingRequest(
                name, dir, metrics, params, plots, models, seed, image, skipIfUnchanged, repeat, tolerance);
        try {
            return new TrainModelExecution(context, request, body ? null : TrainingCommand.of(command));
        } catch (IllegalArgumentException e) {
            throw new AbortException("trainModel: " + e.getMessage());
        }
    }

    /** Text or a list of texts; null for the default. */
    public Object getCommand() {
        return command;
    }

    @DataBoundSetter
    public void setCommand(Object command) {
        boolean none = command == null
                || command instanceof CharSequence && command.toString().isBlank();
        this.command = none ? null : command instanceof CharSequence ? command.toString() : command;
    }

    public String getName() {
        return name;
    }

    @DataBoundSetter
    public void setName(String name) {
        this.name = FormChecks.or(name, "");
    }

    public String getDir() {
        return dir;
    }

    @DataBoundSetter
    public void setDir(String dir) {
        this.dir = FormChecks.or(dir, ".");
    }

    public List<String> getMetrics() {
        return metrics;
    }

    @DataBoundSetter
    public void setMetrics(List<String> metrics) {
        this.metrics = copy(metrics);
    }

    public List<String> getParams() {
        return params;
    }

    @DataBoundSetter
    public void setParams(List<String> params) {
        this.params = copy(params);
    }

    public List<String> getPlots() {
        return plots;
    }

    @DataBoundSetter
    public void setPlots(List<String> plots) {
        this.plots = copy(plots);
    }

    public List<String> getModels() {
        return models;
    }

    @DataBoundSetter
    public void setModels(List<String> models) {
        this.models = copy(models);
    }

    public Long getSeed() {
        return seed;
    }

    @DataBoundSetter
    public void setSeed(Long seed) {
        this.seed = seed;
    }

    public String getImage() {
        return image;
    }

    @DataBoundSetter
    public void setImage(String image) {
        this.image = FormChecks.or(image, "");
    }

    public boolean isSkipIfUnchanged() {
        return skipIfUnchanged;
    }

    @DataBoundSetter
    public void setSkipIfUnchanged(boolean skipIfUnchanged) {
        this.skipIfUnchanged = skipIfUnchanged;
    }

    public int getRepeat() {
        return repeat;
    }

    @DataBoundSetter
    public void setRepeat(int repeat) {
        this.repeat = repeat;
    }

    public double getTolerance() {
        return tolerance;
    }

    @DataBoundSetter
    public void setTolerance(double tolerance) {
        this.tolerance = tolerance;
    }

    private static List<String> copy(List<String> given) {
        return given == null ? List.of() : List.copyOf(given);
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "trainModel";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.TrainModelStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, FilePath.class, Launcher.class, EnvVars.class, TaskListener.class);
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return OptionalBody.isAllowed();
        }

        /** The form has the globs in text areas, one a line, and the command as text. */
        @Override
        public Step newInstance(@NonNull StaplerRequest2 request, @NonNull JSONObject form) throws FormException {
            Object command = form.remove("command");
            Object seed = form.remove("seed");
            List<Lines> lists = List.of(
                    new Lines("metrics", TrainModelStep::setMetrics, form),
                    new Lines("params", TrainModelStep::setParams, form),
                    new Lines("plots", TrainModelStep::setPlots, form),
                    new Lines("models", TrainModelStep::setModels, form));
            // An emptied field means the default.
            List.of("repeat", "tolerance").forEach(field -> {
                if (form.optString(field).isBlank()) {
                    form.remove(field);
                }
            });
            TrainModelStep step = (TrainModelStep) super.newInstance(request, form);
            step.setCommand(command);
            String number = seed == null ? "" : seed.toString().strip();
            if (!number.isEmpty()) {
                step.setSeed(parseSeed(number));
            }
            lists.forEach(lines -> lines.give(step));
            return step;
        }

        private record Lines(List<String> lines, BiConsumer<TrainModelStep, List<String>> setter) {
            Lines(String field, BiConsumer<TrainModelStep, List<String>> setter, JSONObject form) {
                this(FormLines.take(form, field).orElse(List.of()), setter);
            }

            void give(TrainModelStep step) {
                setter.accept(step, lines);
            }
        }

        /** What the form shows of a list: one a line. */
        public String lines(List<String> list) {
            return list == null ? "" : FormLines.show(list);
        }

        /** What the form shows of a command: the line that a shell would read. */
        public String line(Object command) {
            return command == null ? "" : TrainingCommand.of(command).script(true);
        }

        private static Long parseSeed(String text) throws FormException {
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException e) {
                throw new FormException(Messages.TrainModelStep_seed(), e, "seed");
            }
        }

        @RequirePOST
        public FormValidation doCheckDir(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> WorkspaceFolder.check(value));
        }

        @RequirePOST
        public FormValidation doCheckMetrics(@AncestorInPath Item item, @QueryParameter String value) {
            return checkGlobs(item, value);
        }

        @RequirePOST
        public FormValidation doCheckParams(@AncestorInPath Item item, @QueryParameter String value) {
            return checkGlobs(item, value);
        }

        @RequirePOST
        public FormValidation doCheckPlots(@AncestorInPath Item item, @QueryParameter String value) {
            return checkGlobs(item, value);
        }

        @RequirePOST
        public FormValidation doCheckModels(@AncestorInPath Item item, @QueryParameter String value) {
            return checkGlobs(item, value);
        }

        private static FormValidation checkGlobs(Item item, String value) {
            return FormChecks.check(item, () -> FormLines.split(value).forEach(PathGlob::of));
        }

        @RequirePOST
        public FormValidation doCheckSeed(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> {
                if (!value.isBlank()) {
                    Seeds.variables(
                            number(value, Messages.TrainModelStep_seed()).longValue());
                }
            });
        }

        @RequirePOST
        public FormValidation doCheckRepeat(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> {
                BigDecimal runs = number(value.isBlank() ? "1" : value, Messages.TrainModelStep_repeat());
                if (runs.compareTo(BigDecimal.ONE) != 0) {
                    new Repeat(runs.intValue(), BigDecimal.ZERO);
                }
            });
        }

        @RequirePOST
        public FormValidation doCheckTolerance(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(
                    item,
                    () -> new Repeat(2, number(value.isBlank() ? "0" : value, Messages.TrainModelStep_tolerance())));
        }

        private static BigDecimal number(String text, String problem) {
            try {
                return new BigDecimal(text.strip().toUpperCase(Locale.ROOT));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(problem, e);
            }
        }
    }
}
