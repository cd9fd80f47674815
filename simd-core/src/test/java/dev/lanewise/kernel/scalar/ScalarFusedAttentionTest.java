package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.AttentionKernels;
import dev.lanewise.kernel.FusedAttentionContract;

class ScalarFusedAttentionTest extends FusedAttentionContract {
    @Override
    protected AttentionKernels kernels() {
        return new ScalarAttention();
    }

    @Override
    protected AttentionKernels scalar() {
        return new ScalarAttention();
    }
}
