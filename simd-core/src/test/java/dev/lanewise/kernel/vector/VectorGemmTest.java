package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.GemmContract;

@NeedsWidth
class VectorGemmTest extends GemmContract {
    VectorGemmTest() {
        super(new VectorGemm());
    }
}
