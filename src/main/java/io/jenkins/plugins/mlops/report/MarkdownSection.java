package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.dvc.DataDiff;
import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.gate.Severity;
import io.jenkins.plugins.mlops.lineage.Lineage;
import io.jenkins.plugins.mlops.metrics.DiffRow;
import io.jenkins.plugins.mlops.plots.Curve;
import io.jenkins.plugins.mlops.plots.Plot;
import io.jenkins.plugins.mlops.plots.PlotComparison;
import io.jenkins.plugins.mlops.report.MarkdownDetail.Part;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/** One training in the Markdown form. */
final class MarkdownSection {

    private final Section section;
    private final MarkdownDetail detail;
    private final String heading;
    private final StringBuilder out;

    MarkdownSection(Section section, MarkdownDetail detail, String heading, StringBuilder out) {
        this.section = section;
        this.detail = detail;
        this.heading = heading;
        this.out = out;
    }

    void write() {
        out.append(section.baseline()
                        .map(text -> "Compared with " + escaped(text))
                        .orElse("No baseline"))
                .append("\n\n");
        checks("Failed checks", Headline.worstFirst(section.verdict()), Part.FAILED, false);
        checks("Skipped checks", with(Check.Outcome.SKIPPED), Part.SKIPPED, true);
        checks("Passed checks", with(Check.Outcome.PASSED), Part.PASSED, true);
        rows("Metrics", section.metrics(), Part.METRICS, Part.EQUAL_METRICS);
        rows("Parameters", section.parameters(), Part.PARAMETERS, Part.EQUAL_PARAMETERS);
        data(section.data());
        plots(section.plots());
        if (detail.of(Part.LINEAGE) > 0) {
            section.lineage().ifPresent(this::lineage);
        }
    }

    private String escaped(String text) {
        return MarkdownText.of(text, detail.of(Part.TEXT));
    }

    private void heading(String text) {
        out.append(heading).append(' ').append(text).append("\n\n");
    }

    private void fold(String summary, long count) {
        out.append("<details><summary>")
                .append(summary)
                .append(" (")
                .append(Numbers.whole(count))
                .append(")</summary>\n\n");
    }

    private void endFold() {
        out.append("</details>\n\n");
    }

    private List<Check> with(Check.Outcome outcome) {
        return section.verdict().checks().stream()
                .filter(check -> check.outcome() == outcome)
                .toList();
    }

    private void checks(String title, List<Check> checks, Part part, boolean folded) {
        if (checks.isEmpty()) {
            return;
        }
        if (folded && detail.of(part) == 0) {
            out.append(title).append(": ").append(Numbers.whole(checks.size())).append("\n\n");
            return;
        }
        if (folded) {
            fold(title, checks.size());
        } else {
            heading(title);
        }
        MarkdownTable table =
                new MarkdownTable("", "Check", ">Observed", ">Limit", ">Baseline", folded ? "Detail" : "Why");
        for (Check check : checks.subList(0, Math.min(detail.of(part), checks.size()))) {
            List<String> numbers = Numbers.row(check);
            table.row(
                    result(check),
                    "**" + escaped(check.subject().isBlank() ? "unnamed" : check.subject()) + "** "
                            + escaped(check.rule()),
                    escaped(numbers.get(0)),
                    numbers.get(1),
                    escaped(numbers.get(2)),
                    escaped(check.message()));
        }
        table.write(out, checks.size());
        if (folded) {
            endFold();
        }
    }

    private static String result(Check check) {
        return switch (check.outcome()) {
            case PASSED -> "✅ passed";
            case SKIPPED -> "➖ skipped";
            case FAILED -> check.severity() == Severity.FAIL ? "❌ failed" : "⚠️ warning";
        };
    }

    private void rows(String title, List<DiffRow> rows, Part part, Part equalPart) {
        List<DiffRow> different = HtmlTables.inOrder(
                rows,
                DiffRow.Change.WORSE,
                DiffRow.Change.GONE,
                DiffRow.Change.BETTER,
                DiffRow.Change.CHANGED,
                DiffRow.Change.NEW);
        List<DiffRow> equal = HtmlTables.inOrder(rows, DiffRow.Change.EQUAL);
        if (rows.isEmpty()) {
            return;
        }
        heading(title);
        if (different.isEmpty()) {
            out.append("No differences\n\n");
        }
        diff(different, detail.of(part));
        if (!equal.isEmpty() && detail.of(equalPart) == 0) {
            out.append("… and ").append(Numbers.whole(equal.size())).append(" equal\n\n");
        } else if (!equal.isEmpty()) {
            fold("Equal", equal.size());
            diff(equal, detail.of(equalPart));
            endFold();
        }
    }

    private void values(List<DiffRow> rows, int limit) {
        MarkdownTable table = new MarkdownTable("New", ">Value");
        for (DiffRow row : rows.subList(0, Math.min(limit, rows.size()))) {
            table.row(escaped(row.name()), escaped(Numbers.value(row.after())));
        }
        table.write(out, rows.size());
    }

