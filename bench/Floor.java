import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The least that a pull from a local remote has to do, and nothing else: read each object once, hash it, write it to a temporary name, rename it. No plan, no
 * locks, no index. With a workspace each file is written there as well, from what was just read, as a pull with copies has to.
 *
 * <p>Usage: {@code java Floor remote/files/md5 cache/files/md5 threads [workspace]}
 */
public final class Floor {

    public static void main(String[] args) throws Exception {
        Path from = Path.of(args[0]);
        Path to = Path.of(args[1]);
        int threads = Integer.parseInt(args[2]);
        Optional<Path> workspace = args.length > 3 ? Optional.of(Path.of(args[3])) : Optional.empty();
        List<String> objects = new ArrayList<>();
        try (Stream<Path> shards = Files.list(from)) {
            for (Path shard : shards.toList()) {
                Files.createDirectories(to.resolve(shard.getFileName()));
                if (workspace.isPresent()) {
                    Files.createDirectories(workspace.get().resolve(shard.getFileName()));
                }
                try (Stream<Path> files = Files.list(shard)) {
                    files.forEach(file -> objects.add(shard.getFileName() + "/" + file.getFileName()));
                }
            }
        }
        AtomicInteger next = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<Void>> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            workers.add(pool.submit((Callable<Void>) () -> {
                MessageDigest md5 = MessageDigest.getInstance("MD5");
                byte[] buffer = new byte[1 << 18];
                for (int index = next.getAndIncrement(); index < objects.size(); index = next.getAndIncrement()) {
                    copy(from, to, workspace, objects.get(index), md5, buffer);
                }
                return null;
            }));
        }
        for (Future<Void> worker : workers) {
            worker.get();
        }
        pool.shutdown();
    }

    private static void copy(
            Path from, Path to, Optional<Path> workspace, String object, MessageDigest md5, byte[] buffer)
            throws IOException {
        Path temporary = to.resolve(object + ".tmp");
        md5.reset();
        try (FileInputStream in = new FileInputStream(from + "/" + object);
                FileOutputStream out = new FileOutputStream(temporary.toString());
                FileOutputStream second = workspace.isPresent() ? new FileOutputStream(workspace.get() + "/" + object) : null) {
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                md5.update(buffer, 0, count);
                out.write(buffer, 0, count);
                if (second != null) {
                    second.write(buffer, 0, count);
                }
            }
        }
        String hash = HexFormat.of().formatHex(md5.digest());
        if (!hash.equals(object.replace("/", "").replace(".dir", ""))) {
            throw new IOException(object + " has the hash " + hash);
        }
        Files.move(temporary, to.resolve(object), StandardCopyOption.ATOMIC_MOVE);
    }
}
