package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.RandomContract;
import dev.lanewise.kernel.RandomKernels;

class ScalarRandomTest extends RandomContract {
    @Override
    protected RandomKernels kernels() {
        return new ScalarRandom();
    }
}
