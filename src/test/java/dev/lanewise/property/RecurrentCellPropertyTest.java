package dev.lanewise.property;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.recurrent.Cell;
import dev.lanewise.nn.recurrent.CoupledLstmCell;
import dev.lanewise.nn.recurrent.GruCell;
import dev.lanewise.nn.recurrent.LstmCell;
import dev.lanewise.nn.recurrent.NestedLstmCell;
import dev.lanewise.nn.recurrent.PeepholeLstmCell;
import dev.lanewise.nn.recurrent.State;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What the gates of recurrent cells do, and the cells without a counterpart in PyTorch against their definitions. */
class RecurrentCellPropertyTest {
    private static final int TRIES = 40;

    /** Named closeness of float to double: absolute, of values that are at most about 1. */
    private static final float CLOSE = 1e-5f;

    /** A bias at which the sigmoid is 1 in float, and 0 at its negative. */
    private static final float OPEN = 100f;

    private static final int STEPS = 5;

    private static Tensor random(long seed, int... extents) {
        return RecurrentCases.random(seed, extents);
    }

    private static void bias(Parameter bias, int gate, int hidden, float value) {
        for (int j = 0; j < hidden; j++) {
            bias.value().set(value, gate * hidden + j);
        }
    }

    private static State run(Cell cell, Tape tape, Tensor x, State state) {
        return cell.run(tape.constant(x), state, null, false).last();
    }

    private static Tape tape() {
        Tape tape = Tape.inference();
        tape.begin(0);
        return tape;
    }

    @Property(tries = TRIES)
    void lstmThatForgetsNothingAndTakesNothing_keepsItsMemory(
            @ForAll @IntRange(min = 1, max = 6) int h, @ForAll @IntRange(min = 1, max = 3) int n, @ForAll long seed) {
        LstmCell lstm = LstmCell.of(2, h, true, new Draws(seed));
        bias(lstm.bias_ih(), 0, h, -OPEN);
        bias(lstm.bias_ih(), 1, h, OPEN);
        PeepholeLstmCell peephole = PeepholeLstmCell.of(2, h, true, new Draws(seed));
        bias(peephole.bias_ih(), 0, h, -OPEN);
        bias(peephole.bias_ih(), 1, h, OPEN);
        CoupledLstmCell coupled = CoupledLstmCell.of(2, h, true, new Draws(seed));
        bias(coupled.bias_ih(), 0, h, -OPEN);
        Tensor memory = random(seed + 1, n, h);
        for (Cell cell : new Cell[] {lstm, peephole, coupled}) {
            Tape tape = tape();
            State state = State.of(tape.constant(random(seed + 2, n, h)), tape.constant(memory));
            State last = run(cell, tape, random(seed, STEPS, n, 2), state);
            assertArrayEquals(memory.toArray(), last.c().tensor().toArray(), 0f, cell.name());
        }
    }

    @Property(tries = TRIES)
    void lstmThatForgetsEverything_doesNotDependOnItsMemory(
            @ForAll @IntRange(min = 1, max = 6) int h, @ForAll long seed) {
        LstmCell lstm = LstmCell.of(2, h, true, new Draws(seed));
        bias(lstm.bias_ih(), 1, h, -OPEN);
        Tape tape = tape();
        Tensor x = random(seed, STEPS, 2, 2);
        Var h0 = tape.constant(random(seed + 1, 2, h));
        State one = run(lstm, tape, x, State.of(h0, tape.constant(random(seed + 2, 2, h))));
        State other = run(lstm, tape, x, State.of(h0, tape.constant(random(seed + 3, 2, h))));
        // The first step's output depends on c through the new c alone, which has forgotten it.
        assertArrayEquals(one.h().tensor().toArray(), other.h().tensor().toArray(), 0f);
    }

    @Property(tries = TRIES)
    void gruWhoseUpdateGateIsOne_keepsItsState(
            @ForAll boolean resetAfter,
            @ForAll @IntRange(min = 1, max = 6) int h,
            @ForAll @IntRange(min = 1, max = 3) int n,
            @ForAll long seed) {
        GruCell gru = GruCell.of(resetAfter, 2, h, true, new Draws(seed));
        bias(gru.bias_hh(), 1, h, OPEN);
        Tape tape = tape();
        Tensor state = random(seed + 1, n, h);
        State last = run(gru, tape, random(seed, STEPS, n, 2), State.of(tape.constant(state)));
        assertArrayEquals(state.toArray(), last.h().tensor().toArray(), 0f);
    }

