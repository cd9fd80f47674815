package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.NormEdgeContract;
import dev.lanewise.kernel.NormKernels;

class ScalarNormEdgeTest extends NormEdgeContract {
    @Override
    protected NormKernels kernels() {
        return new ScalarNorm();
    }
}
