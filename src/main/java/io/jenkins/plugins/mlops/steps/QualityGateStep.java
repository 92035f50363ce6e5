package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mlops.agent.GateRequest;
import io.jenkins.plugins.mlops.agent.WorkspaceFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
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

/** {@code qualityGate}: decides whether the model of the workspace may go on. */
public final class QualityGateStep extends Step {

    private String dir = ".";
    private String criteriaFile = "gate.yaml";
    private GateBaseline baseline;
    private List<GateCriterion> criteria = List.of();
    private List<String> metrics = List.of();
    private String firstRun = "";
    private List<String> reports = List.of();
    private GatePredictions predictions;
    private String maxBaselineAge = "";
    private boolean sameEvaluationData;
    private GateDirections directions = GateDirections.NONE;
    private GateFindings maxFindings;
    private String title = "";
    private String name = "";
    private String onFailure = OnFailure.FAIL.key();

    @DataBoundConstructor
    public QualityGateStep() {
        // Everything has a default.
    }

    @Override
    public StepExecution start(StepContext context) {
        return new QualityGateExecution(context, dir, criteriaFile, arguments(), title, name, onFailure);
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
        if (!reports.isEmpty()) {
            arguments.put("reports", new ArrayList<>(reports));
        }
        if (predictions != null) {
            arguments.put("predictions", predictions.toMap());
        }
        if (!maxBaselineAge.isEmpty()) {
            arguments.put("maxBaselineAge", maxBaselineAge);
        }
        if (sameEvaluationData) {
            arguments.put("sameEvaluationData", true);
        }
        if (!firstRun.isEmpty()) {
            arguments.put("firstRun", firstRun);
        }
        if (!directions.isEmpty()) {
            arguments.put("directions", directions.given());
        }
        if (maxFindings != null) {
            arguments.put("maxFindings", maxFindings.toMap());
        }
        return arguments;
    }

    public String getDir() {
        return dir;
    }

    @DataBoundSetter
    public void setDir(String dir) {
        this.dir = FormChecks.or(dir, ".");
    }

    public String getCriteriaFile() {
        return criteriaFile;
    }

    @DataBoundSetter
    public void setCriteriaFile(String criteriaFile) {
        this.criteriaFile = FormChecks.or(criteriaFile, "gate.yaml");
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
        this.firstRun = FormChecks.or(firstRun, "");
    }

    public String getTitle() {
        return title;
    }

    @DataBoundSetter
    public void setTitle(String title) {
        this.title = FormChecks.or(title, "");
    }

    public String getName() {
        return name;
    }

    @DataBoundSetter
    public void setName(String name) {
        this.name = FormChecks.or(name, "");
    }

    public String getOnFailure() {
        return onFailure;
    }

    @DataBoundSetter
    public void setOnFailure(String onFailure) {
        this.onFailure = FormChecks.or(onFailure, OnFailure.FAIL.key());
    }

    public List<String> getReports() {
        return reports;
    }

    @DataBoundSetter
    public void setReports(List<String> reports) {
        this.reports = reports == null ? List.of() : List.copyOf(reports);
    }

    /** The reports as the form has them, one a line. */
    public String getReportLines() {
        return FormLines.show(reports);
    }

    /** The metrics files as the form has them, one a line. */
    public String getMetricsLines() {
        return FormLines.show(metrics);
    }

    public GatePredictions getPredictions() {
        return predictions;
    }

    @DataBoundSetter
    public void setPredictions(GatePredictions predictions) {
        this.predictions = predictions;
    }

    public String getMaxBaselineAge() {
        return maxBaselineAge;
    }

    @DataBoundSetter
    public void setMaxBaselineAge(String maxBaselineAge) {
        this.maxBaselineAge = FormChecks.or(maxBaselineAge, "");
    }

    public boolean isSameEvaluationData() {
        return sameEvaluationData;
    }

    @DataBoundSetter
    public void setSameEvaluationData(boolean sameEvaluationData) {
        this.sameEvaluationData = sameEvaluationData;
    }

    /** A map, whose order counts; of the type Object because what binds arguments takes a Map for an object of ours. */
    public Object getDirections() {
        return directions.isEmpty() ? null : directions.given();
    }

    @DataBoundSetter
    public void setDirections(Object directions) {
        this.directions = GateDirections.of(directions);
    }

    /** The directions as the form has them, one a line. */
    public String getDirectionLines() {
        return directions.lines();
    }

    public GateFindings getMaxFindings() {
        return maxFindings;
    }

    @DataBoundSetter
    public void setMaxFindings(GateFindings maxFindings) {
        this.maxFindings = maxFindings;
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "qualityGate";
        }

        /** The form has lists in text areas. */
        @Override
        public Step newInstance(@NonNull StaplerRequest2 request, @NonNull JSONObject form) throws FormException {
            Optional<List<String>> metrics = FormLines.take(form, "metricsLines");
            Optional<List<String>> reports = FormLines.take(form, "reportLines");
            Optional<List<String>> directions = FormLines.take(form, "directionLines");
            QualityGateStep step = (QualityGateStep) super.newInstance(request, form);
            metrics.ifPresent(step::setMetrics);
            reports.ifPresent(step::setReports);
            directions.map(GateDirections::ofLines).ifPresent(given -> step.directions = given);
            return step;
        }

        @RequirePOST
        public FormValidation doCheckDir(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> WorkspaceFolder.check(value));
        }

        @RequirePOST
        public FormValidation doCheckCriteriaFile(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> WorkspaceFolder.check(value));
        }

        @RequirePOST
        public FormValidation doCheckMaxBaselineAge(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(item, () -> GateRequest.checkAge(value));
        }

        @RequirePOST
        public FormValidation doCheckDirectionLines(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.check(
                    item,
                    () -> GateRequest.checkDirections(
                            GateDirections.ofLines(FormLines.split(value)).given()));
        }

        @RequirePOST
        public ListBoxModel doFillOnFailureItems() {
            ListBoxModel choices = new ListBoxModel();
            for (OnFailure choice : OnFailure.values()) {
                choices.add(choice.key());
            }
            return choices;
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
