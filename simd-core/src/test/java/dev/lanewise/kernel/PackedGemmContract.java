package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@link GemmKernels} promises about packed operands; every implementation inherits it. The oracle is the product
 * without packing, which {@link GemmContract} compares with the definition.
 */
public abstract class PackedGemmContract {
    private static final int[] EDGES = {0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 16, 17, 23, 24, 25, 31, 32, 33, 65, 129};

    private final GemmKernels kernels;
    private final Workspace work = Scratch.dirty();

    protected PackedGemmContract(GemmKernels kernels) {
        this.kernels = kernels;
    }

    private PackedMatrix packed(boolean transposed, Tensor b) {
        PackedMatrix p = PackedMatrix.of(b.dim(transposed ? 1 : 0), b.dim(transposed ? 0 : 1));
        java.util.Arrays.fill(p.panels(), Float.NaN);
        kernels.pack(transposed, b, p);
        return p;
    }

    private void check(Form form, int m, int n, int k, float alpha, float beta, boolean withBias) {
        Guarded a = form.transA() ? Guarded.random(1, 2f, k, m) : Guarded.random(1, 2f, m, k);
        Guarded b = form.transB() ? Guarded.random(2, 2f, n, k) : Guarded.random(2, 2f, k, n);
        Tensor bias = withBias ? Guarded.random(3, 2f, n).tensor() : null;
        Guarded c = beta == 0f ? Guarded.dirty(m, n) : Guarded.random(4, 2f, m, n);
        Tensor expected = Tensor.of(c.tensor().toArray(), m, n);
        kernels.gemm(form, alpha, a.tensor(), b.tensor(), beta, bias, expected, work);
        PackedMatrix panels = packed(form.transB(), b.tensor());
        float[] before = panels.panels().clone();
        kernels.packed(form.transA(), alpha, a.tensor(), panels, beta, bias, c.tensor(), work);
        String what = form + " " + m + "x" + n + "x" + k + ", alpha " + alpha + ", beta " + beta;
        Bits.assertSame(expected, c.tensor(), what);
        Bits.assertSame(before, panels.panels(), what + ": the panels afterwards");
        a.assertIntact();
        b.assertIntact();
        c.assertIntact();
    }

    @Test
    void edges_equalTheProductWithoutPacking() {
        for (int m : EDGES) {
            for (int n : EDGES) {
                check(Form.NN, m, n, 7, 1f, 0f, true);
                check(Form.NT, m, n, 3, 1f, 1f, false);
            }
        }
    }

    @Test
    void depths_equalTheProductWithoutPacking() {
        for (int k : new int[] {0, 1, 2, 15, 16, 17, 127, 128, 129, 255, 256, 257, 513, 1030}) {
            for (int m : new int[] {1, 2, 5, 13}) {
                check(Form.NN, m, 70, k, 1f, 0f, true);
                check(Form.TT, m, 70, k, 0.5f, -0.75f, false);
            }
        }
    }

