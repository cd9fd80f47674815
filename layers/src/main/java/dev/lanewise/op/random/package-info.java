/**
 * Operations that draw: dropout of elements, blocks and for SELU, and samples of Gaussians. They draw by the seed, the
 * step and the place on the tape.
 */
package dev.lanewise.op.random;
