package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.UpdateContract;
import dev.lanewise.kernel.UpdateKernels;

class ScalarUpdateTest extends UpdateContract {
    @Override
    protected UpdateKernels kernels() {
        return new ScalarUpdate();
    }
}
