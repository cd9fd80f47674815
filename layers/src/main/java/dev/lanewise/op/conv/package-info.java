/**
 * Convolution and its adjoint, pooling, padding, patches and interpolation of images. Used by {@link
 * dev.lanewise.nn.conv}, whose 1-d and 3-d layers are views of 2-d problems.
 */
package dev.lanewise.op.conv;
