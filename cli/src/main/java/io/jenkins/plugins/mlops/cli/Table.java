package io.jenkins.plugins.mlops.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Columns of text for a terminal, or a table of Markdown. */
final class Table {

    private final List<String> header;
    private final List<Boolean> right = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** @param header a column whose name starts with {@code >} is aligned to the right */
    Table(String... header) {
        this.header = List.of(header).stream()
                .map(name -> name.startsWith(">") ? name.substring(1) : name)
                .toList();
        for (String name : header) {
            right.add(name.startsWith(">"));
        }
    }

    Table row(String... cells) {
        if (cells.length != header.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + header.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    String text() {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < header.size(); column++) {
            int width = header.get(column).length();
            for (List<String> row : rows) {
                width = Math.max(width, plain(row.get(column)).length());
            }
            widths.add(width);
        }
        List<String> lines = new ArrayList<>();
        lines.add(line(header, widths));
        rows.forEach(row -> lines.add(line(row, widths)));
        return String.join(System.lineSeparator(), lines);
    }

    private String line(List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = plain(cells.get(column));
            String space = " ".repeat(widths.get(column) - cell.length());
            line.append(column == 0 ? "" : "  ").append(right.get(column) ? space + cell : cell + space);
        }
        return line.toString().stripTrailing();
    }

    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add(markdown(header));
        lines.add(right.stream().map(r -> r ? "---:" : "---").collect(Collectors.joining(" | ", "| ", " |")));
        rows.forEach(row -> lines.add(markdown(row)));
        return String.join("\n", lines);
    }

    private static String markdown(List<String> cells) {
        return cells.stream()
                .map(cell -> plain(cell)
                        .replace("\\", "\\\\")
                        .replace("|", "\\|")
                        .replace("<", "&lt;")
                        .replace("`", "\\`"))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** Names come from files that anybody may have written; an escape sequence among them must not reach a terminal. */
    private static String plain(String cell) {
        return cell.replaceAll("\\p{Cntrl}", "?");
    }
}
