/**
 * Rules for initial values, and {@link dev.lanewise.init.Draws}, which makes the parameters of a model from one seed.
 * Used by the factories of layers.
 */
package dev.lanewise.init;
