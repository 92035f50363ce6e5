package io.jenkins.plugins.mlops.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlops.document.DocumentException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlotReaderTest {

    private static Plot.Curves curves(String text, String path) throws Exception {
        return (Plot.Curves) PlotReader.read(text, path);
    }

    @Test
    void shouldReadWhatDvcliveWrites() throws Exception {
        Plot.Curves plot = curves(
                "timestamp\tstep\tloss\n1\t0\t0.7\n2\t1\tnan\n3\t2\t0.5\n", "dvclive/plots/metrics/train/loss.tsv");
        assertThat(plot.title()).isEqualTo("train/loss");
        assertThat(plot.xLabel()).isEqualTo("step");
        assertThat(plot.curves())
                .containsExactly(
                        new Curve("loss", List.of(new Point(0, 0.7), new Point(1, Double.NaN), new Point(2, 0.5))));
    }

    @Test
    void shouldReadTheSamePlotFromEachFormat() throws Exception {
        Plot csv = PlotReader.read("\uFEFFepoch,loss,acc\r\n0,0.5,0.8\r\n1,0.25,\r\n", "p.csv");
        List<Curve> expected = List.of(
                new Curve("loss", List.of(new Point(0, 0.5), new Point(1, 0.25))),
                new Curve("acc", List.of(new Point(0, 0.8), new Point(1, Double.NaN))));
        assertThat(((Plot.Curves) csv).curves()).isEqualTo(expected);
        assertThat(curves("[{\"epoch\":0,\"loss\":0.5,\"acc\":0.8},{\"epoch\":1,\"loss\":0.25}]", "p.json")
                        .curves())
                .isEqualTo(expected);
        assertThat(curves("{\"epoch\":0,\"loss\":0.5,\"acc\":0.8}\n\n{\"epoch\":1,\"loss\":0.25}\n", "p.jsonl")
                        .curves())
                .isEqualTo(expected);
        assertThat(curves("- {epoch: 0, loss: 0.5, acc: 0.8}\n- {epoch: 1, loss: 0.25}\n", "p.yaml")
                        .curves())
                .isEqualTo(expected);
        assertThat(curves("{\"epoch\":[0,1],\"loss\":[0.5,0.25],\"acc\":[0.8,NaN]}", "p.json")
                        .curves())
                .isEqualTo(expected);
        assertThat(curves(
                                "{\"a\":[{\"epoch\":0},{\"epoch\":1}],\"b\":[{\"loss\":0.5,\"acc\":0.8},{\"loss\":0.25}]}",
                                "p.json")
                        .curves())
                .isEqualTo(expected);
    }

    @Test
    void shouldCountPairsOfClasses() throws Exception {
        Plot plot = PlotReader.read("actual,predicted\ncat,cat\ncat,dog\ndog,dog\n10,9\n9,9\n", "plots/confusion.csv");
        assertThat(plot)
                .isEqualTo(new Plot.ConfusionMatrix(
                        "plots/confusion.csv",
                        "confusion",
                        List.of("9", "10", "cat", "dog"),
                        List.of(
                                List.of(1L, 0L, 0L, 0L),
                                List.of(1L, 0L, 0L, 0L),
                                List.of(0L, 0L, 1L, 1L),
                                List.of(0L, 0L, 0L, 1L))));
    }

    @Test
    void shouldReadAMatrixOfCounts() throws Exception {
        Plot.ConfusionMatrix plot =
                (Plot.ConfusionMatrix) PlotReader.read("{\"labels\":[\"n\",\"y\"],\"matrix\":[[5,1],[2,8]]}", "m.json");
        assertThat(plot.labels()).containsExactly("n", "y");
        assertThat(plot.total()).isEqualTo(16);
        assertThat(plot.right()).isEqualTo(13);
        assertThat(((Plot.ConfusionMatrix) PlotReader.read("[[5,1],[2,8]]", "m.json")).labels())
                .containsExactly("0", "1");
    }

    @Test
    void shouldTakeTheFieldsThatDvcYamlNames() throws Exception {
        PlotDefinition definition = new PlotDefinition(
                "c.csv",
                Optional.of("confusion_normalized"),
                Optional.of("Classes"),
                Optional.of("truth"),
                List.of("guess"),
                Optional.empty(),
                Optional.empty());
        Plot plot = PlotReader.read("truth,guess\na,a\nb,a\n", definition);
        assertThat(plot.title()).isEqualTo("Classes");
        assertThat(((Plot.ConfusionMatrix) plot).counts()).containsExactly(List.of(1L, 0L), List.of(1L, 0L));
    }

    @Test
    void shouldKnowARocCurveThatIsDeclaredByItsFields() throws Exception {
        PlotDefinition definition = new PlotDefinition(
                "roc.csv",
                Optional.empty(),
                Optional.of("ROC"),
                Optional.of("fpr"),
                List.of("tpr"),
                Optional.empty(),
                Optional.empty());
        assertThat(PlotReader.read("fpr,tpr\n0,0\n0,1\n1,1\n", definition)).isInstanceOf(Plot.Roc.class);
    }

    @Test
    void shouldReadRocAndPrecisionRecallAsScikitLearnGivesThem() throws Exception {
        String points = "{\"roc\":[{\"fpr\":0,\"tpr\":0,\"threshold\":1.9},{\"fpr\":0,\"tpr\":0.5,\"threshold\":0.8},"
                + "{\"fpr\":0.5,\"tpr\":0.5,\"threshold\":0.4},{\"fpr\":0.5,\"tpr\":1,\"threshold\":0.35},"
                + "{\"fpr\":1,\"tpr\":1,\"threshold\":0.1}]}";
        Plot.Roc roc = (Plot.Roc) PlotReader.read(points, "plots/sklearn/roc.json");
        // scikit-learn's documentation of roc_auc_score and average_precision_score has this example
        assertThat(roc.curves().get(0).areaUnderCurve()).isEqualTo(0.75);
        Plot.PrecisionRecall precisionRecall = (Plot.PrecisionRecall) PlotReader.read(
                "{\"precision\":[0.5,0.66666666,0.5,1.0,1.0],\"recall\":[1.0,1.0,0.5,0.5,0.0],\"threshold\":[0.1,0.35,0.4,0.8]}",
                "prc.json");
        assertThat(precisionRecall.curves().get(0).averagePrecision()).isEqualTo(0.8333, Offset.offset(0.001));
    }

    @Test
    void shouldScatterThePredictionsOfARegression() throws Exception {
        StringBuilder csv = new StringBuilder("actual,predicted\n");
        for (int i = 0; i < 200; i++) {
            csv.append(i * 0.37).append(',').append(i * 0.36).append('\n');
        }
        assertThat(curves(csv.toString(), "r.csv").style()).isEqualTo(Plot.Style.SCATTER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '^',
            value = {
                "p.csv; a,b|1,2,3; p.csv:2: 3 cells but the header has 2 columns",
                "p.csv; a,a|1,2; p.csv:1: the header has a column twice",
                "p.csv; a|x; p.csv:2: no field holds numbers to plot; found a",
                "p.csv; ^^; p.csv: has no data points to plot",
                "p.json; {; p.json:1:2: not valid JSON",
                "p.json; [[1,2]]; p.json:1:2: a row of 2 in a confusion matrix of 1 rows",
                "p.json; [[-1]]; p.json:1:3: a confusion matrix has counts",
                "p.json; [[0.5]]; p.json:1:3: a confusion matrix has counts",
                "p.json; {\"matrix\":[[1]],\"labels\":[\"a\",\"b\"]}; p.json: 2 labels for a confusion matrix of 1 rows",
                "p.jsonl; {\"a\":1}|{\"a\":; p.jsonl:2:",
                "p.png; x; p.png: cannot tell the format of plot data",
            })
    void shouldSayWhereAFileIsWrong(String path, String text, String message) {
        assertThatThrownBy(() -> PlotReader.read(text.replace('|', '\n'), path))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void shouldNameTheFieldsThatAreThereWhenOneIsMissing() {
        PlotDefinition definition = new PlotDefinition(
                "p.csv",
                Optional.empty(),
                Optional.empty(),
                Optional.of("epoch"),
                List.of("auc"),
                Optional.empty(),
                Optional.empty());
        assertThatThrownBy(() -> PlotReader.read("epoch,loss\n1,2\n", definition))
                .hasMessage("p.csv: has no field auc, which its plot asks for; found epoch, loss");
    }

    @Property(tries = 500)
    void shouldReadOrRefuseAnything(@ForAll @IntRange(min = 0) int seed) {
        Random random = new Random(seed);
        String[] parts = {
            "actual",
            "predicted",
            "fpr",
            "tpr",
            "step",
            "loss",
            ",",
            "\t",
            "\n",
            "\"",
            "1",
            "-0.5",
            "nan",
            "1e999",
            "{",
            "}",
            "[",
            "]",
            ":",
            "- ",
            "labels",
            "matrix",
            "null",
            " ",
            "inf",
            "x"
        };
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        String path = "p." + List.of("csv", "tsv", "json", "jsonl", "yaml").get(random.nextInt(5));
        try {
            assertThat(PlotReader.read(text.toString(), path).path()).isEqualTo(path);
        } catch (DocumentException e) {
            assertThat(e).hasMessageStartingWith(path);
        }
    }
}
