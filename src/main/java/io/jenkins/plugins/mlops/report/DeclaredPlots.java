package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Node;
import io.jenkins.plugins.mlops.dvc.DeclaredPlot;
import io.jenkins.plugins.mlops.dvc.DvcRepository;
import io.jenkins.plugins.mlops.plots.Plot;
import io.jenkins.plugins.mlops.plots.PlotDefinition;
import io.jenkins.plugins.mlops.plots.PlotReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the plots that DVC's files declare. A plot that cannot be drawn is a warning: it is no reason to have no report. */
final class DeclaredPlots {

    /** Files of a folder of plots beyond these are not read. */
    private static final int MOST_FILES = 50;

    private static final int MOST_BYTES = 16 * 1024 * 1024;

    interface Content {
        Optional<byte[]> of(String path) throws IOException;
    }

    private final DvcRepository repository;
    private final Content content;
    private final List<String> warnings;
    private final Map<String, Plot> plots = new LinkedHashMap<>();

    private DeclaredPlots(DvcRepository repository, Content content, List<String> warnings) {
        this.repository = repository;
        this.content = content;
        this.warnings = warnings;
    }

    static Map<String, Plot> read(DvcRepository repository, Content content, List<String> warnings) throws IOException {
        DeclaredPlots reader = new DeclaredPlots(repository, content, warnings);
        for (DeclaredPlot plot : repository.plots()) {
            for (String path : plot.paths()) {
                reader.readFileOrFolder(path, plot.options());
            }
        }
        return reader.plots;
    }

    private void readFileOrFolder(String path, Node.Mapping options) throws IOException {
        if (PlotReader.reads(path)) {
            readFile(path, options);
            return;
        }
        List<String> files = repository.tree().list(path).stream()
                .filter(entry -> !entry.folder() && PlotReader.reads(entry.name()))
                .map(entry -> path + "/" + entry.name())
                .sorted()
                .limit(MOST_FILES)
                .toList();
        for (String file : files) {
            readFile(file, options);
        }
    }

    private void readFile(String path, Node.Mapping options) throws IOException {
        Optional<byte[]> bytes = content.of(path);
        if (bytes.isEmpty() || plots.containsKey(path)) {
            return;
        }
        if (bytes.get().length > MOST_BYTES) {
            warnings.add("the plot file " + path + " is larger than 16 MB and not shown");
            return;
        }
        try {
            plots.put(
                    path, PlotReader.read(new String(bytes.get(), StandardCharsets.UTF_8), definition(path, options)));
        } catch (DocumentException e) {
            warnings.add(e.getMessage());
        }
    }

    private static PlotDefinition definition(String path, Node.Mapping options) {
        return new PlotDefinition(
                path,
                text(options, "template"),
                text(options, "title"),
                fields(options, "x", path).stream().findFirst(),
                fields(options, "y", path),
                text(options, "x_label"),
                text(options, "y_label"));
    }

    private static Optional<String> text(Node.Mapping options, String name) {
        return options.get(name).filter(Node.Text.class::isInstance).map(node -> ((Node.Text) node).value());
    }

    /** A field, a list of fields, or either of these by file. */
    private static List<String> fields(Node.Mapping options, String name, String path) {
        Optional<Node> node = options.get(name);
        if (node.isPresent() && node.get() instanceof Node.Mapping byFile) {
            node = byFile.entries().entrySet().stream()
                    .filter(entry -> path.equals(entry.getKey()) || path.endsWith("/" + entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }
        if (node.isPresent() && node.get() instanceof Node.Sequence list) {
            return list.items().stream()
                    .filter(Node.Text.class::isInstance)
                    .map(item -> ((Node.Text) item).value())
                    .toList();
        }
        return node.isPresent() && node.get() instanceof Node.Text text ? List.of(text.value()) : List.of();
    }
}
