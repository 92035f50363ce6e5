package io.jenkins.plugins.mlops.release;

import hudson.ExtensionList;
import hudson.ExtensionPoint;

/** Whether jobs may log in to a cluster as the controller's own pod: what that one may do there, everybody could who can write a Pipeline. */
public interface ControllerServiceAccount extends ExtensionPoint {

    boolean isForJobs();

    static boolean mayBeUsed() {
        return ExtensionList.lookup(ControllerServiceAccount.class).stream()
                .anyMatch(ControllerServiceAccount::isForJobs);
    }
}