    @Property(tries = TRIES)
    void gruWhoseResetGateIsOne_isTheSameBeforeAndAfterTheProduct(
            @ForAll @IntRange(min = 1, max = 6) int h, @ForAll boolean open, @ForAll long seed) {
        GruCell after = GruCell.of(true, 2, h, true, new Draws(seed));
        bias(after.bias_ih(), 0, h, open ? OPEN : -OPEN);
        GruCell before = new GruCell(false, after.weight_ih(), after.weight_hh(), after.bias_ih(), after.bias_hh());
        if (!open) {
            // Reset before the product, the bias of the product stays; after it, that is reset too.
            bias(after.bias_hh(), 2, h, 0f);
        }
        Tape tape = tape();
        Tensor x = random(seed, STEPS, 3, 2);
        assertArrayEquals(
                run(after, tape, x, null).h().tensor().toArray(),
                run(before, tape, x, null).h().tensor().toArray(),
                CLOSE);
    }

    @Property(tries = TRIES)
    void lstmWithPeepholesOfZero_isTheLstm(@ForAll @IntRange(min = 1, max = 6) int h, @ForAll long seed) {
        LstmCell lstm = LstmCell.of(3, h, true, new Draws(seed));
        PeepholeLstmCell peephole = new PeepholeLstmCell(
                lstm.weight_ih(), lstm.weight_hh(), lstm.bias_ih(), lstm.bias_hh(), zeros(h), zeros(h), zeros(h));
        Tape tape = tape();
        Tensor x = random(seed, STEPS, 2, 3);
        assertArrayEquals(
                run(lstm, tape, x, null).c().tensor().toArray(),
                run(peephole, tape, x, null).c().tensor().toArray(),
                CLOSE);
    }

    private static Parameter zeros(int h) {
        return new Parameter(Tensor.zeros(h));
    }

    /** sigmoid(-a) = 1 - sigmoid(a): an LSTM whose forget gate has the input gate's weights with the other sign. */
    @Property(tries = TRIES)
    void coupledLstm_isAnLstmWithOppositeGates(@ForAll @IntRange(min = 1, max = 6) int h, @ForAll long seed) {
        CoupledLstmCell coupled = CoupledLstmCell.of(3, h, true, new Draws(seed));
        LstmCell lstm = new LstmCell(
                opposed(coupled.weight_ih(), h),
                opposed(coupled.weight_hh(), h),
                opposed(coupled.bias_ih(), h),
                opposed(coupled.bias_hh(), h));
        Tape tape = tape();
        Tensor x = random(seed, STEPS, 2, 3);
        State expected = run(lstm, tape, x, null);
        State found = run(coupled, tape, x, null);
        assertArrayEquals(expected.h().tensor().toArray(), found.h().tensor().toArray(), CLOSE);
        assertArrayEquals(expected.c().tensor().toArray(), found.c().tensor().toArray(), CLOSE);
    }

    /** Rows i, g, o as i, -i, g, o. */
    private static Parameter opposed(Parameter of, int h) {
        Shape shape = of.shape().with(0, 4 * h);
        Tensor rows = Tensor.zeros(shape);
        Tensor from = of.value();
        rows.outer(0, h).copyFrom(from.outer(0, h));
        rows.outer(2 * h, 4 * h).copyFrom(from.outer(h, 3 * h));
        Tensor forget = rows.outer(h, 2 * h);
        for (int k = 0; k < forget.size(); k++) {
            forget.array()[forget.offset() + k] = -from.array()[from.offset() + k];
        }
        return new Parameter(rows);
    }

    @Property(tries = TRIES)
    void peepholeLstm_equalsItsDefinition(
            @ForAll @IntRange(min = 1, max = 5) int h, @ForAll boolean bias, @ForAll long seed) {
        PeepholeLstmCell cell = PeepholeLstmCell.of(3, h, bias, new Draws(seed));
        Tensor x = random(seed, 3);
        double[] h0 = doubles(random(seed + 1, h));
        double[] c0 = doubles(random(seed + 2, h));
        double[] a = sums(cell.weight_ih(), cell.bias_ih(), doubles(x), cell.weight_hh(), cell.bias_hh(), h0);
        double[][] expected = new double[2][h];
        for (int j = 0; j < h; j++) {
            double i = sigmoid(a[j] + cell.weight_ci().value().get(j) * c0[j]);
            double f = sigmoid(a[h + j] + cell.weight_cf().value().get(j) * c0[j]);
            double c = f * c0[j] + i * Math.tanh(a[2 * h + j]);
            double o = sigmoid(a[3 * h + j] + cell.weight_co().value().get(j) * c);
            expected[0][j] = o * Math.tanh(c);
            expected[1][j] = c;
        }
        check(cell, x, expected, h0, c0);
    }

