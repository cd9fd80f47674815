package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link GemmKernels} promises; every implementation inherits it. */
public abstract class GemmContract {
    // Around the edges of the register tiles of all widths.
    private static final int[] EDGES = {0, 1, 11, 12, 13, 31, 32, 33, 63, 64, 65};

    private final GemmKernels kernels;
    private final Workspace work = Scratch.dirty();
    private final int threads = Parallel.threads();

    protected GemmContract(GemmKernels kernels) {
        this.kernels = kernels;
    }

    @AfterEach
    @AfterProperty
    void restoreThreads() {
        Parallel.threads(threads);
    }

    /** The definition: one chain per element, written as plainly as it can be. */
    private static float[] naive(
            Form form, float alpha, float[] a, float[] b, float beta, float[] bias, float[] c, int m, int n, int k) {
        float[] y = new float[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                float s = beta == 0f ? 0f : beta * c[i * n + j];
                for (int t = 0; t < k; t++) {
                    float x = form.transA() ? a[t * m + i] : a[i * k + t];
                    float w = form.transB() ? b[j * k + t] : b[t * n + j];
                    s = Math.fma(alpha * x, w, s);
                }
                y[i * n + j] = bias == null ? s : s + bias[j];
            }
        }
        return y;
    }

    private static Guarded left(Form form, long seed, int m, int k) {
        return form.transA() ? Guarded.random(seed, 2f, k, m) : Guarded.random(seed, 2f, m, k);
    }

    private static Guarded right(Form form, long seed, int k, int n) {
        return form.transB() ? Guarded.random(seed + 1, 2f, n, k) : Guarded.random(seed + 1, 2f, k, n);
    }

    /** Runs the kernel on windows with guard bands and compares with the definition. */
    private void check(Form form, int m, int n, int k, float alpha, float beta, boolean withBias) {
        Guarded a = left(form, 17, m, k);
        Guarded b = right(form, 17, k, n);
        Guarded bias = withBias ? Guarded.random(19, 2f, n) : null;
        Guarded c = beta == 0f ? Guarded.dirty(m, n) : Guarded.random(20, 2f, m, n);
        check(form, alpha, a, b, beta, bias, c, m, n, k);
    }

    private void check(
            Form form, float alpha, Guarded a, Guarded b, float beta, Guarded bias, Guarded c, int m, int n, int k) {
        float[] ofA = a.tensor().toArray();
        float[] ofB = b.tensor().toArray();
        float[] ofBias = bias == null ? null : bias.tensor().toArray();
        float[] expected = naive(form, alpha, ofA, ofB, beta, ofBias, c.tensor().toArray(), m, n, k);
        kernels.gemm(form, alpha, a.tensor(), b.tensor(), beta, bias == null ? null : bias.tensor(), c.tensor(), work);
        String what = form + " " + m + "x" + n + "x" + k + ", alpha " + alpha + ", beta " + beta
                + (bias == null ? "" : ", bias");
        Bits.assertSame(expected, c.tensor().toArray(), what);
        Bits.assertSame(ofA, a.tensor().toArray(), what + ": a afterwards");
        Bits.assertSame(ofB, b.tensor().toArray(), what + ": b afterwards");
        a.assertIntact();
        b.assertIntact();
        c.assertIntact();
        if (bias != null) {
            Bits.assertSame(ofBias, bias.tensor().toArray(), what + ": bias afterwards");
            bias.assertIntact();
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void tileEdges_equalTheDefinition(Form form) {
        for (int m : EDGES) {
            for (int n : EDGES) {
                check(form, m, n, 7, 1f, 0f, true);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void depths_equalTheDefinition(Form form) {
        // Around the depth blocks of the twins, 128 and 768.
        for (int k : new int[] {0, 1, 2, 3, 7, 8, 9, 31, 33, 127, 128, 129, 255, 256, 257, 513, 768, 769}) {
            check(form, 13, 33, k, 1f, 0f, true);
            check(form, 12, 32, k, 0.5f, 1f, true);
            check(form, 1, 65, k, 1f, -0.75f, false);
            check(form, 25, 1, k, 1f, 0f, false);
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void alphaAndBeta_equalTheDefinition(Form form) {
        for (float alpha : new float[] {1f, 0f, -0f, 0.5f, -1.3f}) {
            for (float beta : new float[] {0f, -0f, 1f, 0.7f, -1f}) {
                for (int k : new int[] {0, 9, 300}) {
                    check(form, 14, 37, k, alpha, beta, false);
                    check(form, 14, 37, k, alpha, beta, true);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void wideAndTall_equalTheDefinition(Form form) {
        // More columns and more rows than a block of either twin has.
        check(form, 3, 1031, 5, 1f, 0f, true);
        check(form, 257, 3, 5, 1f, 1f, true);
        check(form, 141, 290, 37, 1f, 0f, true);
        check(form, 30, 260, 800, -0.5f, 1f, true);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void threads_doNotChangeTheBits(int threads) {
        Parallel.threads(threads);
        for (Form form : Form.values()) {
            check(form, 130, 75, 61, 1f, 0f, true);
            check(form, 29, 70, 260, 0.5f, 1f, true);
            check(form, 7, 300, 97, 1f, 0.7f, false);
        }
    }

    @Test
    void newWorkspace_isSharedByTheThreads() {
        Parallel.threads(3);
        Tensor a = Guarded.random(1, 2f, 130, 41).tensor();
        Tensor b = Guarded.random(2, 2f, 41, 75).tensor();
        Tensor bias = Guarded.random(3, 2f, 75).tensor();
        float[] expected =
                naive(Form.NN, 1f, a.toArray(), b.toArray(), 0f, bias.toArray(), new float[130 * 75], 130, 75, 41);
        for (int round = 0; round < 100; round++) {
            Tensor c = Guarded.dirty(130, 75).tensor();
            kernels.gemm(Form.NN, 1f, a, b, 0f, bias, c, new Workspace());
            Bits.assertSame(expected, c.toArray(), "round " + round);
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void anyShape_equalsTheDefinition(
            @ForAll Form form,
            @ForAll @IntRange(max = 70) int m,
            @ForAll @IntRange(max = 70) int n,
            @ForAll @IntRange(max = 140) int k,
            @ForAll @FloatRange(min = -2f, max = 2f) float alpha,
            @ForAll @FloatRange(min = -2f, max = 2f) float beta,
            @ForAll boolean withBias,
            @ForAll @IntRange(min = 1, max = 2) int threads) {
        Parallel.threads(threads);
        check(form, m, n, k, alpha, beta, withBias);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void betaZero_readsNothingOfC(Form form) {
        Guarded c = Guarded.dirty(14, 37);
        c.tensor().array()[c.tensor().offset() + 3] = Float.POSITIVE_INFINITY;
        check(form, 1f, left(form, 1, 14, 9), right(form, 1, 9, 37), 0f, null, c, 14, 37, 9);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void nanAndInfinity_reachTheirRowsAndColumnsOnly(Form form) {
        float[] specials = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE, 3e38f};
        int m = 14;
        int n = 37;
        for (int k : new int[] {1, 9, 260}) {
            for (float special : specials) {
                Guarded a = left(form, 3, m, k);
                Guarded b = right(form, 3, k, n);
                set(a, special, a.tensor().size() / 2);
                set(b, 0f, b.tensor().size() / 3);
                check(form, 1f, a, b, 0f, null, Guarded.dirty(m, n), m, n, k);
                check(form, 0f, a, b, 1f, null, Guarded.random(4, 2f, m, n), m, n, k);
                set(b, special, b.tensor().size() / 2);
                check(form, 1f, a, b, 0f, Guarded.random(5, 2f, n), Guarded.dirty(m, n), m, n, k);
                Guarded c = Guarded.random(6, 2f, m, n);
                set(c, special, 40);
                check(form, 1f, left(form, 3, m, k), b, 0.5f, null, c, m, n, k);
            }
        }
    }

    private static void set(Guarded g, float value, int flat) {
        g.tensor().array()[g.tensor().offset() + flat] = value;
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void rows_doNotDependOnTheirNumber(Form form) {
        int m = 29;
        int n = 70;
        int k = 261;
        Tensor a = left(Form.NN, 7, m, k).tensor();
        Tensor b = right(form, 7, k, n).tensor();
        Tensor all = Tensor.zeros(m, n);
        kernels.gemm(form, 1f, form.transA() ? transposed(a) : a, b, 0f, null, all, work);
        for (int rows : new int[] {1, 2, 5, 12}) {
            for (int first = 0; first + rows <= m; first += rows) {
                Tensor some = a.outer(first, first + rows);
                Tensor c = Guarded.dirty(rows, n).tensor();
                kernels.gemm(form, 1f, form.transA() ? transposed(some) : some, b, 0f, null, c, work);
                Bits.assertSame(all.outer(first, first + rows), c, rows + " rows from " + first);
            }
        }
    }

    private static Tensor transposed(Tensor t) {
        Tensor y = Tensor.zeros(t.dim(1), t.dim(0));
        for (int i = 0; i < t.dim(0); i++) {
            for (int j = 0; j < t.dim(1); j++) {
                y.set(t.get(i, j), j, i);
            }
        }
        return y;
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void powersOfTwoOnTheDiagonal_scaleTheRowsExactly(Form form) {
        int m = 33;
        int n = 66;
        Tensor a = Tensor.zeros(m, m);
        for (int i = 0; i < m; i++) {
            a.set(Math.scalb(1f, i % 9 - 4), i, i);
        }
        Guarded b = right(form, 8, m, n);
        Tensor c = Guarded.dirty(m, n).tensor();
        // A diagonal matrix is its own transpose.
        kernels.gemm(form, 2f, a, b.tensor(), 0f, null, c, work);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                float x = form.transB() ? b.tensor().get(j, i) : b.tensor().get(i, j);
                assertEquals(Math.scalb(x, i % 9 - 3), c.get(i, j), "row " + i + ", column " + j);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void powersOfTwo_giveTheExactSums(Form form) {
        int m = 25;
        int n = 67;
        int k = 259;
        Tensor a = powers(form.transA() ? Shape.of(k, m) : Shape.of(m, k), 9);
        Tensor b = powers(form.transB() ? Shape.of(n, k) : Shape.of(k, n), 10);
        Tensor c = Guarded.dirty(m, n).tensor();
        kernels.gemm(form, 1f, a, b, 0f, null, c, work);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                long sum = 0;
                for (int t = 0; t < k; t++) {
                    float x = form.transA() ? a.get(t, i) : a.get(i, t);
                    float y = form.transB() ? b.get(j, t) : b.get(t, j);
                    sum += (long) x * (long) y;
                }
                assertEquals(sum, (long) c.get(i, j));
            }
        }
    }

    /** Numbers +-1, 2, 4, 8, 16: the sums of a few hundred products of two fit a float. */
    private static Tensor powers(Shape shape, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor t = Tensor.zeros(shape);
        for (int i = 0; i < t.size(); i++) {
            t.array()[i] = (random.nextBoolean() ? 1 : -1) * Math.scalb(1f, random.nextInt(5));
        }
        return t;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void batched_equalsProductsOneByOne(int threads) {
        Parallel.threads(threads);
        for (Form form : Form.values()) {
            for (int batch : new int[] {0, 1, 3, 7}) {
                checkBatched(form, batch, 5, 7, 9);
                checkBatched(form, batch, 13, 33, 17);
            }
            checkBatched(form, 7, 33, 35, 37);
            checkBatched(form, 2, 75, 65, 61);
            checkBatched(form, 3, 0, 5, 5);
            checkBatched(form, 3, 5, 0, 5);
            checkBatched(form, 3, 5, 5, 0);
        }
    }

    private void checkBatched(Form form, int batch, int m, int n, int k) {
        for (int shared = 0; shared < 4; shared++) {
            boolean oneA = (shared & 1) != 0;
            boolean oneB = (shared & 2) != 0;
            Guarded a = stacked(left(form, 11, m, k), batch, oneA, 11);
            Guarded b = stacked(right(form, 12, k, n), batch, oneB, 12);
            Guarded bias = oneA ? Guarded.random(13, 2f, n) : null;
            float beta = oneB ? 0.7f : 0f;
            Guarded c = oneB ? Guarded.random(14, 2f, batch, m, n) : Guarded.dirty(batch, m, n);
            float[] expected = new float[batch * m * n];
            for (int i = 0; i < batch; i++) {
                Tensor ai = oneA ? a.tensor() : a.tensor().outer(i);
                Tensor bi = oneB ? b.tensor() : b.tensor().outer(i);
                float[] ofBias = bias == null ? null : bias.tensor().toArray();
                float[] ci = c.tensor().outer(i).toArray();
                float[] y = naive(form, 1.5f, ai.toArray(), bi.toArray(), beta, ofBias, ci, m, n, k);
                System.arraycopy(y, 0, expected, i * m * n, m * n);
            }
            kernels.batched(
                    form, 1.5f, a.tensor(), b.tensor(), beta, bias == null ? null : bias.tensor(), c.tensor(), work);
            String what = form + " " + batch + " x " + m + "x" + n + "x" + k + (oneA ? ", one a" : "")
                    + (oneB ? ", one b" : "");
            Bits.assertSame(expected, c.tensor().toArray(), what);
            a.assertIntact();
            b.assertIntact();
            c.assertIntact();
        }
    }

    private static Guarded stacked(Guarded matrix, int batch, boolean one, long seed) {
        Shape shape = matrix.tensor().shape();
        return one ? matrix : Guarded.random(seed, 2f, batch, shape.dim(0), shape.dim(1));
    }
}
