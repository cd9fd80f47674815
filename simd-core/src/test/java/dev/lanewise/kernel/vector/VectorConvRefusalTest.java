package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.ConvRefusalContract;

@NeedsWidth
class VectorConvRefusalTest extends ConvRefusalContract {
    VectorConvRefusalTest() {
        super(new VectorConv());
    }
}
