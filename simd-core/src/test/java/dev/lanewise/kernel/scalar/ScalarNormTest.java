package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.NormContract;
import dev.lanewise.kernel.NormKernels;

class ScalarNormTest extends NormContract {
    @Override
    protected NormKernels kernels() {
        return new ScalarNorm();
    }
}
