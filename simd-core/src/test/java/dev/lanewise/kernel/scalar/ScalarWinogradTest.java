package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.WinogradContract;

class ScalarWinogradTest extends WinogradContract {
    ScalarWinogradTest() {
        super(new ScalarConv());
    }
}
