/**
 * What a training run writes down as it goes: {@code metrics.csv}, JSON lines and TensorBoard's event files.
 *
 * <p>Each writer can be opened again at a step: what an earlier process wrote after that step is dropped, since it will be
 * written again, and so is a last record that it did not finish. Whatever was flushed survives the end of the process.
 */
package dev.lanewise.train.log;
