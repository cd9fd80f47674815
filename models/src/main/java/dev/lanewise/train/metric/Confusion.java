package dev.lanewise.train.metric;

import dev.lanewise.tensor.Value;
import java.util.Arrays;

/**
 * The confusion matrix: how often each class was taken for each other one. Its value is the accuracy. For the scores of
 * classes alone, {@link ClassScore} takes less room.
 */
public final class Confusion implements Metric {
    private static final int LIMIT = 4096;

    private final Scores scores;
    private final int least;
    private long[][] counts;
    private long samples;
    private boolean nan;

    /**
     * An empty matrix.
     *
     * @param classes how many rows and columns there are at least, up to 4096; more come with the data
     */
    public Confusion(int classes, Scores scores) {
        checkLimit(classes);
        this.scores = scores;
        this.least = Math.max(0, classes);
        reset();
    }

    private static void checkLimit(int classes) {
        if (classes > LIMIT) {
            throw new IllegalArgumentException("confusion: " + classes + " classes, expected at most " + LIMIT);
        }
    }

    @Override
    public void add(Value predictions, Value targets) {
        ClassBatch batch = ClassBatch.of(toString(), predictions, targets, scores);
        grow(batch.width());
        for (int i = 0; i < batch.count(); i++) {
            int target = batch.target(i);
            if (target == ClassBatch.NONE) {
                continue;
            }
            int predicted = batch.predicted(i);
            samples++;
            if (predicted == ClassBatch.NONE) {
                nan = true;
            } else {
                counts[target][predicted]++;
            }
        }
    }

    private void grow(int width) {
        checkLimit(width);
        int old = counts.length;
        if (width > old) {
            counts = Arrays.copyOf(counts, width);
            for (int t = 0; t < width; t++) {
                counts[t] = t < old ? Arrays.copyOf(counts[t], width) : new long[width];
            }
        }
    }

    /** The matrix [K][K]: row = true class, column = predicted class. A copy; samples predicted NaN are in none. */
    public long[][] counts() {
        return Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
    }

    @Override
    public void merge(Metric other) {
        if (!(other instanceof Confusion c) || c.scores != scores) {
            throw Operands.unlike(toString(), other);
        }
        grow(c.counts.length);
        for (int t = 0; t < c.counts.length; t++) {
            for (int p = 0; p < c.counts.length; p++) {
                counts[t][p] += c.counts[t][p];
            }
        }
        samples += c.samples;
        nan |= c.nan;
    }

    @Override
    public double value() {
        long hits = 0;
        for (int t = 0; t < counts.length; t++) {
            hits += counts[t][t];
        }
        return nan ? Double.NaN : (double) hits / samples;
    }

    @Override
    public long count() {
        return samples;
    }

    @Override
    public void reset() {
        counts = new long[least][least];
        samples = 0;
        nan = false;
    }

    @Override
    public String toString() {
        return "confusion";
    }
}
