package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.deploy.Deployments;
import io.jenkins.plugins.mlops.deploy.HistoryEntry;
import io.jenkins.plugins.mlops.deploy.LiveApp;
import io.jenkins.plugins.mlops.deploy.ReleaseRecord;
import io.jenkins.plugins.mlops.kubernetes.KubernetesCluster;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "deployments",
        description = "Show what serves in a namespace; of one app, also its releases and rollbacks.")
final class DeploymentsCommand implements Callable<Integer> {

    private final Mlops mlops;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Parameters(paramLabel = "<app>", arity = "0..1", description = "Default: all.")
    private String app;

    DeploymentsCommand(Mlops mlops) {
        this.mlops = mlops;
    }

    @Override
    public Integer call() throws Exception {
        Console console = mlops.console();
        try (KubernetesCluster namespace = cluster.open(mlops.machine())) {
            List<LiveApp> apps = apps(new Deployments(namespace), namespace.namespace());
            Table table = new Table("App", "Serves", "Image", "State", "Since", "By");
            for (LiveApp found : apps) {
                Optional<ReleaseRecord> release = found.release();
                table.row(
                        found.service().name(),
                        release.map(record -> record.live().name()).orElse("?"),
                        release.map(record -> record.live().image()).orElse("?"),
                        release.map(record -> record.state().toString()).orElse("?"),
                        release.map(record -> record.since().toString()).orElse("?"),
                        release.map(ReleaseRecord::by).orElse("?"));
            }
            console.result(
                    table.isEmpty()
                            ? "Nothing was released in namespace " + namespace.namespace() + "."
                            : table.text());
            if (app != null) {
                console.result("");
                console.result(history(apps.get(0)));
            }
            console.document(Map.of(
                    "namespace",
                    namespace.namespace(),
                    "apps",
                    apps.stream().map(DeploymentsCommand::document).toList()));
            return ExitCode.DONE;
        }
    }

    private List<LiveApp> apps(Deployments deployments, String namespace) throws IOException, WrongUseException {
        if (app == null) {
            return deployments.all();
        }
        try {
            return List.of(deployments
                    .of(app)
                    .orElseThrow(() -> new IOException("There is no Service " + app + " in namespace " + namespace
                            + "; mlops deployments shows what there is.")));
        } catch (IllegalArgumentException e) {
            throw new WrongUseException(e.getMessage(), e);
        }
    }

    private static String history(LiveApp found) {
        Table table = new Table("When", "Outcome", "From", "To", "Image", "By", "Reason");
        for (HistoryEntry entry : found.history()) {
            table.row(
                    entry.at().toString(),
                    entry.outcome().toString(),
                    entry.from(),
                    entry.to(),
                    entry.image(),
                    entry.decidedBy().isEmpty() ? entry.by() : entry.decidedBy(),
                    entry.reason());
        }
        return table.isEmpty() ? "No release has ended yet." : table.text();
    }

    private static Map<String, Object> document(LiveApp found) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("app", found.service().name());
        found.release().ifPresent(release -> {
            document.put("release", release.id());
            document.put("state", release.state().toString());
            document.put("since", release.since().toString());
            document.put("serves", release.live().name());
            document.put("image", release.live().image());
            document.put("by", release.by());
        });
        document.put(
                "history",
                found.history().stream().map(DeploymentsCommand::document).toList());
        return document;
    }

    private static Map<String, Object> document(HistoryEntry entry) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("at", entry.at().toString());
        document.put("release", entry.release());
        document.put("outcome", entry.outcome().toString());
        document.put("from", entry.from());
        document.put("to", entry.to());
        document.put("image", entry.image());
        document.put("previousImage", entry.previousImage());
        document.put("by", entry.by());
        document.put("decidedBy", entry.decidedBy());
        document.put("reason", entry.reason());
        return document;
    }
}
