package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.gate.Severity;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.metrics.DiffRow;
import io.jenkins.plugins.mlops.metrics.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables of checks, metrics and parameters: what needs a look is open, what doesn't is folded. */
final class HtmlTables {

    private final Markup html;
    private final String heading;

    HtmlTables(Markup html, String heading) {
        this.html = html;
        this.heading = heading;
    }

    /** @param numeric indexes of the columns that hold numbers */
    static void open(Markup html, String label, List<String> columns, List<Integer> numeric) {
        html.open("div", "class", "scroll", "role", "region", "aria-label", label, "tabindex", "0");
        html.open("table").open("thead").open("tr");
        for (int i = 0; i < columns.size(); i++) {
            html.element("th", columns.get(i), "scope", "col", "class", numeric.contains(i) ? "num" : "");
        }
        html.close().close().open("tbody");
    }

    static void close(Markup html) {
        html.close().close().close();
    }

    void checks(Verdict verdict) {
        if (verdict.checks().isEmpty()) {
            return;
        }
        html.open("section", "class", "checks").element(heading, "Checks");
        List<Check> failed = Headline.worstFirst(verdict);
        if (!failed.isEmpty()) {
            checks("Failed checks", failed);
        }
        fold(
                "Skipped checks",
                verdict.checks().stream()
                        .filter(check -> check.outcome() == Check.Outcome.SKIPPED)
                        .toList());
        fold(
                "Passed checks",
                verdict.checks().stream()
                        .filter(check -> check.outcome() == Check.Outcome.PASSED)
                        .toList());
        html.close();
    }

    private void fold(String label, List<Check> checks) {
        if (!checks.isEmpty()) {
            html.open("details").element("summary", label + " (" + Numbers.whole(checks.size()) + ")");
            checks(label, checks);
            html.close();
        }
    }

    private void checks(String label, List<Check> checks) {
        open(html, label, List.of("Check", "Observed", "Limit", "Baseline"), List.of(1, 2, 3));
        for (Check check : checks) {
            List<String> numbers = Numbers.row(check);
            html.open("tr");
            html.open("th", "scope", "row");
            html.element("span", result(check), "class", "pill " + style(check)).text(" ");
            html.open("span", "class", "name").name(check.subject()).close();
            html.text(" ").element("code", check.rule());
            if (!check.source().equals(Check.GATE)) {
                html.text(" ").element("span", "in " + check.source(), "class", "source");
            }
            if (!check.message().isBlank()) {
                html.open("span", "class", "message").text(check.message()).close();
            }
            html.close();
            number(numbers.get(0), check.observed(), "num observed " + style(check));
            number(numbers.get(1), check.limit().map(Value.Numeric::new), "num");
            number(numbers.get(2), check.baseline(), "num");
            html.close();
        }
        close(html);
    }

    private static String result(Check check) {
        return switch (check.outcome()) {
            case PASSED -> "✓ passed";
            case SKIPPED -> "– skipped";
            case FAILED -> check.severity() == Severity.FAIL ? "✗ failed" : "! warning";
        };
    }

    private static String style(Check check) {
        return switch (check.outcome()) {
            case PASSED -> "pass";
            case SKIPPED -> "none";
            case FAILED -> check.severity() == Severity.FAIL ? "fail" : "warn";
        };
    }

    /** The exact value shows behind the pointer where the text is rounded. */
    private void number(String text, Optional<? extends Value> exact, String style) {
        String literal = exact.map(Value::display).orElse("");
        html.element("td", text, "class", style, "title", literal.equals(text) ? "" : Text.clip(literal, 200));
    }

    void metrics(List<DiffRow> rows, boolean baseline) {
        if (rows.isEmpty()) {
            return;
        }
        html.open("section", "class", "metrics").element(heading, "Metrics");
        if (!baseline) {
            html.element("p", "There is no baseline to compare with.", "class", "note");
        }
        rows(
                "metrics",
                rows,
                DiffRow.Change.WORSE,
                DiffRow.Change.GONE,
                DiffRow.Change.BETTER,
                DiffRow.Change.CHANGED,
                DiffRow.Change.NEW);
        html.close();
    }

