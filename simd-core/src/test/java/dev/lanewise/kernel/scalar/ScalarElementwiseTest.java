package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.ElementwiseContract;
import dev.lanewise.kernel.ElementwiseKernels;

class ScalarElementwiseTest extends ElementwiseContract {
    @Override
    protected ElementwiseKernels kernels() {
        return new ScalarElementwise();
    }
}
