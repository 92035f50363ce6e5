package io.jenkins.plugins.mlops.steps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** A checked-out repository with tracked data and a training that needs nothing but a shell. */
final class TrainingProject {

    static final String FILES = "metrics: ['metrics.json'], params: ['params.yaml'], models: ['models/*.bin']";

    /** Of {@code alpha}, the file {@code a.txt} in the folder {@code data}. */
    static final String ALPHA = md5("alpha");

    /** Of {@code gamma}, the file {@code raw.csv}. */
    static final String GAMMA = md5("gamma");

    /** Of what the training makes with the learning rate of the parameters. */
    static final String MODEL = md5("model lr: 0.1\n");

    private TrainingProject() {}

    static void create(Path workspace) throws IOException, GitAPIException {
        String manifest = "[{\"md5\": \"" + ALPHA + "\", \"relpath\": \"a.txt\"}]";
        String folder = md5(manifest);
        write(workspace, ".dvc/config", "");
        write(workspace, ".dvc/.gitignore", "/config.local\n/tmp\n/cache\n");
        write(
                workspace,
                ".dvc/cache/files/md5/" + folder.substring(0, 2) + "/" + folder.substring(2) + ".dir",
                manifest);
        write(workspace, "data.dvc", "outs:\n- md5: " + folder + ".dir\n  nfiles: 1\n  hash: md5\n  path: data\n");
        write(workspace, "raw.csv.dvc", "outs:\n- md5: " + GAMMA + "\n  size: 5\n  hash: md5\n  path: raw.csv\n");
        write(workspace, "data/a.txt", "alpha");
        write(workspace, "raw.csv", "gamma");
        write(workspace, "params.yaml", "lr: 0.1\n");
        write(
                workspace,
                "train.sh",
                """
                mkdir -p models
                printf 'model ' > models/model.bin
                cat params.yaml >> models/model.bin
                echo '{"accuracy": 0.9}' > metrics.json
                echo "seeds $PYTHONHASHSEED $MLOPS_SEED id $MLOPS_RUN_ID arguments <$1> <$2>"
                """);
        write(workspace, ".gitignore", "/data\n/raw.csv\n/metrics.json\n/models\n/count\n/*.pid\n");
        try (Git git = Git.init().setDirectory(workspace.toFile()).call()) {
            git.add().addFilepattern(".").call();
            git.commit()
                    .setMessage("Train")
                    .setAuthor("a", "a@example.org")
                    .setCommitter("a", "a@example.org")
                    .setSign(false)
                    .call();
        }
    }

    private static void write(Path workspace, String path, String text) throws IOException {
        Path file = workspace.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    static String md5(String content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has MD5", e);
        }
    }
}
