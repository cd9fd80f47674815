package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.PackedGemmContract;

@NeedsWidth
class VectorPackedGemmTest extends PackedGemmContract {
    VectorPackedGemmTest() {
        super(new VectorGemm());
    }
}
