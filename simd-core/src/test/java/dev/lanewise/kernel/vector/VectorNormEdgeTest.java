package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.NormEdgeContract;
import dev.lanewise.kernel.NormKernels;

@NeedsWidth
class VectorNormEdgeTest extends NormEdgeContract {
    @Override
    protected NormKernels kernels() {
        return new VectorNorm();
    }
}
