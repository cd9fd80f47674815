package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.PoolContract;
import dev.lanewise.kernel.PoolKernels;

class ScalarPoolTest extends PoolContract {
    @Override
    protected PoolKernels kernels() {
        return new ScalarPool();
    }
}
