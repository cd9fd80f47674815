/**
 * Normalisation: of values by the statistics of a batch, a sample or a group of channels, and of weights by their norm
 * or largest singular value.
 */
package dev.lanewise.nn.norm;
