package io.jenkins.plugins.mlops.report;

/** The Markdown form. */
final class MarkdownReport {
    private MarkdownReport() {}

    static String render(EvaluationReport report, int maxBytes) {
        return report.headline();
    }
}
