package io.jenkins.plugins.mlops.cli;

import io.jenkins.plugins.mlops.report.EvaluationReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** The forms of a report. */
enum ReportFormat {
    HTML {
        @Override
        String render(EvaluationReport report) {
            return report.toHtml();
        }
    },
    JSON {
        @Override
        String render(EvaluationReport report) {
            return report.toJson();
        }
    },
    MD {
        @Override
        String render(EvaluationReport report) {
            return report.toMarkdown();
        }
    };

    abstract String render(EvaluationReport report);

    static ReportFormat ofFile(Path file) throws WrongUseException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".html") || name.endsWith(".htm")) {
            return HTML;
        }
        if (name.endsWith(".json")) {
            return JSON;
        }
        if (name.endsWith(".md") || name.endsWith(".markdown")) {
            return MD;
        }
        throw new WrongUseException(
                "The name of the report " + file + " does not tell its form; end it with .html, .json or .md.");
    }

    void write(EvaluationReport report, Path file) throws IOException {
        replace(file, render(report));
    }

    /** A reader never sees half a report, and a full disk leaves the last one. */
    static void replace(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().resolveSibling("");
        Files.createDirectories(folder);
        Path temporary = Files.createTempFile(folder, ".mlops-", ".tmp");
        try {
            Files.write(temporary, text.getBytes(StandardCharsets.UTF_8));
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
