package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.PoolKernels;
import dev.lanewise.kernel.WindowPoolContract;

@NeedsWidth
class VectorWindowPoolTest extends WindowPoolContract {
    @Override
    protected PoolKernels kernels() {
        return new VectorPool();
    }
}