    @Test
    void wideAndTall_equalTheProductWithoutPacking() {
        check(Form.NN, 1, 5003, 9, 1f, 0f, true);
        check(Form.TT, 6, 4500, 9, 1f, 1f, true);
        check(Form.NT, 300, 40, 9, 1f, 0f, true);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void threads_doNotChangeTheBits(int threads) {
        Threads.with(threads, () -> {
            check(Form.NN, 1, 1500, 300, 1f, 0f, true);
            check(Form.TN, 8, 700, 270, 1f, 0.5f, true);
            check(Form.NT, 130, 170, 261, 0.5f, 1f, false);
        });
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void anyShape_equalsTheProductWithoutPacking(
            @ForAll Form form,
            @ForAll @IntRange(max = 40) int m,
            @ForAll @IntRange(max = 300) int n,
            @ForAll @IntRange(max = 300) int k,
            @ForAll @FloatRange(min = -2f, max = 2f) float alpha,
            @ForAll @FloatRange(min = -2f, max = 2f) float beta,
            @ForAll boolean withBias,
            @ForAll @IntRange(min = 1, max = 2) int threads) {
        Threads.with(threads, () -> check(form, m, n, k, alpha, beta, withBias));
    }

    @Test
    void layout_isTheDocumentedOne() {
        Tensor b = Guarded.random(5, 2f, 9, 70).tensor();
        PackedMatrix p = packed(false, b);
        assertEquals(96 * 9, p.panels().length);
        for (int k = 0; k < 9; k++) {
            for (int j = 0; j < 96; j++) {
                assertEquals(j < 70 ? b.get(k, j) : 0f, p.panels()[(j / 32 * 9 + k) * 32 + j % 32], k + ", " + j);
            }
        }
    }

    @Test
    void packingAgain_forgetsWhatWasPackedBefore() {
        Tensor a = Guarded.random(6, 2f, 5, 40).tensor();
        Tensor first = Guarded.random(7, 2f, 40, 50).tensor();
        Tensor second = Guarded.random(8, 2f, 50, 40).tensor();
        PackedMatrix p = packed(false, first);
        kernels.pack(true, second, p);
        Tensor expected = Tensor.zeros(5, 50);
        kernels.gemm(Form.NT, 1f, a, second, 0f, null, expected, work);
        Tensor c = Guarded.dirty(5, 50).tensor();
        kernels.packed(false, 1f, a, p, 0f, null, c, work);
        Bits.assertSame(expected, c, "packed again");
    }

    @Test
    void nanAndInfinity_passThroughPanels() {
        for (float special : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -0f, Float.MIN_VALUE}) {
            for (int m : new int[] {1, 3, 14}) {
                Tensor a = Guarded.random(9, 2f, m, 37).tensor();
                Tensor b = Guarded.random(10, 2f, 37, 45).tensor();
                a.set(special, m - 1, 3);
                b.set(0f, 3, 7);
                b.set(special, 5, 44);
                Tensor expected = Tensor.zeros(m, 45);
                kernels.gemm(Form.NN, 1f, a, b, 0f, null, expected, work);
                Tensor c = Guarded.dirty(m, 45).tensor();
                kernels.packed(false, 1f, a, packed(false, b), 0f, null, c, work);
                Bits.assertSame(expected, c, special + " with " + m + " rows");
            }
        }
    }

    private static String message(Runnable call) {
        return assertThrows(IllegalArgumentException.class, call::run).getMessage();
    }

    @Test
    void wrongShapes_areRefusedBeforeAnythingIsWritten() {
        Tensor c = Guarded.dirty(3, 5).tensor();
        PackedMatrix p = PackedMatrix.of(4, 5);
        assertEquals(
                "gemm packed: b has shape [4, 5]: K=4, but a has K=6 (contract a:[M,K] b:[K,N] bias:[N]? c:[M,N])",
                message(() -> kernels.packed(false, 1f, Tensor.zeros(3, 6), p, 0f, null, c, work)));
        assertEquals(
                "gemm packed: c has shape [3, 5]: M=3, but a has M=2 (contract a:[K,M] b:[K,N] bias:[N]? c:[M,N])",
                message(() -> kernels.packed(true, 1f, Tensor.zeros(4, 2), p, 0f, null, c, work)));
        assertEquals(
                "gemm packed: bias has shape [4]: N=4, but b has N=5 (contract a:[M,K] b:[K,N] bias:[N]? c:[M,N])",
                message(() -> kernels.packed(false, 1f, Tensor.zeros(3, 4), p, 0f, Tensor.zeros(4), c, work)));
        Refusals.assertUntouched(c);
        assertEquals(
                "gemm pack: b has shape [5, 4], expected [4, 5] for a packed matrix of shape [4, 5]",
                message(() -> kernels.pack(false, Tensor.zeros(5, 4), p)));
        assertEquals(
                "gemm pack: b has shape [4, 5], expected [5, 4] (transposed) for a packed matrix of shape [4, 5]",
                message(() -> kernels.pack(true, Tensor.zeros(4, 5), p)));
    }

    @Test
    void panelsThatFitNoArray_areRefused() {
        assertEquals(
                "packed matrix of shape [100000000, 1]: its panels of 32 columns have 3200000000 elements, more than"
                        + " one array holds (2147483583)",
                message(() -> PackedMatrix.of(100_000_000, 1)));
        assertEquals("packed matrix of shape [3, -1]: an extent is negative", message(() -> PackedMatrix.of(3, -1)));
        assertEquals(Shape.of(3, 40), PackedMatrix.of(3, 40).shape());
    }
}
