package io.jenkins.plugins.mlops.metrics;

import static io.jenkins.plugins.mlops.metrics.Direction.HIGHER_IS_BETTER;
import static io.jenkins.plugins.mlops.metrics.Direction.LOWER_IS_BETTER;
import static io.jenkins.plugins.mlops.metrics.Direction.UNKNOWN;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the field's usual names say about the direction. A name's last dotted segment is split into words, at everything that is neither letter nor digit and
 * where camel case starts a word; the last word or phrase of the table decides, as the head of an English noun phrase stands last ({@code accuracy_gap} is a
 * gap). Where a segment has no such word it names a statistic or a slice ({@code recall.p10}, {@code recall.women}), and the segment before it is asked. A wrong guess
 * lets a bad model pass, so the table also has the words after which nothing is known ({@code recall.support}); what is in doubt stays {@link Direction#UNKNOWN}.
 */
final class KnownDirections {

    private static final Pattern WORD_BREAK =
            Pattern.compile("[^\\p{L}\\p{N}]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})");

    /** Say how or on what was measured, and nothing of the direction. */
    private static final Set<String> NEUTRAL = Set.of(
            ("mean avg average median min max minimum maximum macro micro weighted samples binary sum total overall global all best "
                            + "final last first value val valid validation eval evaluation train training test testing dev holdout oof cv fold top at "
                            + "score k")
                    .split(" "));

    private static final Pattern NEUTRAL_NUMBER = Pattern.compile("[pq]?\\d+(?:st|nd|rd|th|ms|k)?|fold\\d+|class\\d+");

    private static final Map<String, Direction> TABLE = table();

    private static final int LONGEST_PHRASE = 3;

    private KnownDirections() {}

    static Direction of(String name) {
        String[] segments = name.split("\\.", -1);
        for (int i = segments.length - 1; i >= 0; i--) {
            List<String> words = words(segments[i]);
            Optional<Direction> known = lastKnown(words);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return UNKNOWN;
    }

    private static boolean isNeutral(String word) {
        return NEUTRAL.contains(word) || NEUTRAL_NUMBER.matcher(word).matches();
    }

    private static List<String> words(String segment) {
        List<String> words = new ArrayList<>();
        // the usual names whose capitals mislead
        for (String word : WORD_BREAK.split(segment.replace("mAP", "map").replace("IoU", "Iou"))) {
            if (!word.isEmpty()) {
                words.add(word.toLowerCase(Locale.ROOT));
            }
        }
        return words;
    }

    private static Optional<Direction> lastKnown(List<String> words) {
        Optional<Direction> last = Optional.empty();
        boolean negated = false;
        int at = 0;
        while (at < words.size()) {
            int taken = 1;
            for (int length = Math.min(LONGEST_PHRASE, words.size() - at); length > 0; length--) {
                Direction found = lookUp(String.join(" ", words.subList(at, at + length)));
                if (found != null) {
                    last = Optional.of(found);
                    taken = length;
                    break;
                }
            }
            // scikit-learn's scorers: neg_log_loss is the negated loss, so higher is better
            negated |= taken == 1 && words.get(at).equals("neg");
            at += taken;
        }
        return negated ? last.map(KnownDirections::opposite) : last;
    }

    /** Also without digits at the end: {@code bleu4}, {@code ndcg10}, {@code map50}. */
    private static Direction lookUp(String phrase) {
        Direction exact = TABLE.get(phrase);
        return exact != null || isNeutral(phrase) ? exact : TABLE.get(phrase.replaceFirst("\\d+$", ""));
    }

    private static Direction opposite(Direction direction) {
        return switch (direction) {
            case HIGHER_IS_BETTER -> LOWER_IS_BETTER;
            case LOWER_IS_BETTER -> HIGHER_IS_BETTER;
            case UNKNOWN -> UNKNOWN;
        };
    }

    private static Map<String, Direction> table() {
        Map<String, Direction> table = new HashMap<>();
        put(
                table,
                HIGHER_IS_BETTER,
                "accuracy acc auc auroc auprc aucpr rocauc prauc aucroc f1 f2 fbeta fscore fmeasure f1score precision recall specificity sensitivity r2 "
                        + "map ap map50 ndcg dcg mrr bleu sacrebleu rouge meteor chrf cider bertscore iou miou dice dsc jaccard mcc matthews kappa "
                        + "qwk tpr tnr ppv npv tp tn gmean informedness youden psnr ssim snr silhouette pearson spearman kendall likelihood elbo "
                        + "throughput qps rps fps reward improvement uplift purity ari nmi ami homogeneity completeness");
        put(
                table,
                LOWER_IS_BETTER,
                "loss logloss error errors err rmse mse mae mape smape wape rmsle msle mase medae mdae rae rse rrse deviance pinball perplexity ppl "
                        + "bpc bpb wer cer mer fpr fnr fdr fp fn eer hter brier nll crossentropy divergence kld jsd ece fid kid lpips hausdorff chamfer "
                        + "gap drift latency time seconds secs sec ms millis milliseconds minutes duration elapsed runtime size memory mem ram vram rss "
                        + "bytes cost failures failed violations misclassified mistakes disparity drop degradation inaccuracy aic bic");
        put(
                table,
                HIGHER_IS_BETTER,
                List.of(
                        "true positive rate",
                        "true negative rate",
                        "true positives",
                        "true negatives",
                        "explained variance",
                        "exact match",
                        "hit rate",
                        "success rate",
                        "win rate",
                        "average precision",
                        "per second",
                        "per sec",
                        "per minute",
                        "calinski harabasz"));
        put(
                table,
                LOWER_IS_BETTER,
                List.of(
                        "false positive rate",
                        "false negative rate",
                        "false discovery rate",
                        "false omission rate",
                        "false alarm rate",
                        "false positives",
                        "false negatives",
                        "miss rate",
                        "failure rate",
                        "cross entropy",
                        "negative log likelihood",
                        "neg log likelihood",
                        "davies bouldin",
                        "parity difference",
                        "odds difference",
                        "opportunity difference"));
        // Heads that turn a known name into something else: a change of accuracy, its spread, a setting.
        put(
                table,
                UNKNOWN,
                "delta diff difference change ratio std stdev stddev variance var stderr ci threshold weight weights target reduction timestamp "
                        + "type name id count counts number num n support epoch epochs step steps iteration iterations rank index tolerance seed scale coefficient patience schedule");
        put(
                table,
                UNKNOWN,
                List.of(
                        "batch size",
                        "sample size",
                        "train size",
                        "test size",
                        "val size",
                        "dataset size",
                        "data size",
                        "vocab size",
                        "hidden size",
                        "kernel size",
                        "window size",
                        "step size",
                        "input size",
                        "image size",
                        "start time",
                        "end time",
                        "created time"));
        return table;
    }

    private static void put(Map<String, Direction> table, Direction direction, String words) {
        put(table, direction, List.of(words.split(" ")));
    }

    private static void put(Map<String, Direction> table, Direction direction, List<String> phrases) {
        for (String phrase : phrases) {
            table.put(phrase, direction);
        }
    }
}
