package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.AdaptiveUpdateContract;
import dev.lanewise.kernel.UpdateKernels;

class ScalarAdaptiveUpdateTest extends AdaptiveUpdateContract {
    @Override
    protected UpdateKernels kernels() {
        return new ScalarUpdate();
    }
}
