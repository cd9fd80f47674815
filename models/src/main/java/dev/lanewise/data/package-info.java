/**
 * Data for training: sets of samples read in batches, and how they are cut, shuffled and told apart.
 *
 * <p>A {@link dev.lanewise.data.Dataset} delivers samples into tensors of the caller, a
 * {@link dev.lanewise.data.DataSplit} keeps the parts of one body of data apart, and {@link dev.lanewise.data.Batches}
 * puts an epoch in order. Data that cannot be used throws {@link dev.lanewise.data.DataException}, one line for people.
 */
package dev.lanewise.data;
