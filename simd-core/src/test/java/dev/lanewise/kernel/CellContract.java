package dev.lanewise.kernel;

import static dev.lanewise.kernel.Refusals.assertRefused;
import static dev.lanewise.kernel.Refusals.assertUntouched;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernel.CellKernels.Function;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Recurrent cells against their formulas in double, on windows, at odd sizes, on several threads. */
public abstract class CellContract {
    /** Rows and H: around register widths, around the pieces of 512 that rows are cut into, and nothing at all. */
    private static final int[][] SIZES = {
        {1, 1}, {3, 5}, {2, 16}, {5, 17}, {1, 511}, {3, 512}, {2, 513}, {1, 1100}, {70, 33}, {4100, 1}, {0, 4}, {3, 0}
    };

    /** Named closeness of float to double: a few roundings of values of magnitude up to about 20. */
    private static final double CLOSE = 1e-5;

    private CellKernels kernels;

    /** What is tested. */
    protected abstract CellKernels kernels();

    @BeforeEach
    void ask() {
        kernels = kernels();
    }

    private final Workspace work = Scratch.dirty();

    /** Operands and results of one call, at the row and column that is looked at. */
    private static final class At {
        final int row;
        final int column;
        final int h;

        At(int row, int column, int h) {
            this.row = row;
            this.column = column;
            this.h = h;
        }

        double of(Guarded t) {
            return of(t, 0);
        }

        double of(Guarded t, int gate) {
            return t.tensor().get(row, gate * h + column);
        }
    }

    @FunctionalInterface
    private interface Check {
        void at(At at);
    }

    private static void everywhere(int n, int h, Check check) {
        for (int row = 0; row < n; row++) {
            for (int column = 0; column < h; column++) {
                check.at(new At(row, column, h));
            }
        }
    }

    private static void close(double expected, double found, String what) {
        assertTrue(
                Math.abs(expected - found) <= CLOSE * Math.max(1, Math.abs(expected)),
                what + " is " + found + ", expected " + expected);
    }

