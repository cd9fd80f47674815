package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.PoolKernels;
import dev.lanewise.kernel.WindowPoolContract;

class VectorWindowPoolTest extends WindowPoolContract {
    @Override
    protected PoolKernels kernels() {
        Width.assume();
        return new VectorPool();
    }
}
