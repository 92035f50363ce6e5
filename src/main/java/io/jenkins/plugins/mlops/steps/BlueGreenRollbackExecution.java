package io.jenkins.plugins.mlops.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import io.jenkins.plugins.mlops.deploy.Author;
import io.jenkins.plugins.mlops.deploy.Cluster;
import io.jenkins.plugins.mlops.deploy.Outcome;
import io.jenkins.plugins.mlops.deploy.Progress;
import io.jenkins.plugins.mlops.deploy.ReleaseListener;
import io.jenkins.plugins.mlops.deploy.Rollback;
import io.jenkins.plugins.mlops.deploy.RollbackRequest;
import io.jenkins.plugins.mlops.deploy.Steps;
import io.jenkins.plugins.mlops.deploy.Timing;
import io.jenkins.plugins.mlops.release.ClusterAddress;
import io.jenkins.plugins.mlops.release.ReleaseSubject;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Goes back to what served before. */
final class BlueGreenRollbackExecution extends ReleaseExecution {
    private static final long serialVersionUID = 1L;

    private final String reason;

    BlueGreenRollbackExecution(StepContext context, String app, ClusterAddress address, String reason) {
        super(context, address, app);
        this.reason = reason;
    }

    @Override
    Steps steps(Cluster cluster, Author author, ReleaseListener listener) {
        return new Rollback(cluster, new RollbackRequest(app(), author, reason, Timing.DEFAULTS), listener);
    }

    @Override
    ReleaseSubject subject(ClusterAddress cluster, String id) {
        return new ReleaseSubject(app(), cluster, "", id, ReleaseSubject.Kind.ROLLBACK);
    }

    @Override
    boolean progressed(Progress progress) {
        if (!(progress instanceof Progress.Finished finished)) {
            return true;
        }
        if (finished.outcome() == Outcome.ROLLED_BACK) {
            String image = record().map(release -> release.live().image()).orElse("");
            getContext().onSuccess(result(image, finished.outcome(), finished.message()));
        } else {
            getContext().onFailure(new AbortException(finished.message()));
        }
        return false;
    }

    @Override
    void failed(Throwable problem) {
        getContext().onFailure(problem);
    }

    @Override
    public void stop(@NonNull Throwable cause) {
        abandon(cause);
    }
}
