package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.gate.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a reviewer needs to decide about a candidate, as JSON, Markdown or HTML.
 *
 * @param title what was evaluated
 * @param created to the millisecond
 * @param build empty on a laptop
 * @param sections one per training
 */
public record EvaluationReport(String title, Instant created, Optional<BuildReference> build, List<Section> sections) {

    /** The version of the JSON form; goes up when a reader of the old form would misread the new one. */
    public static final int SCHEMA_VERSION = 1;

    /** Of a GitHub comment and of a check's summary. */
    public static final int MARKDOWN_LIMIT = 65_535;

    /** What title, verdict and the reason take at most. */
    static final int MIN_MARKDOWN = 4_000;

    public EvaluationReport {
        sections = List.copyOf(sections);
        created = Instant.ofEpochMilli(created.toEpochMilli());
    }

    public static EvaluationReport of(String title, Instant created, Section section) {
        return new EvaluationReport(title, created, Optional.empty(), List.of(section));
    }

    public EvaluationReport withBuild(BuildReference reference) {
        return new EvaluationReport(title, created, Optional.of(reference), sections);
    }

    /** Over the checks of all sections. */
    public Verdict verdict() {
        List<Check> checks = sections.stream()
                .flatMap(section -> section.verdict().checks().stream())
                .toList();
        return new Verdict(checks);
    }

    /** One or two sentences: {@code Failed: 2 of 14 checks. accuracy 0.912 is below min 0.92.} */
    public String headline() {
        return Headline.of(verdict()).text();
    }

    /** {@code Failed: 2 of 14 checks.} */
    public String shortHeadline() {
        return Headline.of(verdict()).brief();
    }

    /** At most so many failed checks, those that miss their limit furthest first. */
    public List<Check> worstChecks(int most) {
        return Headline.worstFirst(verdict()).stream().limit(most).toList();
    }

    /**
     * @param json as {@link #toJson} writes it; unknown fields are ignored
     * @param file the name for messages
     */
    public static EvaluationReport read(String json, String file) throws DocumentException {
        return ReportJsonReader.read(json, file);
    }

    /** By {@code report.schema.json}, indented, with a line feed at the end. */
    public String toJson() {
        return ReportJsonWriter.write(this);
    }

    /** Fits a comment of {@value #MARKDOWN_LIMIT} characters, and as many bytes. */
    public String toMarkdown() {
        return toMarkdown(MARKDOWN_LIMIT);
    }

    /** @param maxBytes in UTF-8; at least {@value #MIN_MARKDOWN} */
    public String toMarkdown(int maxBytes) {
        return MarkdownReport.render(this, maxBytes);
    }

    /** The plots of all sections as JSON, for a page that draws them. */
    public String plotsToJson() {
        return ReportJsonWriter.plots(this);
    }

    /** For a page that has the report in it. */
    public HtmlParts toHtmlParts() {
        return HtmlParts.of(this);
    }

    /** One file that needs no other and no network. */
    public String toHtml() {
        return HtmlReport.render(this);
    }
}
