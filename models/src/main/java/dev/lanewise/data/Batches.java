package dev.lanewise.data;

import java.util.Objects;

/**
 * Cuts an epoch into batches, in order or shuffled. Batch {@code b} is made of the samples
 * {@code order()[from(b) .. to(b))}; the last one is shorter when the batch size does not divide the set.
 *
 * <p>The order of an epoch depends on (size, seed, epoch) alone, not on epochs seen before, so that a resumed run needs
 * no state: it is the Fisher-Yates shuffle (Durstenfeld, 1964) of 0, 1, 2 ..., from the last position down, where
 * position i changes places with {@code below(i + 1, word(stream(seed, epoch), i))} of {@link SplitMix64}.
 *
 * {@snippet :
 * var batches = Batches.shuffled(train.size(), 64, seed);
 * for (int epoch = 0; epoch < epochs; epoch++) {
 *     batches.start(epoch);
 *     for (int b = 0; b < batches.count(); b++) {
 *         int n = batches.size(b);
 *         train.read(batches.order(), batches.from(b), batches.to(b), x.outer(0, n), y.outer(0, n));
 *     }
 * }
 * }
 *
 * <p>Nothing is allocated after construction. Not safe for use by several threads while {@link #start} runs.
 */
public final class Batches {
    private final int[] order;
    private final int batch;
    private final boolean shuffled;
    private final long seed;

    private Batches(int samples, int batch, boolean shuffled, long seed) {
        if (samples < 0 || batch < 1) {
            throw new IllegalArgumentException(
                    "batches of " + batch + " from " + samples + " samples: expected at least 1 and at least 0");
        }
        this.order = new int[samples];
        this.batch = batch;
        this.shuffled = shuffled;
        this.seed = seed;
        start(0);
    }

    /** Batches in the order of the samples, the same in every epoch: for evaluation. */
    public static Batches inOrder(int samples, int batch) {
        return new Batches(samples, batch, false, 0);
    }

    /** Batches in an order that differs from epoch to epoch; begins with that of epoch 0. */
    public static Batches shuffled(int samples, int batch, long seed) {
        return new Batches(samples, batch, true, seed);
    }

    /** Puts {@link #order()} into the order of an epoch; 0 is the first. */
    public void start(int epoch) {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        if (!shuffled) {
            return;
        }
        SplitMix64.shuffle(order, SplitMix64.stream(seed, epoch));
    }

    /** The number of batches in an epoch. */
    public int count() {
        return (int) (((long) order.length + batch - 1) / batch);
    }

    /** The number of samples in an epoch. */
    public int samples() {
        return order.length;
    }

    /** The samples in the order of the epoch: the array itself, to be read only; {@link #start} rewrites it. */
    public int[] order() {
        return order;
    }

    /** The position in {@link #order()} of the first sample of batch b. */
    public int from(int b) {
        return Objects.checkIndex(b, count()) * batch;
    }

    /** One past the position in {@link #order()} of the last sample of batch b. */
    public int to(int b) {
        return (int) Math.min(order.length, (long) from(b) + batch);
    }

    /** The number of samples in batch b. */
    public int size(int b) {
        return to(b) - from(b);
    }
}
