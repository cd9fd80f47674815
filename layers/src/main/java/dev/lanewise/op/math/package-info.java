/**
 * Operations by element: broadcast arithmetic, choices, elementary functions, activations. Used by {@link
 * dev.lanewise.nn.Activation} and all composed layers.
 */
package dev.lanewise.op.math;
