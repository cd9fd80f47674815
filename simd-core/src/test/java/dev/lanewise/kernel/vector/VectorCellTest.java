package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.Bits;
import dev.lanewise.kernel.CellContract;
import dev.lanewise.kernel.CellKernels;
import dev.lanewise.kernel.Guarded;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.kernel.scalar.ScalarCell;
import dev.lanewise.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorCellTest extends CellContract {
    @Override
    protected CellKernels kernels() {
        return new VectorCell();
    }

    /** What one set makes of a step of each cell: gates and outputs. */
    private static Tensor[] steps(CellKernels kernels, int h) {
        Workspace work = new Workspace();
        Tensor before = Guarded.random(1, 2, 3, h).tensor();
        Tensor a = Guarded.random(2, 6, 3, h).tensor();
        Tensor y = Tensor.zeros(3, h);
        kernels.rnn(CellKernels.Function.TANH, a, y, work);
        Tensor lstm = Guarded.random(3, 6, 3, 4 * h).tensor();
        Tensor c = Tensor.zeros(3, h);
        Tensor tanhC = Tensor.zeros(3, h);
        Tensor out = Tensor.zeros(3, h);
        kernels.lstm(lstm, before, c, tanhC, out, work);
        Tensor gru = Guarded.random(4, 6, 3, 3 * h).tensor();
        Tensor hidden = Guarded.random(5, 2, 3, 3 * h).tensor();
        Tensor bn = Tensor.zeros(3, h);
        Tensor mixed = Tensor.zeros(3, h);
        kernels.gru(gru, hidden, before, bn, mixed, work);
        return new Tensor[] {y, lstm, c, tanhC, out, gru, bn, mixed};
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 33, 200, 1030})
    void everyCell_hasTheScalarBits(int h) {
        Tensor[] scalar = steps(new ScalarCell(), h);
        Tensor[] vector = steps(new VectorCell(), h);
        for (int i = 0; i < scalar.length; i++) {
            Bits.assertSame(scalar[i], vector[i], "output " + i + " of width " + h);
        }
    }
}
