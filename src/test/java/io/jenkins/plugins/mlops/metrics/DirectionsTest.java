package io.jenkins.plugins.mlops.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accuracy",
                "val.acc",
                "test/accuracy",
                "valAccuracy",
                "AUC",
                "roc_auc",
                "rocAUC",
                "ROC-AUC",
                "auroc",
                "f1",
                "F1Score",
                "f1-score",
                "precision",
                "recall",
                "R2",
                "r2_score",
                "mAP",
                "mAP50",
                "mAP@0.5",
                "ndcg@10",
                "ndcg10",
                "bleu4",
                "rouge1",
                "rougeL",
                "meanIoU",
                "dice_coef",
                "mcc",
                "cohen_kappa",
                "specificity",
                "sensitivity",
                "true_negative_rate",
                "truePositiveRate",
                "tpr",
                "explained_variance",
                "top_5_accuracy",
                "samples_per_second",
                "throughput",
                "neg_log_loss",
                "neg_mean_squared_error",
                "accuracy.mean",
                "accuracy.women",
                "recall.digit_8",
                "accuracy[0]",
                "report.macro avg.f1-score",
                "average_precision",
                "exact_match",
                "eval_f1_macro"
            })
    void shouldKnowThatHigherIsBetter(String name) {
        assertThat(Directions.byName().of(name)).isEqualTo(Direction.HIGHER_IS_BETTER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "loss",
                "val/loss",
                "valLoss",
                "train.loss",
                "error",
                "error_rate",
                "err",
                "RMSE",
                "rmse",
                "mse",
                "mae",
                "MAPE",
                "latency",
                "latency_p99_ms",
                "latency.p99",
                "inference_time",
                "train_seconds",
                "perplexity",
                "wer",
                "cer",
                "fpr",
                "fnr",
                "false_positive_rate",
                "falseNegativeRate",
                "brier_score",
                "log_loss",
                "logLoss",
                "binary_crossentropy",
                "cross_entropy",
                "fairness.women.gap",
                "accuracy_gap",
                "data_drift",
                "drift_score",
                "model_size_mb",
                "peak_memory",
                "mean_absolute_error",
                "nll",
                "negative_log_likelihood",
                "neg_log_likelihood",
                "fid",
                "ece",
                "demographic_parity_difference"
            })
    void shouldKnowThatLowerIsBetter(String name) {
        assertThat(Directions.byName().of(name)).isEqualTo(Direction.LOWER_IS_BETTER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo",
                "score",
                "epoch",
                "learning_rate",
                "accuracy_std",
                "accuracy.std",
                "accuracy_delta",
                "accuracy_threshold",
                "loss_weight",
                "batch_size",
                "test_size",
                "loss_reduction",
                "n",
                "mean",
                "p99",
                "accuracy.delta",
                "recall.support",
                "recall.women.count",
                "loss.weight",
                "women.foo",
                "start_time",
                "",
                ".",
                "..",
                "[0]"
            })
    void shouldLeaveInDoubtWhatIsInDoubt(String name) {
        assertThat(Directions.byName().of(name)).isEqualTo(Direction.UNKNOWN);
    }

    @Test
    void shouldPreferWhatIsGiven() {
        Map<String, Direction> given = new LinkedHashMap<>();
        given.put("cost.*", Direction.HIGHER_IS_BETTER);
        given.put("cost.cpu", Direction.LOWER_IS_BETTER);
        given.put("a.json:score", Direction.LOWER_IS_BETTER);
        Directions directions = Directions.given(given);
        assertThat(directions.of("cost.gpu")).isEqualTo(Direction.HIGHER_IS_BETTER);
        assertThat(directions.of("cost.cpu")).isEqualTo(Direction.LOWER_IS_BETTER);
        assertThat(directions.of("loss")).isEqualTo(Direction.LOWER_IS_BETTER);
        assertThat(directions.of(new Metric("a.json", "score", new Value.Null())))
                .isEqualTo(Direction.LOWER_IS_BETTER);
        assertThat(directions.of(new Metric("b.json", "score", new Value.Null())))
                .isEqualTo(Direction.UNKNOWN);
        assertThat(Directions.none().of("loss")).isEqualTo(Direction.UNKNOWN);
    }
}
