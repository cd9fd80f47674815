package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.AdaptiveUpdateContract;
import dev.lanewise.kernel.UpdateKernels;

class VectorAdaptiveUpdateTest extends AdaptiveUpdateContract {
    @Override
    protected UpdateKernels kernels() {
        Width.assume();
        return new VectorUpdate();
    }
}
