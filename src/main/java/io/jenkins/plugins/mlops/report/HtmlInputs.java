package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.dvc.DataDiff;
import io.jenkins.plugins.mlops.lineage.Artifact;
import io.jenkins.plugins.mlops.lineage.CodeVersion;
import io.jenkins.plugins.mlops.lineage.DataInput;
import io.jenkins.plugins.mlops.lineage.Environment;
import io.jenkins.plugins.mlops.lineage.Lineage;
import io.jenkins.plugins.mlops.metrics.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What went into the training and what came out: data, code, environment, model files. */
final class HtmlInputs {

    /** More rows than this nobody reads on a page; the totals above count all. */
    private static final int MAX_FILES = 1_000;

    private final Markup html;
    private final String heading;

    HtmlInputs(Markup html, String heading) {
        this.html = html;
        this.heading = heading;
    }

    void data(DataDiff data) {
        if (data.isEmpty() && data.changes().isEmpty()) {
            return;
        }
        DataDiff.Totals totals = data.totals();
        html.open("section", "class", "data").element(heading, "Data");
        html.open("ul", "class", "totals");
        total("added", "+", totals.added(), totals.bytesAdded());
        total("changed", "~", totals.changed(), totals.bytesChanged());
        total("deleted", Numbers.MINUS, totals.deleted(), totals.bytesDeleted());
        html.close();
        if (!data.changes().isEmpty()) {
            boolean folded = data.changes().size() > 20;
            if (folded) {
                html.open("details")
                        .element(
                                "summary",
                                "Files (" + Numbers.whole(data.changes().size()) + ")");
            }
            files(data);
            if (folded) {
                html.close();
            }
        }
        html.close();
    }

    private void total(String word, String sign, long count, long bytes) {
        html.open("li");
        html.element("strong", sign + Numbers.whole(count)).text(" " + word);
        if (count > 0) {
            html.text(", " + Numbers.bytes(bytes));
        }
        html.close();
    }

    private void files(DataDiff data) {
        HtmlTables.open(
                html, "Changed data files", List.of("Path", "Change", "Size before", "Size after"), List.of(2, 3));
        for (DataDiff.FileChange change :
                data.changes().subList(0, Math.min(MAX_FILES, data.changes().size()))) {
            html.open("tr")
                    .open("th", "scope", "row", "class", "name")
                    .name(change.path())
                    .close();
            html.element("td", change.kind().name().toLowerCase(Locale.ROOT));
            size(change.bytesBefore(), change.kind() == DataDiff.Kind.ADDED);
            size(change.bytesAfter(), change.kind() == DataDiff.Kind.DELETED);
            html.close();
        }
        HtmlTables.close(html);
        DataDiff.Totals totals = data.totals();
        long left = totals.added()
                + totals.changed()
                + totals.deleted()
                - Math.min(MAX_FILES, data.changes().size());
        if (left > 0) {
            html.element("p", "… and " + Numbers.whole(left) + " more", "class", "note");
        }
    }

    private void size(OptionalLong bytes, boolean none) {
        String text = bytes.isPresent() ? Numbers.bytes(bytes.getAsLong()) : none ? Numbers.NONE : "unknown";
        html.element("td", text, "class", "num", "title", bytes.isPresent() ? bytes.getAsLong() + " bytes" : "");
    }

    void models(List<Artifact> models) {
        if (models.isEmpty()) {
            return;
        }
        html.open("section", "class", "models").element(heading, "Model files");
        HtmlTables.open(html, "Model files", List.of("Path", "Size", "SHA-256"), List.of(1));
        for (Artifact model : models) {
            html.open("tr")
                    .open("th", "scope", "row", "class", "name")
                    .name(model.path())
                    .close();
            size(OptionalLong.of(model.size()), false);
            html.open("td")
                    .element("code", model.sha256(), "class", "hash")
                    .close()
                    .close();
        }
        HtmlTables.close(html);
        html.close();
    }

