/** Activations that have an axis or a parameter. The others are constants of {@link dev.lanewise.nn.Activation}. */
package dev.lanewise.nn.activation;
