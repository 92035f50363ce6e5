package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.report.MarkdownDetail.Part;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The Markdown form, for comments and checks of change requests. Shortens itself step by step until it fits. */
final class MarkdownReport {

    private final EvaluationReport report;
    private final MarkdownDetail detail;
    private final StringBuilder out = new StringBuilder();

    private MarkdownReport(EvaluationReport report, MarkdownDetail detail) {
        this.report = report;
        this.detail = detail;
    }

    static String render(EvaluationReport report, int maxBytes) {
        if (maxBytes < EvaluationReport.MIN_MARKDOWN) {
            throw new IllegalArgumentException(
                    "a report does not fit " + maxBytes + " bytes; allow " + EvaluationReport.MIN_MARKDOWN);
        }
        MarkdownDetail detail = new MarkdownDetail();
        String text = new MarkdownReport(report, detail).text();
        while (text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            if (!detail.less()) {
                throw new IllegalStateException("the headline alone is longer than " + maxBytes + " bytes");
            }
            text = new MarkdownReport(report, detail).text();
        }
        return text;
    }

    private String text() {
        int max = detail.of(Part.TEXT);
        Headline headline = Headline.of(report.verdict());
        out.append("## ").append(sign(headline.status())).append(' ');
        out.append(MarkdownText.of(report.title(), max)).append(": ");
        out.append(headline.status().word.toLowerCase(Locale.ROOT)).append("\n\n");
        out.append("**")
                .append(headline.status().word)
                .append(": ")
                .append(headline.count())
                .append(".**");
        if (!headline.reason().isEmpty()) {
            out.append(' ').append(MarkdownText.of(headline.reason(), max));
        }
        out.append("\n\n");
        report.build().ifPresent(build -> out.append("Build ")
                .append(MarkdownText.link(build.label(), build.url(), max))
                .append("\n\n"));
        List<Section> sections = report.sections();
        List<Section> shown = sections.subList(0, Math.min(detail.of(Part.SECTIONS), sections.size()));
        if (sections.size() > 1 && !shown.isEmpty()) {
            summary(shown);
        }
        for (Section section : shown) {
            String level = "###";
            if (sections.size() > 1) {
                Headline own = Headline.of(section.verdict());
                out.append("### ").append(sign(own.status())).append(' ');
                out.append(MarkdownText.of(section.name(), max)).append("\n\n");
                level = "####";
            }
            new MarkdownSection(section, detail, level, out).write();
        }
        if (shown.size() < sections.size() && !shown.isEmpty()) {
            out.append("… and ")
                    .append(Headline.plural(sections.size() - shown.size(), "more training"))
                    .append("\n\n");
        } else if (shown.isEmpty() && !sections.isEmpty()) {
            out.append("The report is too long to show here.\n\n");
        }
        return out.toString().stripTrailing() + "\n";
    }

    private void summary(List<Section> sections) {
        MarkdownTable table = new MarkdownTable("Training", "Verdict", "Reason");
        for (Section section : sections) {
            Headline own = Headline.of(section.verdict());
            table.row(
                    MarkdownText.of(section.name(), detail.of(Part.TEXT)),
                    sign(own.status()) + " " + own.status().word,
                    own.reason().isEmpty() ? own.count() : MarkdownText.of(own.reason(), detail.of(Part.TEXT)));
        }
        table.write(out, report.sections().size());
    }

    private static String sign(Headline.Status status) {
        return switch (status) {
            case PASSED -> "✅";
            case WARNING -> "⚠️";
            case FAILED -> "❌";
            case NOT_CHECKED -> "➖";
        };
    }
}
