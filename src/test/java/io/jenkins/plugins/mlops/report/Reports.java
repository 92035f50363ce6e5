package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.dvc.DataDiff;
import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.gate.Severity;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.lineage.Artifact;
import io.jenkins.plugins.mlops.lineage.CodeVersion;
import io.jenkins.plugins.mlops.lineage.DataInput;
import io.jenkins.plugins.mlops.lineage.Environment;
import io.jenkins.plugins.mlops.lineage.Lineage;
import io.jenkins.plugins.mlops.metrics.DiffRow;
import io.jenkins.plugins.mlops.metrics.Direction;
import io.jenkins.plugins.mlops.metrics.Metric;
import io.jenkins.plugins.mlops.metrics.Snapshot;
import io.jenkins.plugins.mlops.metrics.Value;
import io.jenkins.plugins.mlops.plots.Curve;
import io.jenkins.plugins.mlops.plots.Plot;
import io.jenkins.plugins.mlops.plots.PlotComparison;
import io.jenkins.plugins.mlops.plots.Point;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;

/** Reports for tests. */
final class Reports {

    private Reports() {}

    static String resource(String name) throws IOException {
        try (InputStream in = Reports.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r", "");
        }
    }

    static EvaluationReport sample() throws IOException {
        return EvaluationReport.read(resource("sample.json"), "sample.json");
    }

    static Check check(String subject, String observed, String limit, Check.Outcome outcome, Severity severity) {
        return new Check(
                subject,
                "min " + limit,
                Check.GATE,
                outcome,
                severity,
                Optional.ofNullable(observed).map(text -> new Value.Numeric(new BigDecimal(text))),
                Optional.empty(),
                Optional.of(new BigDecimal(limit)),
                subject + " " + observed + " against min " + limit);
    }

    static DiffRow row(String name, String before, String after, DiffRow.Change change) {
        BigDecimal a = new BigDecimal(before);
        BigDecimal b = new BigDecimal(after);
        return new DiffRow(
                "metrics.json",
                name,
                Optional.of(new Value.Numeric(a)),
                Optional.of(new Value.Numeric(b)),
                Optional.of(b.subtract(a)),
                Optional.empty(),
                Direction.HIGHER_IS_BETTER,
                change);
    }

    /** With every field filled, every text from {@code texts}, and lists of up to {@code size}. */
    static EvaluationReport random(Random random, int size, Supplier<String> texts) {
        return new Maker(random, size, texts).report();
    }

    private record Maker(Random random, int size, Supplier<String> texts) {

        private interface Item<T> {
            T make();
        }

        private <T> List<T> list(Item<T> item) {
            List<T> list = new ArrayList<>();
            int count = random.nextInt(size + 1);
            for (int i = 0; i < count; i++) {
                list.add(item.make());
            }
            return list;
        }

        private <T> Optional<T> maybe(Item<T> item) {
            return random.nextInt(4) == 0 ? Optional.empty() : Optional.of(item.make());
        }

        private OptionalLong maybeLong() {
            return random.nextInt(4) == 0 ? OptionalLong.empty() : OptionalLong.of(random.nextLong() >>> 20);
        }

        private <E> E one(E[] constants) {
            return constants[random.nextInt(constants.length)];
        }

        private String text() {
            return texts.get();
        }

        private BigDecimal number() {
            return switch (random.nextInt(5)) {
                case 0 -> BigDecimal.ZERO;
                case 1 -> BigDecimal.valueOf(random.nextInt());
                case 2 -> new BigDecimal(random.nextInt() + "E" + (random.nextInt(560) - 280));
                case 3 -> new BigDecimal("0.91200000000000003");
                default -> BigDecimal.valueOf(random.nextGaussian());
            };
        }

        private Value value() {
            return switch (random.nextInt(8)) {
                case 0 -> new Value.Text(text());
                case 1 -> new Value.Flag(random.nextBoolean());
                case 2 -> new Value.Null();
                case 3 -> new Value.NotFinite(one(new String[] {"NaN", "Infinity", "-Infinity"}));
                default -> new Value.Numeric(number());
            };
        }

