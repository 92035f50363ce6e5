package io.jenkins.plugins.mlops.report;

import io.jenkins.plugins.mlops.document.DocumentException;
import io.jenkins.plugins.mlops.document.Documents;
import io.jenkins.plugins.mlops.document.Fields;
import io.jenkins.plugins.mlops.dvc.DataDiff;
import io.jenkins.plugins.mlops.gate.Check;
import io.jenkins.plugins.mlops.gate.Severity;
import io.jenkins.plugins.mlops.gate.Verdict;
import io.jenkins.plugins.mlops.lineage.Artifact;
import io.jenkins.plugins.mlops.lineage.Lineage;
import io.jenkins.plugins.mlops.lineage.LineageJson;
import io.jenkins.plugins.mlops.metrics.DiffRow;
import io.jenkins.plugins.mlops.metrics.Direction;
import io.jenkins.plugins.mlops.metrics.ValueJson;
import java.util.Optional;

/** Reads the JSON form. {@code status} and {@code headline} follow from the checks and are not read. */
final class ReportJsonReader {

    private ReportJsonReader() {}

    static EvaluationReport read(String json, String file) throws DocumentException {
        Fields fields = new Fields(Documents.json(json, file).asMapping("the report"));
        fields.requireSchemaVersion(EvaluationReport.SCHEMA_VERSION, "the report");
        Optional<Fields> build = fields.object("build");
        return new EvaluationReport(
                fields.text("title"),
                fields.instant("created"),
                build.isPresent()
                        ? Optional.of(new BuildReference(
                                build.get().text("label"), build.get().optionalText("url")))
                        : Optional.empty(),
                fields.list("sections", ReportJsonReader::section));
    }

    private static Section section(Fields fields) throws DocumentException {
        Optional<Fields> data = fields.object("data");
        Optional<Fields> lineage = fields.object("lineage");
        Optional<Lineage> inputs =
                lineage.isPresent() ? Optional.of(LineageJson.read(lineage.get())) : Optional.empty();
        return new Section(
                fields.text("name"),
                fields.optionalText("baseline"),
                new Verdict(fields.list("checks", ReportJsonReader::check)),
                fields.list("metrics", ReportJsonReader::row),
                fields.list("parameters", ReportJsonReader::row),
                data.isPresent() ? data(data.get()) : DataDiff.NONE,
                fields.list("plots", PlotJson::readComparison),
                fields.list("history", ReportJsonReader::history),
                inputs,
                fields.list("models", ReportJsonReader::model));
    }

    private static Check check(Fields fields) throws DocumentException {
        return new Check(
                fields.text("subject"),
                fields.text("rule"),
                fields.text("source"),
                fields.constant("outcome", Check.Outcome.class),
                fields.constant("severity", Severity.class),
                ValueJson.optional("observed", fields),
                ValueJson.optional("baseline", fields),
                fields.optionalNumber("limit"),
                fields.text("message"));
    }

    private static DiffRow row(Fields fields) throws DocumentException {
        return new DiffRow(
                fields.text("file"),
                fields.text("name"),
                ValueJson.optional("before", fields),
                ValueJson.optional("after", fields),
                fields.optionalNumber("delta"),
                fields.optionalNumber("relativeDelta"),
                fields.constant("direction", Direction.class),
                fields.constant("change", DiffRow.Change.class));
    }

    private static DataDiff data(Fields fields) throws DocumentException {
        Fields totals = fields.require("totals");
        return new DataDiff(
                fields.list("changes", ReportJsonReader::fileChange),
                new DataDiff.Totals(
                        totals.whole("added"),
                        totals.whole("changed"),
                        totals.whole("deleted"),
                        totals.whole("bytesAdded"),
                        totals.whole("bytesChanged"),
                        totals.whole("bytesDeleted")));
    }

    private static DataDiff.FileChange fileChange(Fields fields) throws DocumentException {
        return new DataDiff.FileChange(
                fields.text("path"),
                fields.constant("kind", DataDiff.Kind.class),
                fields.optionalText("before"),
                fields.optionalText("after"),
                fields.optionalWhole("bytesBefore"),
                fields.optionalWhole("bytesAfter"));
    }

    private static MetricHistory history(Fields fields) throws DocumentException {
        return new MetricHistory(
                fields.text("metric"),
                fields.optionalNumber("min"),
                fields.optionalNumber("max"),
                fields.list(
                        "points",
                        point -> new MetricHistory.HistoryPoint(
                                point.text("build"),
                                point.optionalText("url"),
                                point.instant("at"),
                                point.optionalNumber("value"),
                                point.flag("promoted"))));
    }

    private static Artifact model(Fields fields) throws DocumentException {
        return new Artifact(fields.text("path"), fields.whole("size"), fields.text("md5"), fields.text("sha256"));
    }
}
