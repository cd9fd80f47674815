package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.BroadcastContract;
import dev.lanewise.kernel.BroadcastKernels;

class ScalarBroadcastTest extends BroadcastContract {
    @Override
    protected BroadcastKernels kernels() {
        return new ScalarBroadcast();
    }
}