        private Instant time() {
            return Instant.ofEpochMilli(random.nextLong() >>> 22);
        }

        private EvaluationReport report() {
            return new EvaluationReport(
                    text(), time(), maybe(() -> new BuildReference(text(), maybe(this::text))), list(this::section));
        }

        private Section section() {
            return new Section(
                    text(),
                    maybe(this::text),
                    new Verdict(list(this::check)),
                    list(this::row),
                    list(this::row),
                    new DataDiff(
                            list(this::fileChange),
                            new DataDiff.Totals(
                                    random.nextInt(9),
                                    random.nextInt(9),
                                    random.nextInt(9),
                                    random.nextInt(1 << 30),
                                    random.nextInt(1 << 30),
                                    0)),
                    list(() -> new PlotComparison(plot(), maybe(this::plot))),
                    list(this::history),
                    maybe(this::lineage),
                    list(() -> new Artifact(text(), random.nextInt(1 << 30), text(), text())));
        }

        private Check check() {
            return new Check(
                    text(),
                    text(),
                    random.nextBoolean() ? Check.GATE : text(),
                    one(Check.Outcome.values()),
                    one(Severity.values()),
                    maybe(this::value),
                    maybe(this::value),
                    maybe(this::number),
                    text());
        }

        private DiffRow row() {
            return new DiffRow(
                    text(),
                    text(),
                    maybe(this::value),
                    maybe(this::value),
                    maybe(this::number),
                    maybe(this::number),
                    one(Direction.values()),
                    one(DiffRow.Change.values()));
        }

        private DataDiff.FileChange fileChange() {
            return new DataDiff.FileChange(
                    text(),
                    one(DataDiff.Kind.values()),
                    maybe(this::text),
                    maybe(this::text),
                    maybeLong(),
                    maybeLong());
        }

        private Plot plot() {
            return switch (random.nextInt(4)) {
                case 0 -> new Plot.Curves(text(), text(), one(Plot.Style.values()), text(), text(), list(this::curve));
                case 1 -> new Plot.Roc(text(), text(), list(this::curve));
                case 2 -> new Plot.PrecisionRecall(text(), text(), list(this::curve));
                default -> matrix();
            };
        }

        private Plot matrix() {
            List<String> labels = list(this::text);
            List<List<Long>> counts = new ArrayList<>();
            for (int i = 0; i < labels.size(); i++) {
                List<Long> row = new ArrayList<>();
                labels.forEach(label -> row.add((long) random.nextInt(100)));
                counts.add(row);
            }
            return new Plot.ConfusionMatrix(text(), text(), labels, counts);
        }

        private Curve curve() {
            return new Curve(text(), list(() -> {
                double scale = Math.pow(10, random.nextInt(600) - 300);
                double y = random.nextInt(6) == 0 ? Double.NaN : random.nextGaussian() * scale;
                return new Point(random.nextGaussian() * scale, y);
            }));
        }

        private MetricHistory history() {
            return new MetricHistory(
                    text(),
                    maybe(this::number),
                    maybe(this::number),
                    list(() -> new MetricHistory.HistoryPoint(
                            text(), maybe(this::text), time(), maybe(this::number), random.nextBoolean())));
        }

        private Lineage lineage() {
            List<Metric> parameters = new ArrayList<>();
            for (int i = 0; i < random.nextInt(size + 1); i++) {
                parameters.add(new Metric("file" + i, text(), value()));
            }
            return new Lineage(
                    new CodeVersion(maybe(this::text), text(), maybe(this::text), list(this::text)),
                    text(),
                    list(() -> new DataInput(text(), text(), maybeLong(), maybeLong())),
                    Snapshot.of(parameters),
                    new Environment(
                            text(),
                            text(),
                            random.nextInt(100),
                            random.nextInt(1 << 30),
                            list(this::text),
                            Map.of(text(), text()),
                            Map.of(text(), text()),
                            maybe(this::text),
                            Map.of(text(), text())));
        }
    }
}
