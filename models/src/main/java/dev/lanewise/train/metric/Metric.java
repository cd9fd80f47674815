package dev.lanewise.train.metric;

import dev.lanewise.tensor.Value;

/**
 * A figure of merit over any number of batches. How the samples are cut into batches does not matter, nor does it matter
 * whether the batches are added to one metric or to several that are merged.
 *
 * <p>Classes are scored by predictions [N,C,*] for targets [N,*], the layout of the cross-entropy loss; or [M,C] for targets
 * of M elements in any shape. A single score a sample, in the shape of the targets or with C = 1, tells class 1 from class
 * 0. Integer predictions are the classes themselves, in the shape of the targets. A target of
 * {@link dev.lanewise.loss.CrossEntropy#IGNORE_INDEX} does not count. Quantities are predicted in the shape of the targets.
 *
 * <p>A metric belongs to one thread.
 */
public interface Metric {
    /**
     * Adds a batch.
     *
     * @param predictions what the model gives
     * @param targets what is true
     * @throws IllegalArgumentException if the shapes do not belong together or a target is no class; nothing is added
     */
    void add(Value predictions, Value targets);

    /**
     * Adds all that another metric has gathered; the other one is unchanged.
     *
     * @throws IllegalArgumentException if it is another metric or has other options
     */
    void merge(Metric other);

    /** The figure; NaN if no sample was added or a prediction was NaN. */
    double value();

    /** How many samples count: elements of the targets, unless the metric says otherwise. */
    long count();

    /** Forgets everything. */
    void reset();
}
