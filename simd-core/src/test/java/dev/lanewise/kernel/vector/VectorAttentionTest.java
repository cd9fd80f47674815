package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.AttentionContract;
import dev.lanewise.kernel.AttentionKernels;
import dev.lanewise.kernel.SoftmaxKernels;
import dev.lanewise.kernel.scalar.ScalarSoftmax;

class VectorAttentionTest extends AttentionContract {
    @Override
    protected AttentionKernels kernels() {
        return new VectorAttention();
    }

    /** The scalar set's: the bits are the same. */
    @Override
    protected SoftmaxKernels softmax() {
        return new ScalarSoftmax();
    }
}
