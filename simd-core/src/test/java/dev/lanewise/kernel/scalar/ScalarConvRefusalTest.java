package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.ConvRefusalContract;

class ScalarConvRefusalTest extends ConvRefusalContract {
    ScalarConvRefusalTest() {
        super(new ScalarConv());
    }
}