    private void diff(List<DiffRow> rows, int limit) {
        if (HtmlTables.allNew(rows)) {
            values(rows, limit);
            return;
        }
        MarkdownTable table = new MarkdownTable("Name", ">Baseline", ">Candidate", ">Change", ">Relative", "Result");
        for (DiffRow row : rows.subList(0, Math.min(limit, rows.size()))) {
            List<String> values = Numbers.pair(row.before(), row.after());
            String after = escaped(values.get(1));
            boolean bold = row.change() != DiffRow.Change.EQUAL && row.after().isPresent() && !after.isBlank();
            table.row(
                    escaped(row.name()),
                    escaped(values.get(0)),
                    bold ? "**" + after + "**" : after,
                    row.delta().map(Numbers::delta).orElse(Numbers.NONE),
                    HtmlTables.relative(row),
                    HtmlTables.word(row.change()));
        }
        table.write(out, rows.size());
    }

    private void data(DataDiff data) {
        if (data.isEmpty() && data.changes().isEmpty()) {
            return;
        }
        DataDiff.Totals totals = data.totals();
        heading("Data");
        out.append(total(totals.added(), "added", totals.bytesAdded())).append(", ");
        out.append(total(totals.changed(), "changed", totals.bytesChanged())).append(", ");
        out.append(total(totals.deleted(), "deleted", totals.bytesDeleted())).append("\n\n");
        MarkdownTable table = new MarkdownTable("Path", "Change", ">Size before", ">Size after");
        for (DataDiff.FileChange change : data.changes()
                .subList(0, Math.min(detail.of(Part.FILES), data.changes().size()))) {
            table.row(
                    escaped(change.path()),
                    change.kind().name().toLowerCase(Locale.ROOT),
                    size(change.bytesBefore(), change.kind() == DataDiff.Kind.ADDED),
                    size(change.bytesAfter(), change.kind() == DataDiff.Kind.DELETED));
        }
        table.write(out, Math.max(data.changes().size(), totals.added() + totals.changed() + totals.deleted()));
    }

    private static String total(long count, String word, long bytes) {
        return Numbers.whole(count) + " " + word + (count > 0 ? " (" + Numbers.bytes(bytes) + ")" : "");
    }

    private static String size(OptionalLong bytes, boolean none) {
        return bytes.isPresent() ? Numbers.bytes(bytes.getAsLong()) : none ? Numbers.NONE : "unknown";
    }

    private void plots(List<PlotComparison> plots) {
        if (plots.isEmpty() || detail.of(Part.PLOTS) == 0) {
            return;
        }
        heading("Plots");
        MarkdownTable table = new MarkdownTable("Plot", "Figure", ">Baseline", ">Candidate");
        List<PlotComparison> shown = plots.subList(0, Math.min(detail.of(Part.PLOTS), plots.size()));
        for (PlotComparison plot : shown) {
            plot(table, plot.candidate(), plot.baseline());
        }
        table.write(out, 0);
        if (shown.size() < plots.size()) {
            out.append("… and ")
                    .append(Headline.plural(plots.size() - shown.size(), "more plot"))
                    .append("\n\n");
        }
    }

    private void plot(MarkdownTable table, Plot plot, Optional<Plot> baseline) {
        String title = escaped(plot.title());
        if (plot instanceof Plot.ConfusionMatrix matrix) {
            String before = baseline.map(Plot.ConfusionMatrix.class::cast)
                    .map(other -> Numbers.share(other.right(), other.total()))
                    .orElse(Numbers.NONE);
            table.row(title, "right predictions", before, Numbers.share(matrix.right(), matrix.total()));
        } else if (plot instanceof Plot.Roc roc) {
            curves(table, title, "AUC", roc.curves(), baseline, Curve::areaUnderCurve);
        } else if (plot instanceof Plot.PrecisionRecall precisionRecall) {
            curves(table, title, "average precision", precisionRecall.curves(), baseline, Curve::averagePrecision);
        } else if (plot instanceof Plot.Curves curves && curves.style() == Plot.Style.LINE) {
            curves(table, title, "last", curves.curves(), baseline, HtmlPlots::last);
        }
    }

    private void curves(
            MarkdownTable table,
            String title,
            String figure,
            List<Curve> curves,
            Optional<Plot> baseline,
            ToDoubleFunction<Curve> value) {
        List<Curve> before = baseline.map(MarkdownSection::curves).orElse(List.of());
        for (Curve curve : curves) {
            String other = before.stream()
                    .filter(each -> each.name().equals(curve.name()))
                    .findFirst()
                    .map(each -> Numbers.number(value.applyAsDouble(each)))
                    .orElse(Numbers.NONE);
            table.row(
                    title,
                    figure + (curves.size() > 1 ? " " + escaped(curve.name()) : ""),
                    other,
                    Numbers.number(value.applyAsDouble(curve)));
        }
    }

    private static List<Curve> curves(Plot plot) {
        if (plot instanceof Plot.Curves curves) {
            return curves.curves();
        }
        if (plot instanceof Plot.Roc roc) {
            return roc.curves();
        }
        return plot instanceof Plot.PrecisionRecall precisionRecall ? precisionRecall.curves() : List.of();
    }

    private void lineage(Lineage lineage) {
        heading("Lineage");
        out.append("Commit ").append(escaped(lineage.code().commit()));
        lineage.code().branch().ifPresent(branch -> out.append(" on ").append(escaped(branch)));
        int modified = lineage.code().modified().size();
        if (modified > 0) {
            out.append(", ⚠️ ")
                    .append(Headline.plural(modified, "file"))
                    .append(" not committed, so not reproducible from the commit");
        }
        out.append("; data version ").append(escaped(lineage.dataVersion())).append("\n\n");
    }
}
