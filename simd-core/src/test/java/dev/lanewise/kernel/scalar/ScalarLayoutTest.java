package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.LayoutContract;
import dev.lanewise.kernel.LayoutKernels;

class ScalarLayoutTest extends LayoutContract {
    @Override
    protected LayoutKernels kernels() {
        return new ScalarLayout();
    }
}
