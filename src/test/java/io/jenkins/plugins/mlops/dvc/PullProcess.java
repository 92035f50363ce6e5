package io.jenkins.plugins.mlops.dvc;

import io.jenkins.plugins.mlops.remote.Remotes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A pull in a Java machine of its own, for tests that kill it or run several at once: {@code PullProcess repository cache target...}. */
final class PullProcess {

    private PullProcess() {}

    public static void main(String[] args) throws Exception {
        PullResult result = pull(Path.of(args[0]), Path.of(args[1]), Arrays.copyOfRange(args, 2, args.length));
        System.out.println("downloaded=" + result.downloaded());
    }

    static PullResult pull(Path root, Path cache, String... targets) throws IOException, InterruptedException {
        DvcConfig config = DvcConfig.load(new FileSystemTree(root), root, ConfigLocations.NONE);
        return new Pull(root, config, new Remotes(Map.of()), RepositorySource.none(), Map.of())
                .run(
                        DvcRepository.open(root).plan(List.of(targets)),
                        PullOptions.DEFAULTS.withCacheDir(cache),
                        PullListener.NONE);
    }

    static Process start(Path root, Path cache, Path log) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        PullProcess.class.getName(),
                        root.toString(),
                        cache.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }
}
