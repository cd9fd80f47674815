package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.AttentionContract;
import dev.lanewise.kernel.AttentionKernels;
import dev.lanewise.kernel.SoftmaxKernels;

class ScalarAttentionTest extends AttentionContract {
    @Override
    protected AttentionKernels kernels() {
        return new ScalarAttention();
    }

    @Override
    protected SoftmaxKernels softmax() {
        return new ScalarSoftmax();
    }
}
