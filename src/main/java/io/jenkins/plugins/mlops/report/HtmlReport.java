package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.document.Sha256;
import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.gate.Severity;
import io.jenkins.plugins.mlops.gate.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * The HTML form: one page without a script, whose content security policy allows its own style sheet and nothing else. The policy also rules out {@code style}
 * attributes, so what is drawn by value is SVG with presentation attributes.
 */
final class HtmlReport {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final EvaluationReport report;
    private final Markup html = Markup.page();

    private HtmlReport(EvaluationReport report) {
        this.report = report;
    }

    static String render(EvaluationReport report) {
        return new HtmlReport(report).page();
    }

    private String page() {
        Headline headline = Headline.of(report.verdict());
        String css = styleSheet();
        html.open("html", "lang", "en").open("head");
        html.empty("meta", "charset", "utf-8");
        html.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src 'sha256-" + sha256(css) + "'; base-uri 'none'; form-action 'none'");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.empty("meta", "name", "referrer", "content", "no-referrer");
        html.element("title", headline.status().word + ": " + report.title());
        html.style(css);
        html.close().open("body", "class", "report");
        header();
        html.open("main");
        banner(html, report.verdict());
        if (report.sections().size() == 1) {
            section(report.sections().get(0), 2);
        } else {
            sections();
        }
        html.close();
        html.element(
                "footer",
                "Written by mlops. Exact numbers are in the JSON form of this report, and here behind the pointer.");
        return html.finish();
    }

    private void header() {
        html.open("header");
        html.element("h1", report.title());
        html.open("p", "class", "meta");
        report.build().ifPresent(build -> {
            html.open("span").text("Build ");
            html.link(build.label(), build.url()).close();
        });
        html.open("span");
        html.element(
                "time",
                TIME.format(report.created()),
                "datetime",
                report.created().toString());
        html.close();
        if (report.sections().size() == 1) {
            html.element(
                    "span",
                    report.sections()
                            .get(0)
                            .baseline()
                            .map(text -> "Compared with " + text)
                            .orElse("No baseline"));
        }
        html.close().close();
    }

    static void banner(Markup html, Verdict verdict) {
        Headline headline = Headline.of(verdict);
        html.open("section", "class", "banner " + style(headline.status()), "aria-label", "Verdict");
        html.element("span", headline.status().sign, "class", "sign", "aria-hidden", "true");
        html.open("div");
        html.open("p", "class", "verdict");
        html.element("strong", headline.status().word + ":");
        html.text(" " + headline.count() + ".").close();
        if (!headline.reason().isEmpty()) {
            html.element("p", Text.clip(headline.reason(), 400), "class", "reason");
        }
        List<String> counts = counts(verdict);
        if (counts.size() > 1) {
            html.element("p", String.join(" · ", counts), "class", "counts");
        }
        html.close().close();
    }

    static List<String> counts(Verdict verdict) {
        List<String> counts = new ArrayList<>();
        count(counts, verdict, "failed", check -> check.failed() && check.severity() == Severity.FAIL);
        long warnings = verdict.checks().stream()
                .filter(check -> check.failed() && check.severity() == Severity.WARN)
                .count();
        if (warnings > 0) {
            counts.add(Headline.plural(warnings, "warning"));
        }
        count(counts, verdict, "passed", check -> check.outcome() == Check.Outcome.PASSED);
        count(counts, verdict, "skipped", check -> check.outcome() == Check.Outcome.SKIPPED);
        return counts;
    }

    private static void count(List<String> counts, Verdict verdict, String word, Predicate<Check> which) {
        long count = verdict.checks().stream().filter(which).count();
        if (count > 0) {
            counts.add(Numbers.whole(count) + " " + word);
        }
    }

    private void sections() {
        List<String> ids =
                report.sections().stream().map(section -> html.nextId()).toList();
        html.open("section", "aria-label", "Trainings").element("h2", "Trainings");
        HtmlTables.open(html, "Trainings", List.of("Training", "Verdict", "Reason", "Compared with"), List.of());
        for (int i = 0; i < ids.size(); i++) {
            Section section = report.sections().get(i);
            Headline headline = Headline.of(section.verdict());
            html.open("tr").open("th", "scope", "row");
            html.element("a", name(section), "href", "#" + ids.get(i)).close();
            html.open("td");
            html.element(
                            "span",
                            headline.status().sign + " " + headline.status().word,
                            "class",
                            "pill " + style(headline.status()))
                    .close();
            html.element("td", headline.reason().isEmpty() ? headline.count() : Text.clip(headline.reason(), 200));
            html.element("td", section.baseline().orElse("no baseline")).close();
        }
        HtmlTables.close(html);
        html.close();
        for (int i = 0; i < ids.size(); i++) {
            Section section = report.sections().get(i);
            Headline headline = Headline.of(section.verdict());
            html.open("section", "class", "training", "id", ids.get(i));
            html.open("h2").text(name(section) + " ");
            html.element(
                            "span",
                            headline.status().sign + " " + headline.status().word,
                            "class",
                            "pill " + style(headline.status()))
                    .close();
            section(section, 3);
            html.close();
        }
    }

    static String name(Section section) {
        return section.name().isBlank() ? "Unnamed training" : section.name();
    }

    private void section(Section section, int level) {
        for (HtmlTopic topic : HtmlTopic.values()) {
            topic.write(section, html, "h" + level);
        }
    }

    static String style(Headline.Status status) {
        return switch (status) {
            case PASSED -> "pass";
            case WARNING -> "warn";
            case FAILED -> "fail";
            case NOT_CHECKED -> "none";
        };
    }

    private static String styleSheet() {
        return resource("page.css") + resource("report.css");
    }

    private static String resource(String name) {
        try (InputStream css = HtmlReport.class.getResourceAsStream(name)) {
            if (css == null) {
                throw new IllegalStateException(name + " is missing from the program's files");
            }
            return new String(css.readAllBytes(), StandardCharsets.UTF_8).replace("\r", "");
        } catch (IOException e) {
            throw new UncheckedIOException("tried to read " + name + " from the program's own files", e);
        }
    }

    private static String sha256(String text) {
        return Base64.getEncoder().encodeToString(Sha256.of(text));
    }
}
