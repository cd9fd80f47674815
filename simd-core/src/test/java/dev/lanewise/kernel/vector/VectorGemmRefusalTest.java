package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.GemmRefusalContract;

@NeedsWidth
class VectorGemmRefusalTest extends GemmRefusalContract {
    VectorGemmRefusalTest() {
        super(new VectorGemm());
    }
}
