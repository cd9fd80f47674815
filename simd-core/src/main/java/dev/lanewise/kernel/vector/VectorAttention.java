package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.scalar.AttentionRows;

/** Attention on vectors, with the bits of {@link dev.lanewise.kernel.scalar.ScalarAttention}. */
final class VectorAttention extends AttentionRows {
    @Override
    protected void softmax(float[] y, int at, int n) {
        VectorSoftmax.row(y, at, n);
    }
}
