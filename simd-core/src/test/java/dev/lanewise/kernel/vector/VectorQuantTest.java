package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.QuantContract;
import dev.lanewise.kernel.QuantKernels;

@NeedsWidth
class VectorQuantTest extends QuantContract {
    @Override
    protected QuantKernels kernels() {
        return new VectorQuant();
    }
}
