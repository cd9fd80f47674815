/**
 * Convolution, pooling, padding and resampling of sequences, images and volumes, and convolution on the group of
 * quarter turns. Options that kernels know, such as strides, are records of {@link dev.lanewise.kernel}.
 */
package dev.lanewise.nn.conv;
