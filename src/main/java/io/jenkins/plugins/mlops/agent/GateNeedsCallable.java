package io.jenkins.plugins.mlops.agent;

import hudson.AbortException;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import jenkins.MasterToSlaveFileCallable;

/** Asks the agent, which has the gate file of the workspace, what the gate wants to know of other builds, which only the controller can find. */
public final class GateNeedsCallable extends MasterToSlaveFileCallable<GateNeeds> {
    private static final long serialVersionUID = 1L;

    private final GateRequest request;

    public GateNeedsCallable(GateRequest request) {
        this.request = request;
    }

    /** @throws AbortException with the engine's message, which a person can act on without a stack trace */
    @Override
    public GateNeeds invoke(File workspace, VirtualChannel channel) throws IOException {
        try {
            return GateNeeds.of(request.gate(
                    WorkspaceFolder.resolve(workspace.toPath().toAbsolutePath().normalize(), request.dir())));
        } catch (IOException | IllegalArgumentException e) {
            throw new AbortException(e.getMessage());
        }
    }
}
