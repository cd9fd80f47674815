package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.ConvContract;

@NeedsWidth
class VectorConvTest extends ConvContract {
    VectorConvTest() {
        super(new VectorConv());
    }
}