    void lineage(Lineage lineage) {
        html.open("section", "class", "lineage").element(heading, "Lineage");
        html.open("dl");
        CodeVersion code = lineage.code();
        entry("Commit", code.commit() + code.branch().map(name -> " on " + name).orElse(""));
        code.repository().ifPresent(url -> {
            html.element("dt", "Repository")
                    .open("dd")
                    .link(url, code.repository())
                    .close();
        });
        if (!code.modified().isEmpty()) {
            html.element("dt", "Not committed").open("dd");
            html.element("span", "! not reproducible from the commit:", "class", "pill warn");
            html.text(" " + list(code.modified())).close();
        }
        entry("Data version", lineage.dataVersion());
        Environment environment = lineage.environment();
        entry(
                "Machine",
                environment.os() + ", " + environment.arch() + ", " + environment.processors() + " processors, "
                        + Numbers.bytes(environment.memoryBytes()));
        entry("Accelerators", list(environment.accelerators()));
        entry("Image", environment.image().orElse(""));
        entry("Tools", pairs(environment.tools(), " "));
        entry("Seeds", pairs(environment.seeds(), "="));
        html.close();
        inputs(lineage.data());
        lockFiles(environment.lockFiles());
        parameters(lineage.parameters().metrics());
        html.close();
    }

    private void entry(String name, String value) {
        if (!value.isEmpty()) {
            html.element("dt", name).element("dd", Text.clip(value, 2_000));
        }
    }

    private static String list(List<String> items) {
        List<String> shown = new ArrayList<>(items.subList(0, Math.min(20, items.size())));
        if (items.size() > shown.size()) {
            shown.add("… and " + Numbers.whole(items.size() - shown.size()) + " more");
        }
        return String.join(", ", shown);
    }

    private static String pairs(Map<String, String> map, String between) {
        List<String> pairs = new ArrayList<>();
        new TreeMap<>(map).forEach((key, value) -> pairs.add(key + between + value));
        return list(pairs);
    }

    private void inputs(List<DataInput> inputs) {
        if (inputs.isEmpty()) {
            return;
        }
        html.open("details").element("summary", "Data inputs (" + Numbers.whole(inputs.size()) + ")");
        HtmlTables.open(html, "Data inputs", List.of("Path", "Files", "Size", "Hash"), List.of(1, 2));
        for (DataInput input : inputs.subList(0, Math.min(MAX_FILES, inputs.size()))) {
            html.open("tr")
                    .open("th", "scope", "row", "class", "name")
                    .name(input.path())
                    .close();
            html.element(
                    "td",
                    input.files().isPresent() ? Numbers.whole(input.files().getAsLong()) : Numbers.NONE,
                    "class",
                    "num");
            size(input.size(), false);
            html.open("td")
                    .element("code", input.hash(), "class", "hash")
                    .close()
                    .close();
        }
        HtmlTables.close(html);
        if (inputs.size() > MAX_FILES) {
            html.element("p", "… and " + Numbers.whole(inputs.size() - MAX_FILES) + " more", "class", "note");
        }
        html.close();
    }

    private void lockFiles(Map<String, String> files) {
        if (files.isEmpty()) {
            return;
        }
        html.open("details").element("summary", "Lock files (" + Numbers.whole(files.size()) + ")");
        HtmlTables.open(html, "Lock files", List.of("Path", "SHA-256"), List.of());
        new TreeMap<>(files).forEach((path, hash) -> {
            html.open("tr")
                    .open("th", "scope", "row", "class", "name")
                    .name(path)
                    .close();
            html.open("td").element("code", hash, "class", "hash").close().close();
        });
        HtmlTables.close(html);
        html.close();
    }

    private void parameters(List<Metric> parameters) {
        if (parameters.isEmpty()) {
            return;
        }
        html.open("details").element("summary", "All parameters (" + Numbers.whole(parameters.size()) + ")");
        HtmlTables.open(html, "All parameters", List.of("Name", "Value", "File"), List.of());
        for (Metric parameter : parameters) {
            html.open("tr")
                    .open("th", "scope", "row", "class", "name")
                    .name(parameter.name())
                    .close();
            html.element("td", Text.clip(parameter.value().display(), 500));
            html.element("td", parameter.file()).close();
        }
        HtmlTables.close(html);
        html.close();
    }
}
