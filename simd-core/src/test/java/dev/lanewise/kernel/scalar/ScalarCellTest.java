package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.CellContract;
import dev.lanewise.kernel.CellKernels;

class ScalarCellTest extends CellContract {
    @Override
    protected CellKernels kernels() {
        return new ScalarCell();
    }
}
