package dev.lanewise.kernel;

import static dev.lanewise.kernel.Refusals.assertRefused;
import static dev.lanewise.kernel.Refusals.assertUntouched;

import dev.lanewise.kernel.QuantMatrix.Format;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every implementation of {@link QuantKernels} keeps. */
public abstract class QuantContract {
    // Around words, blocks of a scale, and blocks of the depth.
    private static final int[] DEPTHS = {0, 1, 2, 3, 4, 5, 31, 32, 33, 63, 64, 67, 255, 256, 257, 290, 513};

    private final Workspace work = Scratch.dirty();
    private final int threads = Parallel.threads();

    /** What is tested. */
    protected abstract QuantKernels kernels();

    @AfterEach
    @AfterProperty
    void restoreThreads() {
        Parallel.threads(threads);
    }

    private static QuantMatrix weights(Format format, int n, int k) {
        return QuantMatrix.of(format, Guarded.random(31L * n + k, 2f, n, k).tensor());
    }

    /** The definition: one chain per output over the weights as floats. */
    private static float[] naive(QuantMatrix w, Tensor x, Tensor bias) {
        float[] y = new float[x.dim(0) * w.rows()];
        for (int m = 0; m < x.dim(0); m++) {
            for (int n = 0; n < w.rows(); n++) {
                float s = 0f;
                for (int k = 0; k < w.columns(); k++) {
                    s = Math.fma(x.get(m, k), w.get(n, k), s);
                }
                y[m * w.rows() + n] = bias == null ? s : s + bias.get(n);
            }
        }
        return y;
    }

    private static float[] naiveBackward(QuantMatrix w, Tensor dy) {
        float[] dx = new float[dy.dim(0) * w.columns()];
        for (int m = 0; m < dy.dim(0); m++) {
            for (int k = 0; k < w.columns(); k++) {
                float s = 0f;
                for (int n = 0; n < w.rows(); n++) {
                    s = Math.fma(dy.get(m, n), w.get(n, k), s);
                }
                dx[m * w.columns() + k] = s;
            }
        }
        return dx;
    }

    private void check(Format format, int m, int n, int k, boolean withBias) {
        check(weights(format, n, k), Guarded.random(5, 2f, m, k), withBias ? Guarded.random(6, 2f, n) : null);
    }

    private void check(QuantMatrix w, Guarded x, Guarded bias) {
        int m = x.tensor().dim(0);
        Guarded y = Guarded.dirty(m, w.rows());
        Tensor b = bias == null ? null : bias.tensor();
        kernels().linear(w, x.tensor(), b, y.tensor(), work);
        String what = m + " rows, " + w + (bias == null ? "" : ", bias");
        Bits.assertSame(naive(w, x.tensor(), b), y.tensor().toArray(), what);
        y.assertIntact();
        x.assertIntact();
    }

