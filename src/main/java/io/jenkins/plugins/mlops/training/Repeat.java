package io.jenkins.plugins.mlops.training;

import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Trains several times on the same inputs and compares what came out.
 *
 * @param runs 2 or more
 * @param tolerance how far the largest and the smallest value of a metric may be apart; absolute, inclusive
 */
public record Repeat(int runs, BigDecimal tolerance) {

    private static final int MOST = 100;

    /** @throws IllegalArgumentException for numbers that make no sense */
    public Repeat {
        if (runs < 2 || runs > MOST) {
            throw new IllegalArgumentException("repeat is " + runs + " but takes 2 to " + MOST + " runs");
        }
        if (tolerance.signum() < 0) {
            throw new IllegalArgumentException("tolerance is " + tolerance + " but cannot be less than 0");
        }
    }

    /**
     * @param spread largest - smallest; empty where the values are no numbers
     * @param values as they were, one for each run; {@code missing} where a run had none
     * @param within whether it came out the same, as far as the tolerance goes
     */
    public record Spread(String metric, Optional<BigDecimal> spread, List<String> values, boolean within) {
        public Spread {
            values = List.copyOf(values);
        }
    }

    /** @param spreads one for each metric of any run, by name */
    public record Result(List<TrainingRun> runs, List<Spread> spreads) {
        public Result {
            runs = List.copyOf(runs);
            spreads = List.copyOf(spreads);
        }

        public List<Spread> differing() {
            return spreads.stream().filter(spread -> !spread.within()).toList();
        }

        /** All runs succeeded and all metrics came out the same. */
        public boolean passed() {
            return runs.stream().allMatch(TrainingRun::succeeded) && differing().isEmpty();
        }
    }

    /** Stops at the first run that fails. */
    public Result run(TrainingRunner runner, TrainingPlan plan, OutputListener listener)
            throws IOException, InterruptedException {
        List<TrainingRun> done = new ArrayList<>();
        for (int i = 1; i <= runs; i++) {
            listener.line("Run " + i + " of " + runs);
            PreparedRun prepared = runner.before(plan.forced());
            if (done.isEmpty()) {
                prepared.warning().ifPresent(listener::line);
            }
            TrainingRun run = runner.run(prepared, listener);
            done.add(run);
            if (!run.succeeded()) {
                break;
            }
        }
        return compare(done);
    }

    public Result compare(List<TrainingRun> done) {
        Set<String> names = new TreeSet<>();
        done.forEach(run ->
                run.metrics().metrics().stream().map(Metric::qualifiedName).forEach(names::add));
        List<Spread> spreads = new ArrayList<>();
        for (String name : names) {
            spreads.add(spread(
                    name, done.stream().map(run -> run.metrics().value(name)).toList()));
        }
        return new Result(done, spreads);
    }

    private Spread spread(String name, List<Optional<Value>> values) {
        List<String> shown = values.stream()
                .map(value -> value.map(Value::display).orElse("missing"))
                .toList();
        BigDecimal least = null;
        BigDecimal most = null;
        for (Optional<Value> value : values) {
            if (!(value.orElse(null) instanceof Value.Numeric number)) {
                // NaN is not equal to NaN; text has to be the same text.
                boolean finite = values.stream().noneMatch(v -> v.orElse(null) instanceof Value.NotFinite);
                boolean same = finite && new HashSet<>(values).size() == 1;
                return new Spread(name, Optional.empty(), shown, same);
            }
            least = least == null ? number.value() : least.min(number.value());
            most = most == null ? number.value() : most.max(number.value());
        }
        if (most == null) {
            return new Spread(name, Optional.empty(), shown, true);
        }
        BigDecimal spread = most.subtract(least);
        return new Spread(name, Optional.of(spread), shown, spread.compareTo(tolerance) <= 0);
    }
}
