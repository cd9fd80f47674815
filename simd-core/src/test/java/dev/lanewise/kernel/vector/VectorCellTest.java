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

    /** Numbers of some magnitude, and in places what is none. */
    private static Tensor random(int seed, float magnitude, int... extents) {
        Tensor t = Guarded.random(seed, magnitude, extents).tensor();
        float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 0f, 200f, -200f, 88.5f};
        for (int i = seed; i < t.size(); i += 29) {
            t.array()[t.offset() + i] = odd[i % odd.length];
        }
        return t;
    }

    /** What one set makes of a step backwards of each cell. */
    private static Tensor[] stepsBack(CellKernels kernels, int h) {
        Workspace work = new Workspace();
        Tensor dy = random(1, 2, 3, h);
        Tensor dh = random(2, 2, 3, h);
        Tensor dc = random(3, 2, 3, h);
        Tensor y = random(4, 1, 3, h);
        Tensor before = random(5, 1, 3, h);
        Tensor da = Tensor.zeros(3, h);
        Tensor relu = Tensor.zeros(3, h);
        kernels.rnnBackward(CellKernels.Function.TANH, y, dy, dh, da, work);
        kernels.rnnBackward(CellKernels.Function.RELU, y, dy, dh, relu, work);
        Tensor da4 = Tensor.zeros(3, 4 * h);
        Tensor dcBefore = Tensor.zeros(3, h);
        kernels.lstmBackward(random(6, 1, 3, 4 * h), before, y, dy, dh, dc, da4, dcBefore, work);
        Tensor da3 = Tensor.zeros(3, 3 * h);
        Tensor db3 = Tensor.zeros(3, 3 * h);
        Tensor dhBefore = Tensor.zeros(3, h);
        kernels.gruBackward(random(7, 1, 3, 3 * h), y, before, dy, dh, da3, db3, dhBefore, work);
        return new Tensor[] {da, relu, da4, dcBefore, da3, db3, dhBefore};
    }

    /** What one set makes of a step of each cell: gates and outputs. */
    private static Tensor[] steps(CellKernels kernels, int h) {
        Workspace work = new Workspace();
        Tensor before = random(1, 2, 3, h);
        Tensor a = random(2, 6, 3, h);
        Tensor y = Tensor.zeros(3, h);
        kernels.rnn(CellKernels.Function.TANH, a, before, y, work);
        Tensor relu = Tensor.zeros(3, h);
        kernels.rnn(CellKernels.Function.RELU, a, before, relu, work);
        Tensor lstm = random(3, 6, 3, 4 * h);
        Tensor hidden4 = random(7, 2, 3, 4 * h);
        Tensor c = Tensor.zeros(3, h);
        Tensor tanhC = Tensor.zeros(3, h);
        Tensor out = Tensor.zeros(3, h);
        kernels.lstm(lstm, hidden4, before, c, tanhC, out, work);
        Tensor gru = random(4, 6, 3, 3 * h);
        Tensor hidden = random(5, 2, 3, 3 * h);
        Tensor bn = Tensor.zeros(3, h);
        Tensor mixed = Tensor.zeros(3, h);
        kernels.gru(gru, hidden, before, bn, mixed, work);
        return new Tensor[] {y, relu, lstm, c, tanhC, out, gru, bn, mixed};
    }

    private static void assertSame(Tensor[] scalar, Tensor[] vector, int h) {
        for (int i = 0; i < scalar.length; i++) {
            Bits.assertSame(scalar[i], vector[i], "output " + i + " of width " + h);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 33, 200, 1030})
    void everyCell_hasTheScalarBits(int h) {
        assertSame(steps(new ScalarCell(), h), steps(new VectorCell(), h), h);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 33, 200, 1030})
    void everyGradient_hasTheScalarBits(int h) {
        assertSame(stepsBack(new ScalarCell(), h), stepsBack(new VectorCell(), h), h);
    }
}
