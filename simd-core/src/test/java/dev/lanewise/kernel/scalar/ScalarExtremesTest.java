package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.ExtremesContract;
import dev.lanewise.kernel.ReduceKernels;

class ScalarExtremesTest extends ExtremesContract {
    @Override
    protected ReduceKernels kernels() {
        return new ScalarReduce();
    }
}
