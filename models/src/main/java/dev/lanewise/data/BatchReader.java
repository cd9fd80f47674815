package dev.lanewise.data;

/**
 * Reads the batches of a set one after the other, over any number of epochs: step s is batch {@code s % count} of epoch
 * {@code s / count} of the set as {@linkplain Dataset#epoch it is seen then}.
 *
 * {@snippet :
 * try (BatchReader reader = BatchReader.prefetched(train, Batches.shuffled(train.size(), 64, seed), 3)) {
 *     reader.start(firstStep, lastStep);
 *     for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
 *         update(batch.floats(0), batch.ints(1));
 *     }
 * }
 * }
 *
 * <p>What a batch holds depends on the set, the batches and the step alone: a prefetching reader yields the same bytes
 * as a direct one. A reader is for one consumer at a time; {@link #close} may come from any thread.
 */
public interface BatchReader extends AutoCloseable {
    /**
     * Begins to read steps {@code [from, to)}, whatever was read before; an earlier batch is no longer valid. Before
     * the first call there are no steps to read.
     *
     * @throws IllegalArgumentException if from is negative or above to, or the set has no samples and to is above from
     * @throws IllegalStateException if the reader is closed
     */
    void start(long from, long to);

    /**
     * The batch of the next step, or null after the last. The batch before it is no longer valid.
     *
     * @throws DataException as {@link Dataset#read}: when the step is reached whose batch cannot be read, and again on
     *     every further call until {@link #start}
     * @throws IllegalStateException if the reader is closed
     */
    Batch next();

    /** Ends reading, waits for a read that is under way, and ends the thread if there is one. May be repeated. */
    @Override
    void close();

    /**
     * A reader that reads when it is asked, on the caller's thread.
     *
     * @param batches the reader's own from now on: it reorders them
     * @throws IllegalArgumentException if the batches are of another number of samples than the set has
     */
    static BatchReader direct(Dataset data, Batches batches) {
        return new DirectReader(data, batches);
    }

    /**
     * A reader that reads ahead on a thread of its own, so that reading goes on while the caller computes.
     *
     * @param batches the reader's own from now on: it reorders them
     * @param depth batches in memory, at least 2: one with the caller, the others read ahead
     * @throws IllegalArgumentException if the batches are of another number of samples than the set has, or depth is
     *     below 2
     */
    static BatchReader prefetched(Dataset data, Batches batches, int depth) {
        return new PrefetchingReader(data, batches, depth);
    }
}
