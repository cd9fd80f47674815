package dev.lanewise.property;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.lanewise.init.Draws;
import dev.lanewise.kernel.CellKernels.Function;
import dev.lanewise.nn.recurrent.Cell;
import dev.lanewise.nn.recurrent.Recurrent;
import dev.lanewise.nn.recurrent.RecurrentOptions;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;

/** Recurrent layers of every kind, with operands. */
abstract class RecurrentCases {
    /** Every kind of cell. */
    enum Kind {
        TANH,
        RELU,
        LSTM,
        PEEPHOLE,
        COUPLED,
        NESTED,
        GRU,
        GRU_RESET_BEFORE;

        Recurrent layer(Case c, RecurrentOptions o) {
            Draws draws = new Draws(c.seed);
            return switch (this) {
                case TANH -> Recurrent.rnn(Function.TANH, c.i, c.h, o, draws);
                case RELU -> Recurrent.rnn(Function.RELU, c.i, c.h, o, draws);
                case LSTM -> Recurrent.lstm(c.i, c.h, o, draws);
                case PEEPHOLE -> Recurrent.peepholeLstm(c.i, c.h, o, draws);
                case COUPLED -> Recurrent.coupledLstm(c.i, c.h, o, draws);
                case NESTED -> Recurrent.nestedLstm(c.i, c.h, o, draws);
                case GRU -> Recurrent.gru(c.i, c.h, o, draws);
                case GRU_RESET_BEFORE -> Recurrent.gruResetBefore(c.i, c.h, o, draws);
            };
        }
    }

    /** A kind, extents, depth and directions. */
    record Case(Kind kind, int t, int n, int i, int h, int layers, boolean bidirectional, boolean bias, long seed) {
        RecurrentOptions options() {
            return new RecurrentOptions(layers, bidirectional, bias, 0f, false);
        }

        Recurrent layer() {
            return kind.layer(this, options());
        }

        Cell cell() {
            return kind.layer(this, RecurrentOptions.DEFAULT).cells().get(0);
        }

        Tensor x() {
            return floats(1, t, n, i);
        }

        Tensor floats(long stream, int... extents) {
            return random(seed + stream, extents);
        }

        IntTensor lengths() {
            return IntTensor.of(new SplittableRandom(seed).ints(n, 1, t + 1).toArray(), n);
        }

        /** Values of an initial state of all layers. */
        List<Tensor> state(Recurrent layer) {
            List<Tensor> values = new ArrayList<>();
            for (int v = 0; v < layer.cells().get(0).stateValues(); v++) {
                values.add(floats(10 + v, layers * layer.directions(), n, h));
            }
            return values;
        }
    }

    static Tensor random(long seed, int... extents) {
        Tensor x = Tensor.zeros(extents);
        SplittableRandom random = new SplittableRandom(seed);
        for (int k = 0; k < x.size(); k++) {
            x.array()[k] = (float) random.nextDouble(-2, 2);
        }
        return x;
    }

    @Provide
    Arbitrary<Case> cases() {
        return drawn(Kind.values(), 6, 4, 5);
    }

    /** Of the kinds with an operation of their own for a sequence, and with steps enough to be cut into parts. */
    @Provide
    Arbitrary<Case> longCases() {
        return drawn(new Kind[] {Kind.TANH, Kind.RELU, Kind.LSTM, Kind.GRU}, 20, 130, 9);
    }

    private static Arbitrary<Case> drawn(Kind[] kinds, int steps, int samples, int units) {
        return Arbitraries.randomValue(r -> new Case(
                kinds[r.nextInt(kinds.length)],
                1 + r.nextInt(steps),
                1 + r.nextInt(samples),
                1 + r.nextInt(4),
                1 + r.nextInt(units),
                1 + r.nextInt(2),
                r.nextBoolean(),
                r.nextBoolean(),
                r.nextLong()));
    }

    static void assertSameBits(Map<String, Tensor> expected, Map<String, Tensor> actual) {
        expected.forEach((name, tensor) ->
                assertArrayEquals(tensor.toArray(), actual.get(name).toArray(), 0f, name));
    }
}
