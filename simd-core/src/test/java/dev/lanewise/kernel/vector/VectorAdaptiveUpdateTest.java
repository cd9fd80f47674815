package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.AdaptiveUpdateContract;
import dev.lanewise.kernel.UpdateKernels;

@NeedsWidth
class VectorAdaptiveUpdateTest extends AdaptiveUpdateContract {
    @Override
    protected UpdateKernels kernels() {
        return new VectorUpdate();
    }
}
