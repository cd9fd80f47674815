package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.MapContract;
import dev.lanewise.kernel.MapKernels;

class ScalarMapTest extends MapContract {
    @Override
    protected MapKernels kernels() {
        return new ScalarMap();
    }
}
