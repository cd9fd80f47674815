package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.SoftmaxContract;
import dev.lanewise.kernel.SoftmaxKernels;

class ScalarSoftmaxTest extends SoftmaxContract {
    @Override
    protected SoftmaxKernels kernels() {
        return new ScalarSoftmax();
    }
}
