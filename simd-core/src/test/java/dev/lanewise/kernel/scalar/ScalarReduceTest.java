package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.ReduceContract;
import dev.lanewise.kernel.ReduceKernels;

class ScalarReduceTest extends ReduceContract {
    @Override
    protected ReduceKernels kernels() {
        return new ScalarReduce();
    }
}
