/** Scaled dot-product attention and masked softmax, fused. Used by {@link dev.lanewise.nn.attention}. */
package dev.lanewise.op.attention;
