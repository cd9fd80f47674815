package dev.lanewise.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.autograd.Op;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.op.attention.ScaledDotProductAttention;
import dev.lanewise.op.conv.AdaptiveAvgPool2d;
import dev.lanewise.op.conv.AvgPool2d;
import dev.lanewise.op.conv.Conv2d;
import dev.lanewise.op.conv.ConvTranspose2d;
import dev.lanewise.op.conv.MaxPool2d;
import dev.lanewise.op.loss.CrossEntropy;
import dev.lanewise.op.math.Relu;
import dev.lanewise.op.matrix.Linear;
import dev.lanewise.op.norm.AddLayerNorm;
import dev.lanewise.op.norm.LayerNorm;
import dev.lanewise.op.recurrent.LstmSequence;
import dev.lanewise.op.reduce.Mean;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The work that operations state: that of the loops which compute them, not the number of their outputs. */
class FlopsTest {
    private final Tape tape = Tape.inference();

    private Var zeros(int... extents) {
        return tape.constant(Tensor.zeros(extents));
    }

    private void check(long expected, Op op, Var... inputs) {
        tape.record(op, inputs);
        Tape.Recorded recorded = tape.recorded().getLast();
        assertEquals(expected, op.flops(recorded.inputs(), recorded.outputs()), op.name());
    }

    @Test
    void products_countTwoForAMultiplyAdd() {
        check(2 * 5 * 3 * 8, new Linear(), zeros(5, 8), zeros(3, 8), null);
        int taps = 4 / 2 * 3 * 3;
        check(
                2L * 5 * 6 * 7 * 7 * taps,
                new Conv2d(new Conv2dShape(1, 1, 1, 1, 1, 1, 1, 1, 2)),
                zeros(5, 4, 7, 7),
                zeros(6, 2, 3, 3),
                null);
        // Every element of the input meets the whole kernel once, whatever the stride.
        check(
                2L * 5 * 4 * 7 * 7 * 6 * 3 * 3,
                new ConvTranspose2d(Conv2dShape.of(2, 0), 0, 0),
                zeros(5, 4, 7, 7),
                zeros(4, 6, 3, 3),
                null);
        // Steps, samples, rows of the weights, features of the input and of the state.
        check(
                2L * 9 * 5 * (4 * 6) * (3 + 6),
                new LstmSequence(false),
                zeros(9, 5, 3),
                zeros(24, 3),
                zeros(24, 6),
                null,
                null,
                null,
                null,
                null);
        // Grouped queries: the scores are those of the queries' heads.
        check(
                2L * 4 * 7 * 9 * (2L * (3 + 5) + 5),
                new ScaledDotProductAttention(),
                zeros(2, 4, 7, 3),
                zeros(2, 2, 9, 3),
                zeros(2, 2, 9, 5));
    }

    @Test
    void sums_countWhatTheyAdd() {
        check(2 * 3 * 4, new Mean(), zeros(2, 3, 4));
        check(2 * 3 * 2 * 2 * 9, new MaxPool2d(Pool2dShape.of(3)), zeros(2, 3, 6, 6));
        check(2 * 3 * 2 * 2 * 9, new AvgPool2d(Pool2dShape.of(3), true), zeros(2, 3, 6, 6));
        check(2 * 3 * 6 * 6, new AdaptiveAvgPool2d(1, 1), zeros(2, 3, 6, 6));
        check(8 * 4 * 5, new LayerNorm(1, 1e-5f), zeros(4, 5), null, null);
        check(9 * 4 * 5, new AddLayerNorm(1, 1e-5f, true), zeros(4, 5), zeros(4, 5), null, null);
        check(5 * 4 * 10, new CrossEntropy(), zeros(4, 10), tape.constant(IntTensor.zeros(4)));
        check(6, new Relu(), zeros(2, 3));
    }
}
