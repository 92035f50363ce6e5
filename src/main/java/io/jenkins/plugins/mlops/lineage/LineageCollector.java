package io.jenkins.plugins.mlops.lineage;

import io.jenkins.plugins.mlops.dvc.DataSnapshot;
import io.jenkins.plugins.mlops.dvc.Output;
import io.jenkins.plugins.mlops.metrics.MetricReader;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** Writes down what a run is about to work on. */
public final class LineageCollector {

    private static final String DVC_FILE = ".dvc";

    private final EnvironmentProbe environment;

    public LineageCollector(EnvironmentProbe environment) {
        this.environment = environment;
    }

    public Lineage collect(LineageScope scope) throws IOException {
        CodeVersion code = scope.code().version();
        List<String> modified = code.modified().stream()
                .filter(path -> !scope.outputs().test(path))
                .toList();
        DataSnapshot inputs = inputs(scope.data().outputs(), scope.outputs());
        Snapshot parameters = Snapshot.EMPTY;
        for (String file : scope.params()) {
            if (Files.isRegularFile(scope.repository().resolve(file))) {
                parameters = parameters.plus(MetricReader.read(scope.repository(), file));
            }
        }
        return new Lineage(
                new CodeVersion(code.repository(), code.commit(), code.branch(), modified),
                inputs.version(),
                dataInputs(inputs),
                parameters,
                environment.probe(scope.repository(), scope.seeds()));
    }

    /**
     * The data that came from outside: what a {@code .dvc} file tracks. What a stage of a pipeline makes follows from it, from code and from parameters, and its hash changes with
     * every run.
     */
    public static DataSnapshot inputs(Collection<Output> outputs, Predicate<String> made) {
        List<Output> sources = new ArrayList<>();
        for (Output output : outputs) {
            if (output.stage().endsWith(DVC_FILE) && !made.test(output.path())) {
                sources.add(output);
            }
        }
        return DataSnapshot.of(sources);
    }

    public static List<DataInput> dataInputs(DataSnapshot inputs) {
        return inputs.outputs().stream()
                .map(output ->
                        new DataInput(output.path(), output.id().orElseThrow().value(), output.size(), output.files()))
                .toList();
    }
}
