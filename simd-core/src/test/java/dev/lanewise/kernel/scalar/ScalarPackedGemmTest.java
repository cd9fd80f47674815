package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.PackedGemmContract;

class ScalarPackedGemmTest extends PackedGemmContract {
    ScalarPackedGemmTest() {
        super(new ScalarGemm());
    }
}
