package dev.lanewise.train.metric;

import dev.lanewise.tensor.Value;
import java.util.Arrays;
import java.util.Locale;

/**
 * Precision, recall or F1.
 *
 * <p>With TP, FP, FN the samples of a class that are rightly found, wrongly given it, and missed: precision = TP / (TP + FP),
 * recall = TP / (TP + FN), F1 = 2 TP / (2 TP + FP + FN). A quotient of zero by zero counts as 0: a class that is never
 * predicted has precision 0. Classes that are neither a target nor a prediction are left out of means.
 */
public final class ClassScore implements Metric {
    /** Which quotient. */
    public enum Measure {
        /** Of the samples given a class, the share that belongs to it. */
        PRECISION,
        /** Of the samples of a class, the share that was found. */
        RECALL,
        /** The harmonic mean of precision and recall. */
        F1
    }

    /** How the scores of classes become one. */
    public enum Average {
        /** The score of one class. */
        SINGLE,
        /** The plain mean over classes. */
        MACRO,
        /** One quotient of the counts summed over classes; where a sample has one class, it is the accuracy. */
        MICRO,
        /** The mean over classes weighted by their numbers of samples. */
        WEIGHTED
    }

    private final Measure measure;
    private final Average average;
    private final int single;
    private final boolean binary;
    private final Scores scores;
    private long[] hits = {};
    private long[] actual = {};
    private long[] predicted = {};
    private long samples;
    private boolean nan;

    private ClassScore(Measure measure, Average average, int single, boolean binary, Scores scores) {
        this.measure = measure;
        this.average = average;
        this.single = single;
        this.binary = binary;
        this.scores = scores;
    }

    /** The score of class 1 of two classes; a batch with more is refused. */
    public static ClassScore binary(Measure measure, Scores scores) {
        return new ClassScore(measure, Average.SINGLE, 1, true, scores);
    }

    /** The score of one class of any number. */
    public static ClassScore ofClass(Measure measure, int k, Scores scores) {
        if (k < 0) {
            throw new IllegalArgumentException("class score: class " + k + ", expected at least 0");
        }
        return new ClassScore(measure, Average.SINGLE, k, false, scores);
    }

    /** One figure for all classes: {@link Average#MACRO}, {@link Average#MICRO} or {@link Average#WEIGHTED}. */
    public static ClassScore of(Measure measure, Average average, Scores scores) {
        if (average == Average.SINGLE) {
            throw new IllegalArgumentException("class score: SINGLE needs a class, use ofClass");
        }
        return new ClassScore(measure, average, 0, false, scores);
    }

    @Override
    public void add(Value predictions, Value targets) {
        ClassBatch batch = ClassBatch.of(toString(), predictions, targets, scores);
        int width = batch.width();
        if (binary && width > 2) {
            throw new IllegalArgumentException(
                    this + ": is for 2 classes, the predictions have " + width + " (use " + this + "_macro)");
        }
        grow(width);
        for (int i = 0; i < batch.count(); i++) {
            int target = batch.target(i);
            if (target == ClassBatch.NONE) {
                continue;
            }
            int guess = batch.predicted(i);
            samples++;
            actual[target]++;
            if (guess == ClassBatch.NONE) {
                nan = true;
            } else {
                predicted[guess]++;
                hits[target] += guess == target ? 1 : 0;
            }
        }
    }

    private void grow(int width) {
        if (width > hits.length) {
            hits = Arrays.copyOf(hits, width);
            actual = Arrays.copyOf(actual, width);
            predicted = Arrays.copyOf(predicted, width);
        }
    }

    @Override
    public void merge(Metric other) {
        if (!(other instanceof ClassScore s)
                || s.measure != measure
                || s.average != average
                || s.single != single
                || s.binary != binary
                || s.scores != scores) {
            throw Operands.unlike(toString(), other);
        }
        grow(s.hits.length);
        for (int k = 0; k < s.hits.length; k++) {
            hits[k] += s.hits[k];
            actual[k] += s.actual[k];
            predicted[k] += s.predicted[k];
        }
        samples += s.samples;
        nan |= s.nan;
    }

    private double score(long hits, long actual, long predicted) {
        double whole = switch (measure) {
            case PRECISION -> predicted;
            case RECALL -> actual;
            case F1 -> 0.5 * (actual + predicted);
        };
        return whole == 0 ? 0 : hits / whole;
    }

    /** The score of every class, whatever the average; NaN where a prediction was NaN. */
    public double[] perClass() {
        double[] all = new double[hits.length];
        for (int k = 0; k < all.length; k++) {
            all[k] = nan ? Double.NaN : score(hits[k], actual[k], predicted[k]);
        }
        return all;
    }

    @Override
    public double value() {
        if (nan || samples == 0) {
            return Double.NaN;
        }
        double[] all = perClass();
        return switch (average) {
            case SINGLE -> single < all.length ? all[single] : 0;
            case MICRO ->
                score(
                        Arrays.stream(hits).sum(),
                        Arrays.stream(actual).sum(),
                        Arrays.stream(predicted).sum());
            case MACRO -> {
                Sum sum = new Sum();
                int seen = 0;
                for (int k = 0; k < all.length; k++) {
                    sum.add(all[k]);
                    seen += actual[k] + predicted[k] > 0 ? 1 : 0;
                }
                yield sum.value() / seen;
            }
            case WEIGHTED -> {
                Sum sum = new Sum();
                for (int k = 0; k < all.length; k++) {
                    sum.add(all[k] * actual[k]);
                }
                yield sum.value() / samples;
            }
        };
    }

    @Override
    public long count() {
        return samples;
    }

    @Override
    public void reset() {
        Arrays.fill(hits, 0);
        Arrays.fill(actual, 0);
        Arrays.fill(predicted, 0);
        samples = 0;
        nan = false;
    }

    @Override
    public String toString() {
        String name = measure.name().toLowerCase(Locale.ROOT);
        if (average == Average.SINGLE) {
            return binary ? name : name + "_class_" + single;
        }
        return name + "_" + average.name().toLowerCase(Locale.ROOT);
    }
}
