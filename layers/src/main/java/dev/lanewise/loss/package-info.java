/**
 * Losses: records of options that turn predictions and targets into a value to run backward from. Used by whoever
 * trains. Each reduces as {@link dev.lanewise.loss.Reduction} says.
 */
package dev.lanewise.loss;
