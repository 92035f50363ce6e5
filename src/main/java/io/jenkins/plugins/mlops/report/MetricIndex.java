package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.document.DocumentException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What was measured in the builds of a job, also in those that are deleted: {@code mlops/metrics.jsonl} in the job's folder, one line for each evaluation and each
 * promotion, the newest last. A line that a killed process left half written is passed over and goes with the next append; one that another version of the plugin wrote is passed over and stays.
 * Safe for threads of one process.
 */
public final class MetricIndex {

    static final int MAX_LINES = 10_000;
    static final long MAX_BYTES = 128L * 1024 * 1024;

    /** What the file may grow over its bounds before it is rewritten. */
    private static final double SLACK = 1.1;

    /** No line is shorter, so shorter files need not be counted. */
    private static final int SHORTEST_LINE = 20;

    /** Shared by folders that meet in one; what they guard is the file, and they hold nothing themselves. */
    private static final List<ReadWriteLock> LOCKS = Stream.<ReadWriteLock>generate(ReentrantReadWriteLock::new)
            .limit(64)
            .toList();

    private final Path file;
    private final int maxLines;
    private final long maxBytes;
    private final ReadWriteLock lock;

    MetricIndex(Path file, int maxLines, long maxBytes) {
        this.file = file.toAbsolutePath().normalize();
        this.maxLines = maxLines;
        this.maxBytes = maxBytes;
        this.lock = LOCKS.get(Math.floorMod(this.file.hashCode(), LOCKS.size()));
    }

    /** Opens nothing yet. */
    public static MetricIndex at(Path jobFolder) {
        return new MetricIndex(jobFolder.resolve("mlops").resolve("metrics.jsonl"), MAX_LINES, MAX_BYTES);
    }

    /** One look at the file system; false until something was written. */
    public boolean exists() {
        return Files.isRegularFile(file);
    }

    public void append(IndexedEvaluation evaluation) throws IOException {
        append(new IndexLine.Evaluation(evaluation));
    }

    /** Says of all evaluations of a build whether its model is in production; one that is in no index stays unknown. */
    public void promoted(int build, boolean promoted) throws IOException {
        append(new IndexLine.Promotion(build, promoted));
    }

    /** As {@link #newest(int, Consumer)}, with silence about lines that cannot be read. */
    public List<IndexedEvaluation> newest(int n) throws IOException {
        return newest(n, problem -> {});
    }

    /**
     * The evaluations written last, the oldest of them first. Reads no more of the file than that takes.
     *
     * @param problems gets a sentence for each line that is passed over because it cannot be read
     */
    public List<IndexedEvaluation> newest(int n, Consumer<String> problems) throws IOException {
        return newest(n, metric -> true, problems);
    }

    /**
     * As {@link #newest(int, Consumer)}, with a few metrics and their limits alone, which takes a fraction of the time.
     *
     * @param metrics short or qualified names
     */
    public List<IndexedEvaluation> newest(int n, Set<String> metrics, Consumer<String> problems) throws IOException {
        return newest(n, metrics::contains, problems);
    }

    private List<IndexedEvaluation> newest(int n, Predicate<String> metrics, Consumer<String> problems)
            throws IOException {
        Deque<IndexedEvaluation> found = new ArrayDeque<>();
        Lock reading = lock.readLock();
        reading.lock();
        try {
            if (!exists()) {
                return List.of();
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                collect(new LinesFromEnd(channel, channel.size()), n, metrics, found, problems);
            }
        } catch (IOException e) {
            throw new IOException("Cannot read the metrics of earlier builds in " + file + ": " + e, e);
        } finally {
            reading.unlock();
        }
        return List.copyOf(found);
    }

