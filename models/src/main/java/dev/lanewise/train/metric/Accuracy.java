package dev.lanewise.train.metric;

import dev.lanewise.tensor.Value;

/**
 * The share of samples whose true class is among the k with the highest scores. Of classes with the same score the one with
 * the lower number comes first, so that k = 1 is the accuracy of the first largest score.
 */
public final class Accuracy implements Metric {
    private final int k;
    private final Scores scores;
    private long hits;
    private long samples;
    private boolean nan;

    /** The share of samples whose class is predicted. */
    public Accuracy(Scores scores) {
        this(1, scores);
    }

    /**
     * The share of samples whose class is among the best k.
     *
     * @param k at least 1; above 1 the predictions must be scores
     */
    public Accuracy(int k, Scores scores) {
        if (k < 1) {
            throw new IllegalArgumentException("accuracy: k is " + k + ", expected at least 1");
        }
        this.k = k;
        this.scores = scores;
    }

    @Override
    public void add(Value predictions, Value targets) {
        ClassBatch batch = k == 1
                ? ClassBatch.of(toString(), predictions, targets, scores)
                : ClassBatch.scored(toString(), predictions, targets, scores);
        for (int i = 0; i < batch.count(); i++) {
            int target = batch.target(i);
            if (target == ClassBatch.NONE) {
                continue;
            }
            int predicted = batch.predicted(i);
            samples++;
            nan |= predicted == ClassBatch.NONE;
            hits += predicted == target || (k > 1 && place(batch, i, target) < k) ? 1 : 0;
        }
    }

    /** How many classes come before the target. */
    private static int place(ClassBatch batch, int i, int target) {
        if (batch.classes() == 1) {
            // The score of the class that is not predicted comes second of two.
            return 1;
        }
        float own = batch.score(i, target);
        int place = 0;
        for (int c = 0; c < batch.classes(); c++) {
            float other = batch.score(i, c);
            place += other > own || (other == own && c < target) ? 1 : 0;
        }
        return place;
    }

    @Override
    public void merge(Metric other) {
        if (!(other instanceof Accuracy a) || a.k != k || a.scores != scores) {
            throw Operands.unlike(toString(), other);
        }
        hits += a.hits;
        samples += a.samples;
        nan |= a.nan;
    }

    @Override
    public double value() {
        return nan ? Double.NaN : (double) hits / samples;
    }

    @Override
    public long count() {
        return samples;
    }

    @Override
    public void reset() {
        hits = 0;
        samples = 0;
        nan = false;
    }

    @Override
    public String toString() {
        return k == 1 ? "accuracy" : "top" + k + "_accuracy";
    }
}
