package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.AttentionKernels;
import dev.lanewise.kernel.FusedAttentionContract;
import dev.lanewise.kernel.scalar.ScalarAttention;

@NeedsWidth
class VectorFusedAttentionTest extends FusedAttentionContract {
    @Override
    protected AttentionKernels kernels() {
        return new VectorAttention();
    }

    @Override
    protected AttentionKernels scalar() {
        return new ScalarAttention();
    }
}
