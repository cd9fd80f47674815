package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.FusedGemmContract;

class ScalarFusedGemmTest extends FusedGemmContract {
    ScalarFusedGemmTest() {
        super(ScalarKernels.create());
    }
}
