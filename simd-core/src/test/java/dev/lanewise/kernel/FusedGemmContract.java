package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.kernel.GemmKernels.Activation;
import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@link GemmKernels} promises about activations and strided batches; every implementation inherits it. The oracle
 * is the plain product, which {@link GemmContract} compares with the definition, and the kernel of the activation.
 */
public abstract class FusedGemmContract {
    private final Kernels kernels;
    private final GemmKernels gemm;
    private final Workspace work = Scratch.dirty();

    protected FusedGemmContract(Kernels kernels) {
        this.kernels = kernels;
        gemm = kernels.gemm();
    }

    private void apply(Activation f, Tensor c) {
        switch (f) {
            case NONE -> {}
            case RELU -> kernels.elementwise().relu(c, c);
            case SIGMOID -> kernels.elementwise().sigmoid(c, c);
            case TANH -> kernels.elementwise().tanh(c, c);
            case GELU -> kernels.elementwise().gelu(c, c);
            case SILU -> kernels.map().apply(Function.SILU, 0f, 0f, c, c);
        }
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void activation_equalsTheKernelAppliedAfterwards(Activation f) {
        for (int m : new int[] {0, 1, 5, 61, 130}) {
            for (int n : new int[] {1, 31, 45, 300}) {
                for (int k : new int[] {0, 3, 900}) {
                    activation(f, m, n, k);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void threads_doNotChangeTheBitsOfActivations(int threads) {
        Threads.with(threads, () -> {
            for (Activation f : Activation.values()) {
                activation(f, 70, 260, 30);
                activation(f, 1, 1000, 300);
            }
        });
    }

    private void activation(Activation f, int m, int n, int k) {
        Tensor a = Guarded.random(1, 2f, m, k).tensor();
        Tensor b = Guarded.random(2, 2f, k, n).tensor();
        Guarded bias = Guarded.random(3, 3f, n);
        special(bias.tensor());
        Tensor expected = Tensor.zeros(m, n);
        gemm.gemm(Form.NN, 1f, a, b, 0f, bias.tensor(), expected, work);
        apply(f, expected);
        String what = f + " " + m + "x" + n + "x" + k;
        Guarded c = Guarded.dirty(m, n);
        gemm.gemm(Form.NN, 1f, a, b, 0f, bias.tensor(), f, c.tensor(), work);
        Bits.assertSame(expected, c.tensor(), what);
        c.assertIntact();
        PackedMatrix panels = PackedMatrix.of(k, n);
        gemm.pack(false, b, panels);
        Guarded d = Guarded.dirty(m, n);
        gemm.packed(false, 1f, a, panels, 0f, bias.tensor(), f, d.tensor(), work);
        Bits.assertSame(expected, d.tensor(), what + " packed");
        d.assertIntact();
    }

    private static void special(Tensor t) {
        float[] values = {Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, -0f, -101f, -99f, 1e-40f};
        for (int i = 0; i < Math.min(values.length, t.size() - 1); i++) {
            t.array()[t.offset() + 1 + i] = values[i];
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void heads_sideBySideInTheRowsOfOneTensor(int threads) {
        // Scores of attention, and the values weighted by them: [T, H, D] and [H, T, T].
        int t = 35;
        int d = 20;
        for (int h : new int[] {1, 3, 9}) {
            Tensor q = Guarded.random(4, 2f, t, h * d).tensor();
            Tensor k = Guarded.random(5, 2f, t, h * d).tensor();
            Guarded scores = Guarded.dirty(h, t, t);
            MatrixBatch size = new MatrixBatch(h, t, t, d, h * d, d, h * d, d, t, t * t);
            Guarded y = Guarded.random(6, 2f, t, h * d);
            Tensor yBefore = Tensor.of(y.tensor().toArray(), t, h * d);
            MatrixBatch back = new MatrixBatch(h, t, d, t, t, t * t, h * d, d, h * d, d);
            Threads.with(threads, () -> {
                gemm.strided(Form.NT, size, 0.5f, q, k, 0f, null, scores.tensor(), work);
                gemm.strided(Form.NN, back, 1f, scores.tensor(), k, 0.7f, null, y.tensor(), work);
            });
            scores.assertIntact();
            y.assertIntact();
            for (int i = 0; i < h; i++) {
                Tensor expected = Tensor.zeros(t, t);
                gemm.gemm(Form.NT, 0.5f, head(q, i, d), head(k, i, d), 0f, null, expected, work);
                Bits.assertSame(expected, scores.tensor().outer(i), h + " heads, scores of " + i);
                Tensor values = head(yBefore, i, d);
                gemm.gemm(Form.NN, 1f, expected, head(k, i, d), 0.7f, null, values, work);
                Bits.assertSame(values, head(y.tensor(), i, d), h + " heads, values of " + i);
            }
        }
    }

    private static Tensor head(Tensor t, int i, int d) {
        Tensor head = Tensor.zeros(t.dim(0), d);
        for (int r = 0; r < t.dim(0); r++) {
            for (int j = 0; j < d; j++) {
                head.set(t.get(r, i * d + j), r, j);
            }
        }
        return head;
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void strided_writesItsWindowsOnly(Form form) {
        int m = 13;
        int n = 33;
        int k = 9;
        int rowA = form.transA() ? m : k;
        int rowB = form.transB() ? k : n;
        Tensor a = Guarded.random(7, 2f, form.transA() ? k : m, rowA).tensor();
        Guarded wideA = wide(a);
        Tensor b = Guarded.random(8, 2f, form.transB() ? n : k, rowB).tensor();
        Guarded wideB = wide(b);
        Tensor bias = Guarded.random(9, 2f, n).tensor();
        Guarded c = Guarded.dirty(2 * m * (n + 5));
        MatrixBatch size = new MatrixBatch(2, m, n, k, rowA + 5, 0, rowB + 5, 0, n + 5, m * (n + 5));
        gemm.strided(form, size, 1f, wideA.tensor(), wideB.tensor(), 0f, bias, c.tensor(), work);
        Tensor expected = Tensor.zeros(m, n);
        gemm.gemm(form, 1f, a, b, 0f, bias, expected, work);
        for (int i = 0; i < 2 * m; i++) {
            for (int j = 0; j < n + 5; j++) {
                float e = j < n ? expected.get(i % m, j) : Float.NaN;
                assertEquals(e, c.tensor().get(i * (n + 5) + j), form + ", row " + i + ", column " + j);
            }
        }
    }

    /** The rows with five marks after each. */
    private static Guarded wide(Tensor t) {
        Guarded wide = Guarded.dirty(t.dim(0), t.dim(1) + 5);
        for (int i = 0; i < t.dim(0); i++) {
            for (int j = 0; j < t.dim(1); j++) {
                wide.tensor().set(t.get(i, j), i, j);
            }
        }
        return wide;
    }

    private static String message(Runnable call) {
        return assertThrows(IllegalArgumentException.class, call::run).getMessage();
    }

    @Test
    void windowsOutsideTheirTensors_areRefusedBeforeAnythingIsWritten() {
        Tensor a = Tensor.zeros(24);
        Tensor b = Tensor.zeros(40);
        Tensor c = Guarded.dirty(30).tensor();
        MatrixBatch fits = new MatrixBatch(2, 3, 5, 4, 4, 12, 5, 20, 5, 15);
        assertEquals(
                "gemm strided: a has shape [23], 23 elements, but 2 matrices of 3 rows of 4, 4 and 12 apart, end at 24",
                message(() -> gemm.strided(Form.NN, fits, 1f, Tensor.zeros(23), b, 0f, null, c, work)));
        assertEquals(
                "gemm strided: bias has shape [4], expected [5]",
                message(() -> gemm.strided(Form.NN, fits, 1f, a, b, 0f, Tensor.zeros(4), c, work)));
        MatrixBatch narrow = new MatrixBatch(2, 3, 5, 4, 3, 12, 5, 20, 5, 15);
        assertEquals(
                "gemm strided: a has rows of 4, 3 apart, in matrices 12 apart",
                message(() -> gemm.strided(Form.NN, narrow, 1f, a, b, 0f, null, c, work)));
        // (2^16 - 1) * 2^16 wraps to a small number in an int.
        MatrixBatch far = new MatrixBatch(65_537, 3, 5, 4, 4, 65_536, 5, 0, 5, 15);
        assertEquals(
                "gemm strided: a has shape [24], 24 elements, but 65537 matrices of 3 rows of 4, 4 and 65536 apart, end"
                        + " at 4294967308",
                message(() -> gemm.strided(Form.NN, far, 1f, a, b, 0f, null, c, work)));
        Refusals.assertUntouched(c);
    }

    @Test
    void matricesThatOverlap_areRefused() {
        assertEquals(
                "gemm strided: c has rows of 5, 5 apart, and 2 matrices of 3 rows, 14 apart: they overlap",
                message(() -> new MatrixBatch(2, 3, 5, 4, 4, 12, 5, 20, 5, 14)));
        assertEquals(
                "gemm strided: c has rows of 5, 4 apart, and 1 matrices of 3 rows, 15 apart: they overlap",
                message(() -> new MatrixBatch(1, 3, 5, 4, 4, 12, 5, 20, 4, 15)));
        assertEquals(
                "gemm strided: 2 products of 3x-5x4: an extent is negative",
                message(() -> new MatrixBatch(2, 3, -5, 4, 4, 12, 5, 20, 5, 15)));
        // (5 - 1) * 2^30 + 5 is 5 in an int.
        assertEquals(
                "gemm strided: c has rows of 5, 1073741824 apart, and 2 matrices of 5 rows, 1073741821 apart: they"
                        + " overlap",
                message(() -> new MatrixBatch(2, 5, 5, 4, 4, 12, 5, 20, 1 << 30, (1 << 30) - 3)));
    }
}