    @Property(tries = TRIES)
    void nestedLstm_equalsItsDefinition(
            @ForAll @IntRange(min = 1, max = 5) int h, @ForAll boolean bias, @ForAll long seed) {
        NestedLstmCell cell = NestedLstmCell.of(3, h, bias, new Draws(seed));
        LstmCell inner = cell.inner();
        Tensor x = random(seed, 3);
        double[] h0 = doubles(random(seed + 1, h));
        double[] c0 = doubles(random(seed + 2, h));
        double[] d0 = doubles(random(seed + 3, h));
        double[] a = sums(cell.weight_ih(), cell.bias_ih(), doubles(x), cell.weight_hh(), cell.bias_hh(), h0);
        double[] taken = new double[h];
        double[] kept = new double[h];
        for (int j = 0; j < h; j++) {
            taken[j] = sigmoid(a[j]) * Math.tanh(a[2 * h + j]);
            kept[j] = sigmoid(a[h + j]) * c0[j];
        }
        double[] b = sums(inner.weight_ih(), inner.bias_ih(), taken, inner.weight_hh(), inner.bias_hh(), kept);
        double[][] expected = new double[3][h];
        for (int j = 0; j < h; j++) {
            double d = sigmoid(b[h + j]) * d0[j] + sigmoid(b[j]) * Math.tanh(b[2 * h + j]);
            double c = sigmoid(b[3 * h + j]) * Math.tanh(d);
            expected[0][j] = sigmoid(a[3 * h + j]) * Math.tanh(c);
            expected[1][j] = c;
            expected[2][j] = d;
        }
        check(cell, x, expected, h0, c0, d0);
    }

    @Property(tries = TRIES)
    void gruThatResetsBefore_equalsItsDefinition(
            @ForAll @IntRange(min = 1, max = 5) int h, @ForAll boolean bias, @ForAll long seed) {
        GruCell cell = GruCell.of(false, 3, h, bias, new Draws(seed));
        Tensor x = random(seed, 3);
        double[] h0 = doubles(random(seed + 1, h));
        double[] a = sums(cell.weight_ih(), cell.bias_ih(), doubles(x), cell.weight_hh(), cell.bias_hh(), h0);
        double[] reset = new double[h];
        for (int j = 0; j < h; j++) {
            reset[j] = sigmoid(a[j]) * h0[j];
        }
        double[] b = sums(cell.weight_ih(), cell.bias_ih(), doubles(x), cell.weight_hh(), cell.bias_hh(), reset);
        double[][] expected = new double[1][h];
        for (int j = 0; j < h; j++) {
            double z = sigmoid(a[h + j]);
            expected[0][j] = z * h0[j] + (1 - z) * Math.tanh(b[2 * h + j]);
        }
        check(cell, x, expected, h0);
    }

    private static void check(Cell cell, Tensor x, double[][] expected, double[]... state) {
        Tape tape = tape();
        Var[] values = new Var[state.length];
        for (int v = 0; v < state.length; v++) {
            values[v] = tape.constant(Tensor.of(floats(state[v]), 1, state[v].length));
        }
        State next = cell.forward(tape.constant(x.reshape(1, x.size())), State.of(values));
        assertEquals(expected.length, next.values().size());
        for (int v = 0; v < expected.length; v++) {
            assertArrayEquals(floats(expected[v]), next.values().get(v).tensor().toArray(), CLOSE, "value " + v);
        }
    }

    /** weightIh x + biasIh + weightHh h + biasHh. */
    private static double[] sums(
            Parameter weightIh, Parameter biasIh, double[] x, Parameter weightHh, Parameter biasHh, double[] h) {
        double[] sums = new double[weightIh.shape().dim(0)];
        for (int g = 0; g < sums.length; g++) {
            sums[g] = biasIh == null
                    ? 0
                    : (double) biasIh.value().get(g) + biasHh.value().get(g);
            for (int k = 0; k < x.length; k++) {
                sums[g] += weightIh.value().get(g, k) * x[k];
            }
            for (int k = 0; k < h.length; k++) {
                sums[g] += weightHh.value().get(g, k) * h[k];
            }
        }
        return sums;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double[] doubles(Tensor x) {
        double[] values = new double[x.size()];
        for (int k = 0; k < values.length; k++) {
            values[k] = x.toArray()[k];
        }
        return values;
    }

    private static float[] floats(double[] x) {
        float[] values = new float[x.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) x[k];
        }
        return values;
    }
}