    private static void intact(Guarded... all) {
        for (Guarded guarded : all) {
            guarded.assertIntact();
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static Guarded random(long seed, int n, int h) {
        return Guarded.random(seed, 3f, n, h);
    }

    /** Values as gates have them, in (0, 1). */
    private static Guarded gate(long seed, int n, int h) {
        Guarded g = Guarded.random(seed, 0.5f, n, h);
        for (int i = 0; i < g.tensor().size(); i++) {
            g.tensor().array()[g.tensor().offset() + i] += 0.5f;
        }
        return g;
    }

    private static void sizes(BiConsumer<Integer, Integer> check) {
        for (int[] size : SIZES) {
            check.accept(size[0], size[1]);
            Threads.with(3, () -> check.accept(size[0], size[1]));
        }
    }

    @Test
    void rnn_isItsFormula() {
        sizes((n, h) -> {
            for (Function function : Function.values()) {
                Guarded a = random(1, n, h);
                Guarded b = random(4, n, h);
                Guarded y = Guarded.dirty(n, h);
                kernels.rnn(function, a.tensor(), b.tensor(), y.tensor(), work);
                Guarded dy = random(2, n, h);
                Guarded dh = random(3, n, h);
                Guarded da = Guarded.dirty(n, h);
                kernels.rnnBackward(function, y.tensor(), dy.tensor(), dh.tensor(), da.tensor(), work);
                everywhere(n, h, at -> {
                    boolean tanh = function == Function.TANH;
                    double sum = at.of(a) + at.of(b);
                    double expected = tanh ? Math.tanh(sum) : Math.max(0, sum);
                    close(expected, at.of(y), "h");
                    double slope = tanh ? 1 - expected * expected : sum > 0 ? 1 : 0;
                    close((at.of(dy) + at.of(dh)) * slope, at.of(da), "da");
                });
                intact(a, b, y, dy, dh, da);
                kernels.rnn(function, a.tensor(), b.tensor(), a.tensor(), work);
                Bits.assertSame(y.tensor(), a.tensor(), "in place");
            }
        });
    }

    @Test
    void lstm_isItsFormula() {
        sizes((n, h) -> {
            Guarded a = random(1, n, 4 * h);
            Guarded gates = Guarded.of(a.tensor().toArray(), n, 4 * h);
            Guarded b = random(3, n, 4 * h);
            Guarded before = random(2, n, h);
            Guarded c = Guarded.dirty(n, h);
            Guarded tanhC = Guarded.dirty(n, h);
            Guarded y = Guarded.dirty(n, h);
            kernels.lstm(gates.tensor(), b.tensor(), before.tensor(), c.tensor(), tanhC.tensor(), y.tensor(), work);
            everywhere(n, h, at -> {
                double i = sigmoid(at.of(a, 0) + at.of(b, 0));
                double f = sigmoid(at.of(a, 1) + at.of(b, 1));
                double g = Math.tanh(at.of(a, 2) + at.of(b, 2));
                double o = sigmoid(at.of(a, 3) + at.of(b, 3));
                double cell = f * at.of(before) + i * g;
                close(i, at.of(gates, 0), "i");
                close(f, at.of(gates, 1), "f");
                close(g, at.of(gates, 2), "g");
                close(o, at.of(gates, 3), "o");
                close(cell, at.of(c), "c");
                close(Math.tanh(cell), at.of(tanhC), "tanh(c)");
                close(o * Math.tanh(cell), at.of(y), "h");
            });
            intact(gates, b, before, c, tanhC, y);
        });
    }

    @Test
    void lstmBackward_isItsFormula() {
        sizes((n, h) -> {
            Guarded gates = gate(1, n, 4 * h);
            Guarded before = random(2, n, h);
            Guarded tanhC = gate(3, n, h);
            Guarded dy = random(4, n, h);
            Guarded dh = random(5, n, h);
            Guarded dc = random(6, n, h);
            Guarded da = Guarded.dirty(n, 4 * h);
            Guarded dcBefore = Guarded.dirty(n, h);
            kernels.lstmBackward(
                    gates.tensor(),
                    before.tensor(),
                    tanhC.tensor(),
                    dy.tensor(),
                    dh.tensor(),
                    dc.tensor(),
                    da.tensor(),
                    dcBefore.tensor(),
                    work);
            everywhere(n, h, at -> {
                double i = at.of(gates, 0);
                double f = at.of(gates, 1);
                double g = at.of(gates, 2);
                double o = at.of(gates, 3);
                double t = at.of(tanhC);
                double s = at.of(dy) + at.of(dh);
                double dcs = at.of(dc) + s * o * (1 - t * t);
                close(dcs * g * i * (1 - i), at.of(da, 0), "da_i");
                close(dcs * at.of(before) * f * (1 - f), at.of(da, 1), "da_f");
                close(dcs * i * (1 - g * g), at.of(da, 2), "da_g");
                close(s * t * o * (1 - o), at.of(da, 3), "da_o");
                close(dcs * f, at.of(dcBefore), "dcPrevious");
            });
            intact(gates, before, tanhC, dy, dh, dc, da, dcBefore);
        });
    }

    @Test
    void gru_isItsFormula() {
        sizes((n, h) -> {
            Guarded a = random(1, n, 3 * h);
            Guarded gates = Guarded.of(a.tensor().toArray(), n, 3 * h);
            Guarded b = random(2, n, 3 * h);
            Guarded before = random(3, n, h);
            Guarded bn = Guarded.dirty(n, h);
            Guarded y = Guarded.dirty(n, h);
            kernels.gru(gates.tensor(), b.tensor(), before.tensor(), bn.tensor(), y.tensor(), work);
            everywhere(n, h, at -> {
                double r = sigmoid(at.of(a, 0) + at.of(b, 0));
                double z = sigmoid(at.of(a, 1) + at.of(b, 1));
                double candidate = Math.tanh(at.of(a, 2) + r * at.of(b, 2));
                close(r, at.of(gates, 0), "r");
                close(z, at.of(gates, 1), "z");
                close(candidate, at.of(gates, 2), "n");
                assertEquals(at.of(b, 2), at.of(bn), "bn");
                close(z * at.of(before) + (1 - z) * candidate, at.of(y), "h");
            });
            intact(gates, b, before, bn, y);
        });
    }

    @Test
    void gruBackward_isItsFormula() {
        sizes((n, h) -> {
            Guarded gates = gate(1, n, 3 * h);
            Guarded bn = random(2, n, h);
            Guarded before = random(3, n, h);
            Guarded dy = random(4, n, h);
            Guarded dh = random(5, n, h);
            Guarded da = Guarded.dirty(n, 3 * h);
            Guarded db = Guarded.dirty(n, 3 * h);
            Guarded dhBefore = Guarded.dirty(n, h);
            kernels.gruBackward(
                    gates.tensor(),
                    bn.tensor(),
                    before.tensor(),
                    dy.tensor(),
                    dh.tensor(),
                    da.tensor(),
                    db.tensor(),
                    dhBefore.tensor(),
                    work);
            everywhere(n, h, at -> {
                double r = at.of(gates, 0);
                double z = at.of(gates, 1);
                double candidate = at.of(gates, 2);
                double s = at.of(dy) + at.of(dh);
                double dn = s * (1 - z) * (1 - candidate * candidate);
                double dr = dn * at.of(bn) * r * (1 - r);
                double dz = s * (at.of(before) - candidate) * z * (1 - z);
                close(dr, at.of(da, 0), "da_r");
                close(dz, at.of(da, 1), "da_z");
                close(dn, at.of(da, 2), "da_n");
                close(dr, at.of(db, 0), "db_r");
                close(dz, at.of(db, 1), "db_z");
                close(dn * r, at.of(db, 2), "db_n");
                close(s * z, at.of(dhBefore), "dhPrevious");
            });
            intact(gates, bn, before, dy, dh, da, db, dhBefore);
        });
    }

    @Test
    void notANumber_staysInItsUnit() {
        int h = 7;
        Guarded gates = random(1, 2, 4 * h);
        gates.tensor().set(Float.NaN, 1, 2 * h + 3);
        Guarded before = random(2, 2, h);
        before.tensor().set(Float.NaN, 0, 5);
        Guarded y = Guarded.dirty(2, h);
        Tensor hidden = random(6, 2, 4 * h).tensor();
        hidden.set(Float.NaN, 0, 1);
        kernels.lstm(gates.tensor(), hidden, before.tensor(), Tensor.zeros(2, h), Tensor.zeros(2, h), y.tensor(), work);
        everywhere(
                2,
                h,
                at -> assertEquals(
                        (at.row == 1 && at.column == 3) || (at.row == 0 && (at.column == 5 || at.column == 1)),
                        Double.isNaN(at.of(y)),
                        at.row + ", " + at.column));
        Guarded b = random(3, 2, 3 * h);
        b.tensor().set(Float.NaN, 1, 3);
        kernels.gru(
                random(1, 2, 3 * h).tensor(),
                b.tensor(),
                random(2, 2, h).tensor(),
                Tensor.zeros(2, h),
                y.tensor(),
                work);
        everywhere(2, h, at -> assertEquals(at.row == 1 && at.column == 3, Double.isNaN(at.of(y)), "gru"));
        for (Function function : Function.values()) {
            Guarded a = random(4, 2, h);
            a.tensor().set(Float.NaN, 0, 0);
            kernels.rnn(function, a.tensor(), before.tensor(), y.tensor(), work);
            assertTrue(Float.isNaN(y.tensor().get(0, 0)), "rnn");
            Tensor d = random(5, 2, h).tensor();
            kernels.rnnBackward(function, y.tensor(), d, d, a.tensor(), work);
            assertTrue(Float.isNaN(a.tensor().get(0, 0)), "rnnBackward");
        }
    }

    @Test
    void hold_restoresRowsThatHaveEnded() {
        IntTensor lengths = IntTensor.window(new int[] {-7, 1, 3, 2, -7}, 1, Shape.of(3));
        Guarded previous = random(1, 3, 5);
        Guarded state = random(2, 3, 5);
        Tensor before = state.tensor().copy();
        kernels.hold(lengths, 2, previous.tensor(), state.tensor());
        everywhere(
                3,
                5,
                at -> assertEquals(
                        at.row == 1 ? before.get(at.row, at.column) : at.of(previous), at.of(state), "row " + at.row));
        kernels.hold(lengths, 1, null, state.tensor());
        everywhere(3, 5, at -> assertEquals(at.row == 0, at.of(state) == 0, "row " + at.row));
        intact(previous, state);
    }

    @Test
    void mask_zeroesThePadding_alsoInPlace() {
        IntTensor lengths = IntTensor.of(new int[] {1, 4, 2}, 3);
        Guarded x = Guarded.random(1, 1f, 4, 3, 5);
        x.tensor().outer(3).outer(0).fill(Float.NaN);
        Guarded y = Guarded.dirty(4, 3, 5);
        kernels.mask(lengths, x.tensor(), y.tensor());
        for (int t = 0; t < 4; t++) {
            for (int n = 0; n < 3; n++) {
                for (int d = 0; d < 5; d++) {
                    float expected = t < lengths.get(n) ? x.tensor().get(t, n, d) : 0f;
                    assertEquals(expected, y.tensor().get(t, n, d), t + ", " + n);
                }
            }
        }
        intact(x, y);
        kernels.mask(lengths, x.tensor(), x.tensor());
        Bits.assertSame(y.tensor(), x.tensor(), "in place");
    }

    @Test
    void operandsThatDoNotFit_areRefused() {
        Tensor state = Guarded.dirty(2, 3).tensor();
        Tensor gates = Guarded.dirty(2, 12).tensor();
        Tensor wide = Guarded.dirty(2, 9).tensor();
        Tensor flat = Tensor.zeros(6);
        String lstm = "lstm: gates has shape [2, 9], but h has shape [2, 3], expected [N,4H] with N=2, H=3";
        assertRefused(lstm, "", () -> kernels.lstm(wide, gates, state, state, state, state, work));
        assertRefused(
                "lstm: h has shape [6], expected [N,H]",
                "",
                () -> kernels.lstm(gates, gates, state, state, state, flat, work));
        assertRefused(
                "lstm: cPrevious has shape [6], but h has",
                "[N,H]",
                () -> kernels.lstm(gates, gates, flat, state, state, state, work));
        assertRefused(
                "lstm: hidden has shape [2, 9], but h has",
                "[N,4H]",
                () -> kernels.lstm(gates, wide, state, state, state, state, work));
        assertRefused(
                "lstmBackward: da has shape [2, 9], but dy has",
                "[N,4H]",
                () -> kernels.lstmBackward(gates, state, state, state, state, state, wide, state, work));
        assertRefused(
                "gru: hidden has shape [2, 12], but h has",
                "[N,3H]",
                () -> kernels.gru(wide, gates, state, state, state, work));
        assertRefused(
                "gruBackward: db has shape [2, 3], but dy has",
                "[N,3H]",
                () -> kernels.gruBackward(wide, state, state, state, state, wide, state, state, work));
        assertRefused(
                "rnn: a has shape [2, 9], but h has",
                "[2, 3]",
                () -> kernels.rnn(Function.TANH, wide, state, state, work));
        assertRefused(
                "rnn: hidden has shape [2, 9], but h has",
                "[2, 3]",
                () -> kernels.rnn(Function.TANH, state, wide, state, work));
        assertRefused(
                "rnnBackward: dh has shape [2, 9], but h has",
                "[2, 3]",
                () -> kernels.rnnBackward(Function.RELU, state, state, wide, state, work));
        IntTensor three = IntTensor.zeros(3);
        assertRefused("hold: lengths has shape [3], but state has", "[N,D]", () -> kernels.hold(three, 0, null, state));
        IntTensor two = IntTensor.zeros(2);
        assertRefused(
                "hold: previous has shape [2, 9], but state has", "[2, 3]", () -> kernels.hold(two, 0, wide, state));
        assertRefused("mask: lengths has shape [2], but x has", "[2, 3]", () -> kernels.mask(two, state, state));
        assertUntouched(state, gates, wide);
    }
}
