package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.GemmContract;

class ScalarGemmTest extends GemmContract {
    ScalarGemmTest() {
        super(new ScalarGemm());
    }
}
