package io.jenkins.plugins.mlops.release;

import hudson.Util;
import hudson.model.Api;
import hudson.model.Run;
import io.jenkins.plugins.mlops.build.EvaluationPart;
import io.jenkins.plugins.mlops.build.GateReportAction;
import io.jenkins.plugins.mlops.build.RunPage;
import java.io.IOException;
import java.util.List;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.GET;

/** What a build released. */
@ExportedBean
public final class ReleasesAction extends RunPage implements EvaluationPart {

    ReleasesAction(Run<?, ?> run) {
        super(run);
    }

    /** What a page shows; made once for a page, since it reads files. */
    public BuildReleases getView() {
        return BuildReleases.of(getRun(), Rollbacks.get());
    }

    /** Beside this page; null where no gate of this build has kept a report. */
    public String getEvaluationUrl() {
        GateReportAction evaluation = getRun().getAction(GateReportAction.class);
        return evaluation == null ? null : evaluation.getUrlName();
    }

    /** Whether who looks may roll back. */
    public boolean isMayRollBack() {
        return getRun().hasPermission(ReleasePermission.DEPLOY);
    }

    /** Numbers for programs, at {@code api/json}. */
    public Api getApi() {
        return new Api(this);
    }

    /** The worst first. */
    @Exported
    public List<ReleaseView> getReleases() {
        return getView().releases();
    }

    /** {@code {"version": ..., "goesOn": ...}}: for a page that wants to know whether it is out of date, and whether it may become so. */
    @GET
    public void doStatus(StaplerResponse2 response) throws IOException {
        BuildReleases view = getView();
        response.setContentType("application/json;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        new JSONObject()
                .element("version", view.version())
                .element("goesOn", view.goesOn())
                .write(response.getWriter());
    }

    /**
     * Goes back from what this build released.
     *
     * @param node number of the flow node that released
     * @param evidence what the page showed; another one than now is refused, since nobody undoes what they have not seen
     */
    @RequirePOST
    public HttpResponse doRollback(
            @QueryParameter int node, @QueryParameter String evidence, @QueryParameter String reason)
            throws IOException {
        getRun().checkPermission(ReleasePermission.DEPLOY);
        return new RollbackForm(
                        getRun(),
                        node,
                        Util.fixNull(evidence),
                        Util.fixNull(reason).strip())
                .answer(Rollbacks.get());
    }

    @Override
    public String getIconFileName() {
        return "symbol-swap";
    }

    @Override
    public String getDisplayName() {
        return Messages.ReleasesAction_displayName();
    }

    @Override
    public String getUrlName() {
        return "releases";
    }
}
