package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.ConvContract;

class ScalarConvTest extends ConvContract {
    ScalarConvTest() {
        super(new ScalarConv());
    }
}
