package io.jenkins.plugins.mlops.agent;

import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.mlops.dvc.Destination;
import io.jenkins.plugins.mlops.dvc.DvcConfig;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import jenkins.MasterToSlaveFileCallable;

/** The URLs of all remotes of a repository, without secrets, so that the controller hands out no credentials that none of them needs. */
public final class RemoteUrlsCallable extends MasterToSlaveFileCallable<ArrayList<String>> {
    private static final long serialVersionUID = 1L;

    private final String dir;
    private final TreeMap<String, String> variables;

    public RemoteUrlsCallable(String dir, Map<String, String> variables) {
        this.dir = dir;
        this.variables = new TreeMap<>(variables);
    }

    @Override
    public ArrayList<String> invoke(File workspace, VirtualChannel channel) {
        ArrayList<String> urls = new ArrayList<>();
        try {
            DvcConfig config = WorkspaceProject.open(
                            workspace.toPath().toAbsolutePath().normalize(), dir, variables)
                    .config();
            for (String name : config.remoteNames()) {
                Destination.of(config.remote(name)).map(Destination::shown).ifPresent(urls::add);
            }
        } catch (IOException e) {
            // The pull that follows reads the same files and fails with the same message, in its own words.
            return urls;
        }
        return urls;
    }
}