    private void collect(
            LinesFromEnd lines,
            int n,
            Predicate<String> metrics,
            Deque<IndexedEvaluation> found,
            Consumer<String> problems)
            throws IOException {
        Map<Integer, Boolean> promotions = new HashMap<>();
        while (found.size() < n) {
            Optional<LinesFromEnd.Line> line = lines.previous();
            if (line.isEmpty()) {
                return;
            }
            Optional<IndexLine> parsed = parse(line.get(), metrics, problems);
            if (parsed.isPresent() && parsed.get() instanceof IndexLine.Promotion promotion) {
                promotions.putIfAbsent(promotion.build(), promotion.promoted());
            } else if (parsed.isPresent() && parsed.get() instanceof IndexLine.Evaluation known) {
                IndexedEvaluation evaluation = known.evaluation();
                found.addFirst(
                        evaluation.withPromoted(promotions.getOrDefault(evaluation.build(), evaluation.promoted())));
            }
        }
    }

    private Optional<IndexLine> parse(LinesFromEnd.Line line, Predicate<String> metrics, Consumer<String> problems) {
        String place = file + " at byte " + line.offset();
        if (line.text().isEmpty()) {
            problems.accept(place + ": the line is longer than " + LinesFromEnd.MAX_LINE + " bytes, so it is skipped");
            return Optional.empty();
        }
        try {
            return Optional.of(IndexLine.parse(line.text().get(), metrics, place));
        } catch (DocumentException e) {
            if (line.terminated()) {
                problems.accept(e.getMessage() + ", so the line is skipped");
            }
            return Optional.empty();
        }
    }

    private void append(IndexLine line) throws IOException {
        byte[] text = (line.text() + "\n").getBytes(StandardCharsets.US_ASCII);
        Lock writing = lock.writeLock();
        writing.lock();
        try {
            Files.createDirectories(file.resolveSibling(""));
            long size;
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                mend(channel);
                size = channel.size();
                write(channel, size, text);
                size += text.length;
            }
            if (size > maxBytes * SLACK || size > maxLines * SLACK * SHORTEST_LINE && lines() > maxLines * SLACK) {
                shorten();
            }
        } catch (IOException e) {
            throw new IOException("Cannot write the metrics of this build to " + file + ": " + e, e);
        } finally {
            writing.unlock();
        }
    }

    private static void write(FileChannel channel, long size, byte[] text) throws IOException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes, size + bytes.position());
            }
            channel.force(false);
        } catch (IOException e) {
            // A full disk: without half a line in it the file is as it was.
            channel.truncate(size);
            throw e;
        }
    }

    /** Ends the last line where only its line feed is missing, and removes it where more is. What a newer version wrote is whole, though nobody here can read it. */
    private static void mend(FileChannel channel) throws IOException {
        Optional<LinesFromEnd.Line> last = new LinesFromEnd(channel, channel.size()).previous();
        if (last.isEmpty() || last.get().terminated()) {
            return;
        }
        if (last.get().text().filter(IndexLineReader::isWhole).isPresent()) {
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}), channel.size());
        } else {
            channel.truncate(last.get().offset());
        }
    }

    private int lines() throws IOException {
        int lines = 0;
        ByteBuffer block = ByteBuffer.allocate(1024 * 1024);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(block.clear()) >= 0) {
                for (int i = 0; i < block.position(); i++) {
                    if (block.get(i) == '\n') {
                        lines++;
                    }
                }
            }
        }
        return lines;
    }

    /** Keeps the newest lines as they are. A promotion stands behind its evaluation, so none is kept without being dropped first. */
    private void shorten() throws IOException {
        Path shorter = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
                    FileChannel to = FileChannel.open(
                            shorter,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                long size = from.size();
                long at = startOfKept(new LinesFromEnd(from, size), size);
                while (at < size) {
                    at += from.transferTo(at, size - at, to);
                }
                to.force(true);
            }
            try {
                Files.move(shorter, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(shorter, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(shorter);
        }
    }

    private long startOfKept(LinesFromEnd lines, long size) throws IOException {
        long start = size;
        for (int i = 0; i < maxLines; i++) {
            Optional<LinesFromEnd.Line> line = lines.previous();
            if (line.isEmpty() || size - line.get().offset() > maxBytes) {
                break;
            }
            start = line.get().offset();
        }
        return start;
    }
}