    void parameters(List<DiffRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        html.open("section", "class", "parameters").element(heading, "Parameters");
        rows(
                "parameters",
                rows,
                DiffRow.Change.WORSE,
                DiffRow.Change.BETTER,
                DiffRow.Change.CHANGED,
                DiffRow.Change.GONE,
                DiffRow.Change.NEW);
        html.close();
    }

    private void rows(String what, List<DiffRow> rows, DiffRow.Change... order) {
        List<DiffRow> different = inOrder(rows, order);
        if (different.isEmpty()) {
            html.element("p", "No differences.", "class", "note");
        } else {
            diff("Changed " + what, different);
        }
        List<DiffRow> equal = inOrder(rows, DiffRow.Change.EQUAL);
        if (!equal.isEmpty()) {
            html.open("details").element("summary", "Equal " + what + " (" + Numbers.whole(equal.size()) + ")");
            diff("Equal " + what, equal);
            html.close();
        }
    }

    static List<DiffRow> inOrder(List<DiffRow> rows, DiffRow.Change... order) {
        List<DiffRow> sorted = new ArrayList<>();
        for (DiffRow.Change change : order) {
            rows.stream().filter(row -> row.change() == change).forEach(sorted::add);
        }
        return sorted;
    }

    /** Without a baseline each row is new, and three empty columns would tell nothing. */
    static boolean allNew(List<DiffRow> rows) {
        return rows.stream().allMatch(row -> row.change() == DiffRow.Change.NEW);
    }

    private void values(String label, List<DiffRow> rows) {
        open(html, label, List.of("Name", "Value"), List.of(1));
        for (DiffRow row : rows) {
            html.open("tr");
            html.open("th", "scope", "row", "class", "name", "title", row.file())
                    .name(row.name())
                    .close();
            number(Numbers.value(row.after()), row.after(), "num");
            html.close();
        }
        close(html);
    }

    private void diff(String label, List<DiffRow> rows) {
        if (allNew(rows)) {
            values(label.replace("Changed", "New"), rows);
            return;
        }
        boolean numbers = rows.stream().anyMatch(row -> row.delta().isPresent());
        List<String> columns = new ArrayList<>(List.of("Name", "Result", "Baseline", "Candidate"));
        if (numbers) {
            columns.addAll(List.of("Change", "Relative"));
        }
        open(html, label, columns, List.of(2, 3, 4, 5));
        for (DiffRow row : rows) {
            diff(row, numbers);
        }
        close(html);
    }

    private void diff(DiffRow row, boolean numbers) {
        List<String> values = Numbers.pair(row.before(), row.after());
        html.open("tr");
        html.open("th", "scope", "row", "class", "name", "title", row.file())
                .name(row.name())
                .close();
        html.open("td")
                .element("span", word(row.change()), "class", "pill " + style(row.change()))
                .close();
        number(values.get(0), row.before(), "num");
        number(values.get(1), row.after(), "num after");
        if (numbers) {
            String delta = row.delta().map(Numbers::delta).orElse(Numbers.NONE);
            number(delta, row.delta().map(Value.Numeric::new), "num");
            html.element(
                    "td",
                    relative(row),
                    "class",
                    "num",
                    "title",
                    row.delta().isPresent() && row.relativeDelta().isEmpty()
                            ? "relative to 0 there is no percentage"
                            : "");
        }
        html.close();
    }

    static String relative(DiffRow row) {
        if (row.delta().isEmpty()) {
            return Numbers.NONE;
        }
        return row.relativeDelta()
                .map(Numbers::percent)
                .orElse(row.delta().map(BigDecimal::signum).orElse(0) == 0 ? Numbers.NONE : "undefined");
    }

    static String word(DiffRow.Change change) {
        return switch (change) {
            case BETTER -> "better";
            case WORSE -> "worse";
            case EQUAL -> "equal";
            case CHANGED -> "changed";
            case NEW -> "new";
            case GONE -> "gone";
        };
    }

    private static String style(DiffRow.Change change) {
        return switch (change) {
            case BETTER -> "pass";
            case WORSE -> "fail";
            case GONE -> "warn";
            case EQUAL, CHANGED, NEW -> "none";
        };
    }
}
