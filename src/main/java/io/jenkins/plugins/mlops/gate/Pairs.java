package io.jenkins.plugins.mlops.gate;

import io.jenkins.plugins.mlops.document.Decimals;
import io.jenkins.plugins.mlops.document.DocumentException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The same examples as two models saw them. */
final class Pairs {

    private record Pair(Predictions.Row candidate, Predictions.Row baseline) {}

    /** @param differences candidate - baseline, for each example */
    record Scores(double candidate, double baseline, double[] differences) {}

    private final List<Pair> pairs;

    private Pairs(List<Pair> pairs) {
        this.pairs = pairs;
    }

    /** @throws DocumentException at the first example that the two do not share, because a test on other examples says nothing */
    static Pairs of(Predictions candidate, Predictions baseline) throws DocumentException {
        List<Pair> pairs = new ArrayList<>(candidate.rows().size());
        for (Map.Entry<String, Predictions.Row> entry : candidate.rows().entrySet()) {
            Predictions.Row row = entry.getValue();
            Predictions.Row other = baseline.rows().get(entry.getKey());
            String example = (candidate.hasIds() ? "the id '" : "the example '") + entry.getKey() + "'";
            if (candidate.hasIds() != baseline.hasIds() || other == null) {
                throw new DocumentException(
                        row.at(),
                        example + " is not in " + baseline.file()
                                + "; both have to hold predictions of the same examples");
            }
            if (!sameText(row.label(), other.label())) {
                throw new DocumentException(
                        row.at(),
                        example + " has the label '" + row.label() + "' here and '" + other.label() + "' at "
                                + other.at());
            }
            pairs.add(new Pair(row, other));
        }
        if (baseline.rows().size() != pairs.size()) {
            throw new DocumentException(
                    candidate.rows().values().iterator().next().at(),
                    candidate.file() + " has " + pairs.size() + " examples and " + baseline.file() + " has "
                            + baseline.rows().size() + "; both have to hold predictions of the same examples");
        }
        return new Pairs(pairs);
    }

    int size() {
        return pairs.size();
    }

    McNemar mcNemar() {
        int onlyBaseline = 0;
        int onlyCandidate = 0;
        for (Pair pair : pairs) {
            boolean candidate = right(pair.candidate());
            boolean baseline = right(pair.baseline());
            onlyBaseline += baseline && !candidate ? 1 : 0;
            onlyCandidate += candidate && !baseline ? 1 : 0;
        }
        return new McNemar(onlyBaseline, onlyCandidate);
    }

    Scores accuracy() {
        double[] candidate = new double[size()];
        double[] baseline = new double[size()];
        for (int i = 0; i < size(); i++) {
            candidate[i] = right(pairs.get(i).candidate()) ? 1 : 0;
            baseline[i] = right(pairs.get(i).baseline()) ? 1 : 0;
        }
        return scores(candidate, baseline);
    }

    Scores meanAbsoluteError() throws DocumentException {
        double[] candidate = new double[size()];
        double[] baseline = new double[size()];
        for (int i = 0; i < size(); i++) {
            candidate[i] = absoluteError(pairs.get(i).candidate());
            baseline[i] = absoluteError(pairs.get(i).baseline());
        }
        return scores(candidate, baseline);
    }

    private static Scores scores(double[] candidate, double[] baseline) {
        double[] differences = new double[candidate.length];
        double candidateSum = 0;
        double baselineSum = 0;
        for (int i = 0; i < candidate.length; i++) {
            differences[i] = candidate[i] - baseline[i];
            candidateSum += candidate[i];
            baselineSum += baseline[i];
        }
        return new Scores(candidateSum / candidate.length, baselineSum / candidate.length, differences);
    }

    private static boolean right(Predictions.Row row) {
        return sameText(row.label(), row.prediction());
    }

    /** pandas writes the integers of a column that once held NaN as 1.0, so numbers compare as numbers. */
    private static boolean sameText(String a, String b) {
        if (a.equals(b)) {
            return true;
        }
        Optional<BigDecimal> left = number(a);
        return left.isPresent()
                && number(b).filter(right -> right.compareTo(left.get()) == 0).isPresent();
    }

    private static double absoluteError(Predictions.Row row) throws DocumentException {
        Optional<BigDecimal> label = number(row.label());
        Optional<BigDecimal> prediction = number(row.prediction());
        if (label.isEmpty() || prediction.isEmpty()) {
            throw new DocumentException(
                    row.at(),
                    "the mean absolute error needs finite numbers, but the label is '" + row.label()
                            + "' and the prediction '" + row.prediction() + "'");
        }
        return Math.abs(label.get().doubleValue() - prediction.get().doubleValue());
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return text.length() > 100 ? Optional.empty() : Decimals.finite(text);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
