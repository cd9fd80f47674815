/**
 * Proves gradients: {@link dev.lanewise.gradient.GradientCheck} compares the backward pass of an operation or a layer
 * with differences. Used by the tests of the catalogue, and by tests of operations and layers from outside; needs no
 * test framework.
 */
package dev.lanewise.gradient;
