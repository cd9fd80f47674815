package dev.lanewise.train.metric;

import dev.lanewise.tensor.Value;

/**
 * How many nats or bits it takes to tell the true classes, given the model: the mean of {@code -log p[t]}, as such or as the
 * number of classes among which the model is as undecided.
 */
public final class CodeLength implements Metric {
    private enum Kind {
        CROSS_ENTROPY,
        PERPLEXITY,
        BITS_PER_CHAR
    }

    private static final double LN_2 = StrictMath.log(2);

    private final Kind kind;
    private final Scores scores;
    private final Sum nats = new Sum();
    private long samples;

    private CodeLength(Kind kind, Scores scores) {
        this.kind = kind;
        this.scores = scores;
    }

    /** The mean of {@code -log p[t]}, in nats. */
    public static CodeLength crossEntropy(Scores scores) {
        return new CodeLength(Kind.CROSS_ENTROPY, scores);
    }

    /** {@code exp} of the cross-entropy: 1 for certainty, C for a guess among C classes. */
    public static CodeLength perplexity(Scores scores) {
        return new CodeLength(Kind.PERPLEXITY, scores);
    }

    /** The cross-entropy in bits, for samples that are characters. */
    public static CodeLength bitsPerChar(Scores scores) {
        return new CodeLength(Kind.BITS_PER_CHAR, scores);
    }

    @Override
    public void add(Value predictions, Value targets) {
        ClassBatch batch = ClassBatch.scored(toString(), predictions, targets, scores);
        for (int i = 0; i < batch.count(); i++) {
            int target = batch.target(i);
            if (target != ClassBatch.NONE) {
                nats.add(nats(batch, i, target));
                samples++;
            }
        }
    }

    private double nats(ClassBatch batch, int i, int target) {
        if (scores == Scores.PROBABILITIES) {
            double p = batch.classes() == 1 ? batch.score(i, 0) : batch.score(i, target);
            return -StrictMath.log(batch.classes() == 1 && target == 0 ? 1 - p : p);
        }
        if (batch.classes() == 1) {
            double against = target == 1 ? -batch.score(i, 0) : batch.score(i, 0);
            return Math.max(against, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(against)));
        }
        return LogSum.of(batch, i) - batch.score(i, target);
    }

    @Override
    public void merge(Metric other) {
        if (!(other instanceof CodeLength c) || c.kind != kind || c.scores != scores) {
            throw Operands.unlike(toString(), other);
        }
        nats.add(c.nats);
        samples += c.samples;
    }

    @Override
    public double value() {
        double mean = nats.value() / samples;
        return switch (kind) {
            case CROSS_ENTROPY -> mean;
            case PERPLEXITY -> StrictMath.exp(mean);
            case BITS_PER_CHAR -> mean / LN_2;
        };
    }

    @Override
    public long count() {
        return samples;
    }

    @Override
    public void reset() {
        nats.reset();
        samples = 0;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case CROSS_ENTROPY -> "cross_entropy";
            case PERPLEXITY -> "perplexity";
            case BITS_PER_CHAR -> "bits_per_char";
        };
    }
}
