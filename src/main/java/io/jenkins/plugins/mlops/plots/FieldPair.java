package io.jenkins.plugins.mlops.plots;

import java.util.List;
import java.util.Optional;

/**
 * @param x the field of the actual class or value
 * @param y the field of the prediction
 */
record FieldPair(String x, String y) {

    private static final List<FieldPair> KNOWN = List.of(
            new FieldPair("actual", "predicted"),
            new FieldPair("y_true", "y_pred"),
            new FieldPair("true", "predicted"));

    static Optional<FieldPair> classes(PlotDefinition definition, List<String> fields) {
        if (definition.template().orElse("").startsWith("confusion")
                && definition.x().isPresent()
                && definition.y().size() == 1) {
            return Optional.of(
                    new FieldPair(definition.x().get(), definition.y().get(0)));
        }
        return KNOWN.stream()
                .filter(pair -> fields.contains(pair.x) && fields.contains(pair.y))
                .findFirst();
    }
}
