package io.jenkins.plugins.mlops.steps;

import hudson.model.Fingerprint;
import hudson.model.Run;
import hudson.tasks.Fingerprinter.FingerprintAction;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;

/** The files that a build had to do with: by them, Jenkins leads from a dataset to every build that used it, and from a model to the build that made it. */
final class Fingerprints {

    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

    /** Each one is a file of the controller. */
    private static final int MOST = 2_000;

    private final Run<?, ?> build;
    private final Map<String, String> used = new TreeMap<>();
    private final Map<String, String> made = new TreeMap<>();

    Fingerprints(Run<?, ?> build) {
        this.build = build;
    }

    void used(String path, String md5) {
        put(used, path, md5);
    }

    void made(String path, String md5) {
        put(made, path, md5);
    }

    private void put(Map<String, String> files, String path, String md5) {
        if (MD5.matcher(md5).matches() && used.size() + made.size() < MOST) {
            files.put(path, md5);
        }
    }

    void keep() throws IOException {
        Map<String, String> all = new TreeMap<>(used);
        all.putAll(made);
        if (all.isEmpty()) {
            return;
        }
        for (Map.Entry<String, String> file : all.entrySet()) {
            Run<?, ?> maker = made.containsKey(file.getKey()) ? build : null;
            Fingerprint fingerprint =
                    Jenkins.get().getFingerprintMap().getOrCreate(maker, nameOf(file.getKey()), file.getValue());
            fingerprint.addFor(build);
        }
        synchronized (build) {
            FingerprintAction action = build.getAction(FingerprintAction.class);
            if (action == null) {
                build.addAction(new FingerprintAction(build, all));
            } else {
                action.add(all);
            }
            build.save();
        }
    }

    private static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
