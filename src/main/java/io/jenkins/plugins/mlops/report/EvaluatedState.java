package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.dvc.DataDiff;
import io.jenkins.plugins.mlops.dvc.DataSnapshot;
import io.jenkins.plugins.mlops.dvc.DvcRepository;
import io.jenkins.plugins.mlops.dvc.ManifestSource;
import io.jenkins.plugins.mlops.dvc.Output;
import io.jenkins.plugins.mlops.dvc.ParamsFile;
import io.jenkins.plugins.mlops.metrics.Directions;
import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.MetricDiff;
import io.jenkins.plugins.mlops.metrics.MetricReader;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.plots.Plot;
import io.jenkins.plugins.mlops.plots.PlotComparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a repository says of its model in one state, the workspace or a revision.
 *
 * @param description what a person calls the state: {@code workspace}, {@code branch main}
 * @param plots by path
 * @param warnings files that are declared and could not be shown, with the reason
 */
public record EvaluatedState(
        String description,
        Snapshot metrics,
        Snapshot parameters,
        DataSnapshot data,
        Map<String, Plot> plots,
        List<String> warnings) {

    /** More changed files than this are counted and not listed. */
    public static final int MAX_FILE_CHANGES = 1_000;

    public EvaluatedState {
        plots = Collections.unmodifiableMap(new LinkedHashMap<>(plots));
        warnings = List.copyOf(warnings);
    }

    /** A state of which nothing is known. */
    public static EvaluatedState nothing(String description) {
        return new EvaluatedState(
                description, Snapshot.EMPTY, Snapshot.EMPTY, DataSnapshot.of(List.of()), Map.of(), List.of());
    }

    /**
     * @param metricsFiles from the repository's root; empty for those that DVC's files declare
     * @param cache where the content of metrics and plots is that DVC keeps and Git does not
     * @throws DocumentException where a metrics or parameters file is there and cannot be read; a missing one has no metrics, and one of the gate's then fails
     */
    public static EvaluatedState read(
            String description, DvcRepository repository, List<String> metricsFiles, Path cache) throws IOException {
        Snapshot metrics = Snapshot.EMPTY;
        List<String> warnings = new ArrayList<>();
        for (String file : metricsFiles.isEmpty() ? repository.metrics() : metricsFiles) {
            Optional<byte[]> content = content(repository, file, cache);
            if (content.isPresent()) {
                metrics = metrics.plus(MetricReader.read(content.get(), file));
            } else {
                warnings.add(description + " has no metrics file " + file);
            }
        }
        Snapshot parameters = Snapshot.EMPTY;
        for (ParamsFile file : repository.params()) {
            Optional<byte[]> content = repository.tree().read(file.path());
            if (content.isPresent()) {
                parameters = parameters.plus(declared(MetricReader.read(content.get(), file.path()), file.keys()));
            }
        }
        Map<String, Plot> plots = DeclaredPlots.read(repository, path -> content(repository, path, cache), warnings);
        return new EvaluatedState(description, metrics, parameters, repository.snapshot(), plots, warnings);
    }

    public EvaluatedState describedAs(String other) {
        return new EvaluatedState(other, metrics, parameters, data, plots, warnings);
    }

    /**
     * Starts a section of a report on this state; verdict and lineage are the caller's to add.
     *
     * @param before what it is compared with; {@link #nothing} has no differences to show but new names
     */
    public Section.Builder comparedWith(
            Optional<EvaluatedState> before, String name, Directions directions, ManifestSource manifests)
            throws IOException {
        EvaluatedState old = before.orElseGet(() -> nothing(""));
        List<PlotComparison> comparisons = plots.values().stream()
                .map(plot ->
                        new PlotComparison(plot, Optional.ofNullable(old.plots().get(plot.path()))))
                .toList();
        Section.Builder section = Section.named(name)
                .metrics(MetricDiff.between(old.metrics(), metrics, directions))
                .parameters(MetricDiff.between(old.parameters(), parameters, Directions.none()))
                .plots(comparisons);
        if (before.isPresent()) {
            section.baseline(old.description()).data(dataSince(old, manifests));
        }
        return section;
    }

    public DataDiff dataSince(EvaluatedState before, ManifestSource manifests) throws IOException {
        return DataDiff.between(before.data(), data, manifests, MAX_FILE_CHANGES);
    }

    private static Optional<byte[]> content(DvcRepository repository, String path, Path cache) throws IOException {
        Optional<byte[]> inTree = repository.tree().read(path);
        if (inTree.isPresent()) {
            return inTree;
        }
        Optional<Path> object = repository
                .output(path)
                .filter(output -> output.path().equals(path))
                .flatMap(Output::id)
                .filter(id -> !id.isDirectory())
                .map(id -> cache.resolve(id.path()))
                .filter(Files::isRegularFile);
        return object.isPresent() ? Optional.of(Files.readAllBytes(object.get())) : Optional.empty();
    }

    private static Snapshot declared(Snapshot all, List<String> keys) {
        if (keys.isEmpty()) {
            return all;
        }
        List<Metric> kept = all.metrics().stream()
                .filter(metric -> keys.stream().anyMatch(key -> isUnder(metric.name(), key)))
                .toList();
        return Snapshot.of(kept);
    }

    private static boolean isUnder(String name, String key) {
        return name.equals(key) || name.startsWith(key + ".") || name.startsWith(key + "[");
    }
}
