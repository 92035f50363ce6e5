package io.jenkins.plugins.mlops.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is released in a namespace. */
public final class Deployments {

    private final Cluster cluster;

    public Deployments(Cluster cluster) {
        this.cluster = cluster;
    }

    /** @throws IllegalArgumentException where it cannot name the objects of an app */
    public static void checkName(String app) {
        new AppNames(app);
    }

    /** The Service before the newest colour of an app. */
    public static String previewService(String app) {
        return new AppNames(app).preview();
    }

    public Optional<LiveApp> of(String app) throws ClusterException, DeployException {
        Optional<LiveService> service = cluster.service(new AppNames(app).live());
        return service.isEmpty() ? Optional.empty() : Optional.of(LiveApp.of(service.get()));
    }

    /** Every app that a release was made of, by name. */
    public List<LiveApp> all() throws ClusterException, DeployException {
        List<LiveApp> apps = new ArrayList<>();
        for (LiveService service : cluster.services(Map.of(AppNames.MANAGED_BY, AppNames.MANAGER))) {
            if (service.annotations().containsKey(LiveApp.RECORD)) {
                apps.add(LiveApp.of(service));
            }
        }
        return apps;
    }
}
