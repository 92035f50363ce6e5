package io.jenkins.plugins.mlops.build;

import hudson.model.Item;
import hudson.model.Run;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.StaplerProxy;

/**
 * A page of a build whose content are files in the build's folder, which {@code build.xml} does not have and that are not read before somebody looks. Only who may
 * read the job sees it.
 */
public abstract class RunPage implements RunAction2, StaplerProxy {

    private transient Run<?, ?> run;

    protected RunPage(Run<?, ?> run) {
        this.run = run;
    }

    public final Run<?, ?> getRun() {
        return run;
    }

    @Override
    public final Object getTarget() {
        run.getParent().checkPermission(Item.READ);
        return this;
    }

    @Override
    public final void onAttached(Run<?, ?> attached) {
        run = attached;
    }

    @Override
    public final void onLoad(Run<?, ?> loaded) {
        run = loaded;
    }
}
