package io.jenkins.plugins.mlops.steps;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jvnet.hudson.test.LogRecorder;

/**
 * The home of a Jenkins as an earlier revision of this plugin left it: a folder of {@code UpgradedDataTest} among the resources, whose {@code README.md} says how it was written.
 *
 * @param revision that wrote it
 */
record OldHome(String revision) {

    /** A report of two gates, as builds kept it before each gate had its own. */
    static final OldHome FIRST_REPORTS = new OldHome("6e11a76");

    /** Reports, records of trainings, decisions, the index of metrics; builds that wait and that work. */
    static final OldHome EVALUATIONS = new OldHome("58a2a2d");

    /** A first release, one that was rolled back on its page, one that serves, one that nobody approved, and a rollback by a step. */
    static final OldHome RELEASES = new OldHome("f48fe0d");

    /** Where it was written. It is long, since {@code program.dat} counts the characters of a text, so that another place has to be written as long. */
    private static final String PLACE = "/jenkins-home-of-the-version-before" + "-the-update".repeat(10) + "-the-";

    /** @param jobs that are taken over */
    void copyTo(Path home, Set<String> jobs) throws IOException {
        Path from = folder();
        String place = home.toAbsolutePath().toString();
        if (place.length() > PLACE.length()) {
            throw new IOException("The home of the test, " + place + ", has a longer path than the " + PLACE.length()
                    + " characters of the one that " + revision + " wrote; set java.io.tmpdir to a shorter one");
        }
        String padded = place + "/".repeat(PLACE.length() - place.length());
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = from.relativize(file);
                if (!relative.startsWith("jobs")
                        || jobs.contains(relative.getName(1).toString())) {
                    Path to = home.resolve(relative.toString());
                    Files.createDirectories(to.getParent());
                    Files.write(to, moved(Files.readAllBytes(file), padded));
                }
            }
        }
    }

    Path folder() throws IOException {
        try {
            return Path.of(
                    OldHome.class.getResource("UpgradedDataTest/" + revision).toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** Of this plugin, and of Jenkins about data that it cannot read. */
    static LogRecorder warnings() {
        return new LogRecorder()
                .quiet()
                .record("io.jenkins.plugins.mlops", Level.WARNING)
                .record("hudson.util", Level.WARNING)
                .record("hudson.diagnosis", Level.WARNING)
                .capture(100);
    }

    static List<String> texts(LogRecorder log) {
        return log.getRecords().stream()
                .map(told -> told.getLoggerName() + ": " + told.getMessage() + " " + told.getThrown())
                .toList();
    }

    /** Byte for byte, also where it is no text. */
    private static byte[] moved(byte[] content, String place) {
        return new String(content, StandardCharsets.ISO_8859_1)
                .replace(PLACE, new String(place.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