    private void checkBackward(Format format, int m, int n, int k) {
        QuantMatrix w = weights(format, n, k);
        Guarded dy = Guarded.random(7, 2f, m, n);
        Guarded dx = Guarded.dirty(m, k);
        kernels().linearBackward(w, dy.tensor(), dx.tensor(), work);
        Bits.assertSame(naiveBackward(w, dy.tensor()), dx.tensor().toArray(), m + " rows backward, " + w);
        dx.assertIntact();
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void depths_equalTheDefinition(Format format) {
        for (int k : DEPTHS) {
            check(format, 1, 70, k, true);
            check(format, 2, 33, k, false);
            check(format, 5, 65, k, true);
            check(format, 14, 17, k, false);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void edgesOfPanelsAndTiles_equalTheDefinition(Format format) {
        for (int n : new int[] {0, 1, 15, 16, 17, 31, 32, 33, 47, 63, 64, 65, 128, 130}) {
            for (int m : new int[] {0, 1, 4, 5, 6, 11, 12, 13, 121}) {
                check(format, m, n, 37, true);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void backward_equalsTheDefinition(Format format) {
        for (int n : new int[] {0, 1, 7, 8, 63, 64, 65, 130}) {
            for (int k : new int[] {0, 1, 3, 33, 127, 128, 129, 260}) {
                checkBackward(format, 1, n, k);
                checkBackward(format, 5, n, k);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void threads_doNotChangeTheBits(int threads) {
        Parallel.threads(threads);
        for (Format format : Format.values()) {
            check(format, 1, 500, 400, true);
            check(format, 20, 260, 130, true);
            checkBackward(format, 9, 130, 520);
        }
    }

    @Test
    void newWorkspace_isSharedByTheThreads() {
        Parallel.threads(3);
        QuantMatrix w = weights(Format.Q8_0, 260, 300);
        Tensor x = Guarded.random(1, 2f, 13, 300).tensor();
        float[] expected = naive(w, x, null);
        for (int round = 0; round < 30; round++) {
            Tensor y = Guarded.dirty(13, 260).tensor();
            kernels().linear(w, x, null, y, new Workspace());
            Bits.assertSame(expected, y.toArray(), "round " + round);
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void anyShape_equalsTheDefinition(
            @ForAll Format format,
            @ForAll @IntRange(max = 30) int m,
            @ForAll @IntRange(max = 140) int n,
            @ForAll @IntRange(max = 300) int k,
            @ForAll boolean withBias,
            @ForAll @IntRange(min = 1, max = 2) int threads) {
        Parallel.threads(threads);
        check(format, m, n, k, withBias);
        checkBackward(format, m, n, k);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void specialActivations_goThroughTheChain(Format format) {
        float[] specials = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE, 3e38f};
        for (float special : specials) {
            for (int m : new int[] {1, 7}) {
                Guarded x = Guarded.random(8, 2f, m, 70);
                x.tensor().array()[x.tensor().offset() + 69] = special;
                check(weights(format, 70, 70), x, Guarded.random(9, 2f, 70));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void smallestAndLargestWeights_areWidenedExactly(Format format) {
        float[] w = {
            0f, -0f, 0x1p-24f, -0x1p-24f, 0x3p-24f, 0x1p-14f, -0x1.ff8p-15f, 65504f, -65504f, 1f, -1f, 0.1f, 1f / 3
        };
        QuantMatrix q = QuantMatrix.of(format, Tensor.of(w, w.length, 1));
        for (float x : new float[] {1f, -1f, 1e-3f}) {
            for (int m : new int[] {1, 5}) {
                float[] rows = new float[m];
                java.util.Arrays.fill(rows, x);
                check(q, Guarded.of(rows, m, 1), null);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void rows_doNotDependOnTheirNumber(Format format) {
        QuantMatrix w = weights(format, 70, 261);
        Tensor x = Guarded.random(10, 2f, 14, 261).tensor();
        Tensor all = Tensor.zeros(14, 70);
        kernels().linear(w, x, null, all, work);
        for (int m = 0; m < 14; m++) {
            Tensor one = Guarded.dirty(1, 70).tensor();
            kernels().linear(w, x.outer(m, m + 1), null, one, work);
            Bits.assertSame(all.outer(m, m + 1), one, "row " + m);
        }
    }

    @Test
    void shapesThatDoNotFit_areRefusedBeforeAnythingIsWritten() {
        QuantMatrix w = weights(Format.Q8_0, 5, 8);
        Tensor y = Guarded.dirty(2, 5).tensor();
        Tensor dx = Guarded.dirty(2, 8).tensor();
        assertRefused(
                "quant linear: x has shape", "[2, 7]", () -> kernels().linear(w, Tensor.zeros(2, 7), null, y, work));
        assertRefused(
                "quant linear: y has shape", "[2, 5]", () -> kernels().linear(w, Tensor.zeros(3, 8), null, y, work));
        Tensor bias = Tensor.zeros(4);
        assertRefused(
                "quant linear: bias has shape", "[4]", () -> kernels().linear(w, Tensor.zeros(2, 8), bias, y, work));
        assertRefused(
                "quant linear backward: dy has shape",
                "[2, 4]",
                () -> kernels().linearBackward(w, Tensor.zeros(2, 4), dx, work));
        assertRefused(
                "quant linear backward: dx has shape",
                "[16]",
                () -> kernels().linearBackward(w, Tensor.zeros(2, 5), Tensor.zeros(16), work));
        assertUntouched(y, dx);
    }
}
