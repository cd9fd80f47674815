package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.PoolKernels;
import dev.lanewise.kernel.WindowPoolContract;

class ScalarWindowPoolTest extends WindowPoolContract {
    @Override
    protected PoolKernels kernels() {
        return new ScalarPool();
    }
}
