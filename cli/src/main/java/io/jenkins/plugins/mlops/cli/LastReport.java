package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.report.EvaluationReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The report of the last gate, kept in {@code .mlops}, which Git ignores. */
final class LastReport {

    private final Path folder;

    LastReport(Path root) {
        this.folder = root.resolve(".mlops");
    }

    void write(EvaluationReport report) throws IOException {
        Files.createDirectories(folder);
        Path ignore = folder.resolve(".gitignore");
        if (!Files.exists(ignore)) {
            ReportFormat.replace(ignore, "*\n");
        }
        ReportFormat.JSON.write(report, file());
    }

    EvaluationReport read() throws IOException {
        try {
            return EvaluationReport.read(
                    new String(Files.readAllBytes(file()), StandardCharsets.UTF_8), file().toString());
        } catch (NoSuchFileException e) {
            throw new IOException("There is no report yet in " + folder + ". Run 'mlops gate' first.", e);
        }
    }

    private Path file() {
        return folder.resolve("report.json");
    }
}
