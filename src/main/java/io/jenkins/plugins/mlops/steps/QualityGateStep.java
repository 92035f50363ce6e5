package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.ListBoxModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** {@code qualityGate}: decides whether the model of the workspace may go on. */
public final class QualityGateStep extends Step {

    private String dir = ".";
    private String criteriaFile = "gate.yaml";
    private GateBaseline baseline;
    private List<GateCriterion> criteria = List.of();
    private List<String> metrics = List.of();
    private String firstRun = "";
    private String title = "";

    @DataBoundConstructor
    public QualityGateStep() {
        // Everything has a default.
    }

    @Override
    public StepExecution start(StepContext context) {
        return new QualityGateExecution(context, dir, criteriaFile, arguments(), title);
    }

    /** The keys of a gate file; in collections that may stand in {@code program.dat}. */
    private TreeMap<String, Object> arguments() {
        TreeMap<String, Object> arguments = new TreeMap<>();
        if (baseline != null) {
            arguments.put("baseline", baseline.toMap());
        }
        if (!criteria.isEmpty()) {
            List<Object> maps = new ArrayList<>();
            criteria.forEach(criterion -> maps.add(criterion.toMap()));
            arguments.put("criteria", maps);
        }
        if (!metrics.isEmpty()) {
            arguments.put("metrics", new ArrayList<>(metrics));
        }
        if (!firstRun.isEmpty()) {
            arguments.put("firstRun", firstRun);
        }
        return arguments;
    }

    public String getDir() {
        return dir;
    }

    @DataBoundSetter
    public void setDir(String dir) {
        this.dir = or(dir, ".");
    }

    public String getCriteriaFile() {
        return criteriaFile;
    }

    @DataBoundSetter
    public void setCriteriaFile(String criteriaFile) {
        this.criteriaFile = or(criteriaFile, "gate.yaml");
    }

    public GateBaseline getBaseline() {
        return baseline;
    }

    @DataBoundSetter
    public void setBaseline(GateBaseline baseline) {
        this.baseline = baseline;
    }

    public List<GateCriterion> getCriteria() {
        return criteria;
    }

    @DataBoundSetter
    public void setCriteria(List<GateCriterion> criteria) {
        this.criteria = criteria == null ? List.of() : List.copyOf(criteria);
    }

    public List<String> getMetrics() {
        return metrics;
    }

    @DataBoundSetter
    public void setMetrics(List<String> metrics) {
        this.metrics = metrics == null ? List.of() : List.copyOf(metrics);
    }

    public String getFirstRun() {
        return firstRun;
    }

    @DataBoundSetter
    public void setFirstRun(String firstRun) {
        this.firstRun = or(firstRun, "");
    }

    public String getTitle() {
        return title;
    }

    @DataBoundSetter
    public void setTitle(String title) {
        this.title = or(title, "");
    }

    private static String or(String given, String standard) {
        String trimmed = Util.fixEmptyAndTrim(given);
        return trimmed == null ? standard : trimmed;
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "qualityGate";
        }

        @RequirePOST
        public ListBoxModel doFillFirstRunItems() {
            return new ListBoxModel(
                    new ListBoxModel.Option("", ""),
                    new ListBoxModel.Option("pass"),
                    new ListBoxModel.Option("warn"),
                    new ListBoxModel.Option("fail"));
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.QualityGateStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, FilePath.class, FlowNode.class, TaskListener.class);
        }
    }
}
