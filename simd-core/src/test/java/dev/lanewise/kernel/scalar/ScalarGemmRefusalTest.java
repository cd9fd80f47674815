package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.GemmRefusalContract;

class ScalarGemmRefusalTest extends GemmRefusalContract {
    ScalarGemmRefusalTest() {
        super(new ScalarGemm());
    }
}
