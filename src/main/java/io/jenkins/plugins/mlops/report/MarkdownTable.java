package io.jenkins.plugins.mlops.report;

import java.util.ArrayList;
import java.util.List;

/** A table whose cells are escaped already. */
final class MarkdownTable {

    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param columns those whose name starts with {@code >} are aligned right */
    MarkdownTable(String... columns) {
        this.columns = List.of(columns);
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    /** @param total with the rows that are left out */
    void write(StringBuilder out, long total) {
        if (!rows.isEmpty()) {
            line(
                    out,
                    columns.stream()
                            .map(name -> name.startsWith(">") ? name.substring(1) : name)
                            .toList());
            line(
                    out,
                    columns.stream()
                            .map(name -> name.startsWith(">") ? "---:" : "---")
                            .toList());
            rows.forEach(row -> line(out, row));
            out.append('\n');
        }
        if (total > rows.size()) {
            String more = Numbers.whole(total - rows.size());
            out.append(rows.isEmpty() ? more + " not shown" : "… and " + more + " more")
                    .append("\n\n");
        }
    }

    private static void line(StringBuilder out, List<String> cells) {
        out.append('|');
        cells.forEach(cell -> out.append(' ').append(cell).append(" |"));
        out.append('\n');
    }
}
