/** Normalisation, fused, with its gradients. Used by {@link dev.lanewise.nn.norm}. */
package dev.lanewise.op.norm;
