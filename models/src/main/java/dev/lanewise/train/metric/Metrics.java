package dev.lanewise.train.metric;

import dev.lanewise.setting.UnknownNameException;
import dev.lanewise.train.metric.ClassScore.Average;
import dev.lanewise.train.metric.ClassScore.Measure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics there are, by name. Beside those of {@link #all()}: {@code top<k>_accuracy} for any k, and {@code
 * precision_class_<c>}, {@code recall_class_<c>}, {@code f1_class_<c>} for any class.
 */
public final class Metrics {
    private static final String SHARE = "share";
    private static final Pattern TOP = Pattern.compile("top([1-9]\\d{0,5})_accuracy");
    private static final Pattern CLASS = Pattern.compile("(precision|recall|f1)_class_(\\d{1,6})");
    private static final Map<String, MetricKind> ALL = new LinkedHashMap<>();

    static {
        put("loss", Goal.MIN, "loss", "mean loss of the samples", _ -> new MeanLoss());
        put("accuracy", Goal.MAX, SHARE, "share of samples whose class is predicted", Accuracy::new);
        top(3);
        top(5);
        for (Measure measure : Measure.values()) {
            String name = measure.name().toLowerCase(Locale.ROOT);
            put(name, Goal.MAX, SHARE, name + " of class 1 of two", s -> ClassScore.binary(measure, s));
            for (Average average : List.of(Average.MACRO, Average.MICRO, Average.WEIGHTED)) {
                put(
                        name + "_" + average.name().toLowerCase(Locale.ROOT),
                        Goal.MAX,
                        SHARE,
                        name
                                + switch (average) {
                                    case MACRO -> ", plain mean over classes";
                                    case MICRO -> " of the counts summed over classes";
                                    default -> ", mean over classes weighted by their samples";
                                },
                        s -> ClassScore.of(measure, average, s));
            }
        }
        put("auroc", Goal.MAX, SHARE, "area under the ROC curve of class 1 of two", RankingScore::auroc);
        put("auroc_macro", Goal.MAX, SHARE, "area under the ROC curve, mean over classes", RankingScore::aurocMacro);
        put(
                "average_precision",
                Goal.MAX,
                SHARE,
                "average precision of class 1 of two",
                RankingScore::averagePrecision);
        put(
                "average_precision_macro",
                Goal.MAX,
                SHARE,
                "average precision, mean over classes",
                RankingScore::averagePrecisionMacro);
        put("exact_match", Goal.MAX, SHARE, "share of sequences predicted without a mistake", ExactMatch::new);
        put("cross_entropy", Goal.MIN, "nats", "mean of -log p of the true class", CodeLength::crossEntropy);
        put("perplexity", Goal.MIN, "classes", "exp of the cross-entropy", CodeLength::perplexity);
        put("bits_per_char", Goal.MIN, "bits", "cross-entropy of characters in bits", CodeLength::bitsPerChar);
        put("r2", Goal.MAX, "", "coefficient of determination", _ -> new R2());
        put("mae", Goal.MIN, "target", "mean absolute error", _ -> RegressionError.mae());
        put("mse", Goal.MIN, "target^2", "mean squared error", _ -> RegressionError.mse());
        put("rmse", Goal.MIN, "target", "root of the mean squared error", _ -> RegressionError.rmse());
        put("mape", Goal.MIN, "%", "mean absolute error in percent of the target", _ -> RegressionError.mape());
    }

    private Metrics() {}

    private static void put(String name, Goal goal, String unit, String about, Function<Scores, Metric> maker) {
        ALL.put(name, new MetricKind(name, goal, unit, about, maker));
    }

    private static void top(int k) {
        ALL.put("top" + k + "_accuracy", topKind(k));
    }

    private static MetricKind topKind(int k) {
        String about = "share of samples whose class is among the best " + k;
        return new MetricKind("top" + k + "_accuracy", Goal.MAX, SHARE, about, s -> new Accuracy(k, s));
    }

    /** Every metric, in the order of a table. */
    public static List<MetricKind> all() {
        return List.copyOf(ALL.values());
    }

    /**
     * A metric by name.
     *
     * @throws UnknownNameException naming the nearest there are
     */
    public static MetricKind named(String name) {
        MetricKind kind = ALL.get(name);
        if (kind != null) {
            return kind;
        }
        Matcher top = TOP.matcher(name);
        if (top.matches()) {
            return topKind(Integer.parseInt(top.group(1)));
        }
        Matcher one = CLASS.matcher(name);
        if (one.matches()) {
            Measure measure = Measure.valueOf(one.group(1).toUpperCase(Locale.ROOT));
            int k = Integer.parseInt(one.group(2));
            String about = one.group(1) + " of class " + k;
            return new MetricKind(name, Goal.MAX, SHARE, about, s -> ClassScore.ofClass(measure, k, s));
        }
        throw new UnknownNameException("metric", name, new ArrayList<>(ALL.keySet()));
    }
}
