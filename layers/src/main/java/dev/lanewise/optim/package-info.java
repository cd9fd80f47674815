/**
 * Optimisers, and what stands around them: parameter groups, clipping, accumulation, averages of weights, and schedules
 * of the learning rate.
 *
 * <p>Used by whoever trains: {@link dev.lanewise.optim.Optimizer#step} takes the gradients of a backward pass and a
 * rate. An optimiser knows parameters, not layers.
 */
package dev.lanewise.optim;
