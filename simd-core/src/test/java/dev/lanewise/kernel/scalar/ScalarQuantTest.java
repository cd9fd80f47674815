package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.QuantContract;
import dev.lanewise.kernel.QuantKernels;

class ScalarQuantTest extends QuantContract {
    @Override
    protected QuantKernels kernels() {
        return new ScalarQuant();
    }
}
