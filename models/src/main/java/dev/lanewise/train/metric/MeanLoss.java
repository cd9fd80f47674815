package dev.lanewise.train.metric;

import dev.lanewise.tensor.Value;

/** The mean loss of samples, whatever the loss: the predictions are losses, one a sample, and the targets are not looked at. */
public final class MeanLoss implements Metric {
    private final Sum sum = new Sum();
    private long samples;

    /** Of no samples yet. */
    public MeanLoss() {}

    /**
     * Adds the losses of samples.
     *
     * @param losses one a sample
     * @param targets anything, or null
     */
    @Override
    public void add(Value losses, Value targets) {
        for (int i = 0; i < losses.size(); i++) {
            sum.add(Operands.get(losses, i));
            samples++;
        }
    }

    /**
     * Adds a batch by its mean.
     *
     * @param mean the mean loss of its samples
     * @param count how many there are, at least 0
     */
    public void add(double mean, long count) {
        if (count < 0) {
            throw new IllegalArgumentException("loss: " + count + " samples, expected at least 0");
        }
        if (count > 0) {
            sum.add(mean * count);
            samples += count;
        }
    }

    @Override
    public void merge(Metric other) {
        if (!(other instanceof MeanLoss m)) {
            throw Operands.unlike(toString(), other);
        }
        sum.add(m.sum);
        samples += m.samples;
    }

    @Override
    public double value() {
        return sum.value() / samples;
    }

    @Override
    public long count() {
        return samples;
    }

    @Override
    public void reset() {
        sum.reset();
        samples = 0;
    }

    @Override
    public String toString() {
        return "loss";
    }
}
