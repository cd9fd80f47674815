package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.FusedGemmContract;

@NeedsWidth
class VectorFusedGemmTest extends FusedGemmContract {
    VectorFusedGemmTest() {
        super(VectorKernels.create());
    }
}
