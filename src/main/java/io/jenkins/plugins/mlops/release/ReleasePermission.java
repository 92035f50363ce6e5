package io.jenkins.plugins.mlops.release;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import jenkins.model.Jenkins;

/** Who may change what serves by a click. */
public final class ReleasePermission {

    private static final PermissionGroup GROUP =
            new PermissionGroup(ReleasePermission.class, Messages._ReleasePermission_group());

    /**
     * Implied by nothing but the administration: who may start a build may not therefore undo, without a Pipeline that somebody has reviewed, what another build released.
     */
    public static final Permission DEPLOY = new Permission(
            GROUP, "Deploy", Messages._ReleasePermission_deploy(), Jenkins.ADMINISTER, true, new PermissionScope[] {
                PermissionScope.ITEM, PermissionScope.RUN
            });

    private ReleasePermission() {}

    /** Makes it known before anybody's rights are read. */
    @Initializer(after = InitMilestone.PLUGINS_STARTED, before = InitMilestone.EXTENSIONS_AUGMENTED)
    public static Permission register() {
        return DEPLOY;
    }
}
