package dev.lanewise.train.metric;

import dev.lanewise.tensor.Value;

/**
 * The share of sequences of which every class is predicted, for targets [N,T] (or [N,*]). Ignored targets match anything; a
 * sequence of nothing else does not count.
 */
public final class ExactMatch implements Metric {
    private final Scores scores;
    private long hits;
    private long sequences;
    private boolean nan;

    /** Of no sequences yet. */
    public ExactMatch(Scores scores) {
        this.scores = scores;
    }

    @Override
    public void add(Value predictions, Value targets) {
        if (targets.shape().rank() == 0) {
            throw Operands.mismatch(toString(), predictions, targets, "targets:[N,*]");
        }
        ClassBatch batch = ClassBatch.of(toString(), predictions, targets, scores);
        int length = targets.size() == 0 ? 0 : targets.size() / targets.dim(0);
        for (int at = 0; at < batch.count(); at += length) {
            boolean counts = false;
            boolean match = true;
            for (int i = at; i < at + length; i++) {
                int target = batch.target(i);
                if (target != ClassBatch.NONE) {
                    int predicted = batch.predicted(i);
                    counts = true;
                    match &= predicted == target;
                    nan |= predicted == ClassBatch.NONE;
                }
            }
            sequences += counts ? 1 : 0;
            hits += counts && match ? 1 : 0;
        }
    }

    @Override
    public void merge(Metric other) {
        if (!(other instanceof ExactMatch e) || e.scores != scores) {
            throw Operands.unlike(toString(), other);
        }
        hits += e.hits;
        sequences += e.sequences;
        nan |= e.nan;
    }

    @Override
    public double value() {
        return nan ? Double.NaN : (double) hits / sequences;
    }

    /** How many sequences count. */
    @Override
    public long count() {
        return sequences;
    }

    @Override
    public void reset() {
        hits = 0;
        sequences = 0;
        nan = false;
    }

    @Override
    public String toString() {
        return "exact_match";
    }
}
