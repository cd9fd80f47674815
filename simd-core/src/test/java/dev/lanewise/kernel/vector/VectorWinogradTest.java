package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.WinogradContract;

@NeedsWidth
class VectorWinogradTest extends WinogradContract {
    VectorWinogradTest() {
        super(new VectorConv());
    }
}
