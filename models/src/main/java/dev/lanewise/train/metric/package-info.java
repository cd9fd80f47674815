/**
 * Figures of merit, gathered batch by batch.
 *
 * <p>{@link dev.lanewise.train.metric.Metrics} finds a metric by name and says which way is better;
 * {@link dev.lanewise.train.metric.Metric} is what gathers. All count in whole numbers or in {@code double}, so that a set
 * of millions of samples loses nothing. A prediction that is not a number makes a metric NaN for good.
 */
package dev.lanewise.train.metric;
