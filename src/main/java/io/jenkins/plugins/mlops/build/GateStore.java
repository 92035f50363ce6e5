package io.jenkins.plugins.mlops.build;

import hudson.model.Run;
import hudson.util.AtomicFileWriter;
import io.jenkins.plugins.mlops.report.EvaluationReport;
import io.jenkins.plugins.mlops.report.KeptEvaluation;
import io.jenkins.plugins.mlops.report.Section;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the gates of a build found: for each a folder {@code mlops/gates/<flow node>} in the build's folder. A gate that runs again after a restart of the controller
 * has the same node, and writes the same files again.
 */
final class GateStore {

    private static final String REPORT = "report.json";
    private static final String EVALUATION = "evaluation.json";

    private final Path folder;

    /** Where the first builds of all kept the report of their gates, without an evaluation for later builds. Nothing is written there any more. */
    private final Path wholeReport;

    private GateStore(Path mlops) {
        this.folder = mlops.resolve("gates");
        this.wholeReport = mlops.resolve(REPORT);
    }

    static GateStore of(Run<?, ?> run) {
        return new GateStore(run.getRootDir().toPath().resolve("mlops"));
    }

    /**
     * @param node id of the gate's flow node
     * @param report what the page shows
     * @param evaluation what later builds are compared with
     * @return whether this gate was not there before
     */
    boolean put(String node, EvaluationReport report, String evaluation) throws IOException {
        Path gate = folder.resolve(Integer.toString(number(node)));
        boolean fresh = !Files.exists(gate.resolve(REPORT));
        Files.createDirectories(gate);
        write(gate.resolve(EVALUATION), evaluation);
        // Last, since a gate is listed once it has this file.
        write(gate.resolve(REPORT), report.toJson());
        return fresh;
    }

    private static void write(Path file, String text) throws IOException {
        try (AtomicFileWriter writer = new AtomicFileWriter(file, StandardCharsets.UTF_8)) {
            writer.write(text);
            writer.commit();
        }
    }

    /** One report with a section for each gate, in the order in which they began. */
    EvaluationReport report() throws IOException {
        List<Section> sections = new ArrayList<>();
        EvaluationReport first = null;
        for (Path file : reports()) {
            EvaluationReport report = EvaluationReport.read(Files.readString(file), file.toString());
            first = first == null ? report : first;
            sections.addAll(report.sections());
        }
        if (first == null) {
            throw new NoSuchFileException(folder.toString(), null, "no gate of this build has kept a report");
        }
        return new EvaluationReport(first.title(), first.created(), first.build(), sections);
    }

    private List<Path> reports() throws IOException {
        List<Path> gates = gates();
        return gates.isEmpty() && Files.exists(wholeReport)
                ? List.of(wholeReport)
                : gates.stream().map(gate -> gate.resolve(REPORT)).toList();
    }

    /**
     * @param name of the training; a build with just one evaluation has it whatever its name
     * @return the newest of that name, as it was put
     */
    Optional<String> evaluation(String name) throws IOException {
        List<Path> gates = new ArrayList<>(gates());
        Collections.reverse(gates);
        for (Path gate : gates) {
            Path file = gate.resolve(EVALUATION);
            String json = Files.readString(file);
            if (gates.size() == 1
                    || KeptEvaluation.read(json, file.toString()).name().equals(name)) {
                return Optional.of(json);
            }
        }
        return Optional.empty();
    }

    private List<Path> gates() throws IOException {
        List<Path> gates = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
            for (Path gate : found) {
                if (Files.exists(gate.resolve(REPORT))) {
                    gates.add(gate);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        gates.sort(Comparator.comparingInt(gate -> number(String.valueOf(gate.getFileName()))));
        return gates;
    }

    /** Ids of flow nodes are whole numbers that grow. */
    private static int number(String node) {
        return Integer.parseInt(node);
    }
}
