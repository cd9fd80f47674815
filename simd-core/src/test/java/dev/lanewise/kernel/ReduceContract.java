package dev.lanewise.kernel;

import static dev.lanewise.kernel.Refusals.assertRefused;
import static dev.lanewise.kernel.Refusals.assertUntouched;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every implementation of {@link ReduceKernels} keeps. */
public abstract class ReduceContract {
    /** Of a sum of D numbers below 1, per number: less than an ulp of the sum in all the folds of a lane. */
    private static final double CLOSE_PER_ELEMENT = 1e-7;

    /** What is tested. */
    protected abstract ReduceKernels kernels();

    @Test
    void rowSums_everyLength_isTheDefinitionBitForBit() {
        for (int d : PlainRows.LENGTHS) {
            Guarded x = Guarded.random(d, 1f, 3, d);
            Guarded y = Guarded.dirty(3);
            kernels().rowSums(x.tensor(), y.tensor());
            for (int r = 0; r < 3; r++) {
                float[] row = x.tensor().outer(r).toArray();
                double exact = 0;
                for (float v : row) {
                    exact += v;
                }
                assertEquals(PlainRows.sum(row, 0, d), y.tensor().get(r), "row " + r + " of length " + d);
                assertEquals(exact, y.tensor().get(r), d * CLOSE_PER_ELEMENT);
            }
            y.assertIntact();
        }
    }

    @Test
    void sum_isARow() {
        for (int d : PlainRows.LENGTHS) {
            Tensor x = Guarded.random(d, 1f, d).tensor();
            assertEquals(PlainRows.sum(x.toArray(), 0, d), kernels().sum(x));
            assertEquals(kernels().sum(x), kernels().sum(x.reshape(1, d)));
        }
        assertEquals(3f, kernels().sum(Tensor.scalar(3f)));
    }

    @Test
    void dot_everyLength_isTheDefinitionBitForBit() {
        for (int d : PlainRows.LENGTHS) {
            Tensor a = Guarded.random(d, 1f, d).tensor();
            Tensor b = Guarded.random(d + 1, 1f, d).tensor();
            double exact = 0;
            for (int i = 0; i < d; i++) {
                exact += (double) a.get(i) * b.get(i);
            }
            float dot = kernels().dot(a, b);
            assertEquals(PlainRows.dot(a.toArray(), 0, b.toArray(), 0, d), dot);
            assertEquals(exact, dot, d * CLOSE_PER_ELEMENT);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void sumAndDot_ofManyElements_areSumsOfRowsInOrder(int threads) {
        int part = ReduceKernels.SUMMED;
        for (int n : new int[] {part + 1, 2 * part, 5 * part + 77}) {
            float[] a = Guarded.random(n, 1f, n).tensor().toArray();
            float[] b = Guarded.random(n + 1, 1f, n).tensor().toArray();
            float sum = PlainRows.sum(a, 0, part);
            float dot = PlainRows.dot(a, 0, b, 0, part);
            for (int at = part; at < n; at += part) {
                sum += PlainRows.sum(a, at, Math.min(part, n - at));
                dot += PlainRows.dot(a, at, b, at, Math.min(part, n - at));
            }
            float[] expected = {sum, dot};
            Threads.with(threads, () -> {
                float[] actual = {kernels().sum(Tensor.of(a, n)), kernels().dot(Tensor.of(a, n), Tensor.of(b, n))};
                Bits.assertSame(expected, actual, n + " elements");
            });
        }
    }

    @Test
    void sums_ofMinusZero_arePlusZero() {
        for (int d : PlainRows.LENGTHS) {
            Tensor x = Tensor.zeros(1, d);
            x.fill(-0f);
            Tensor y = Tensor.zeros(1);
            kernels().rowSums(x, y);
            Bits.assertSame(new float[] {0f}, y.toArray(), "rowSums");
            Bits.assertSame(new float[] {0f}, new float[] {kernels().sum(x)}, "sum");
        }
    }

    @Test
    void dot_ofUnderflowingProducts_keepsTheZerosOfTheDefinition() {
        for (int d : PlainRows.LENGTHS) {
            Tensor a = Guarded.zeros(d).tensor();
            Tensor b = Guarded.zeros(d).tensor();
            a.fill(Float.MIN_VALUE);
            b.fill(-Float.MIN_VALUE);
            float expected = PlainRows.dot(a.toArray(), 0, b.toArray(), 0, d);
            Bits.assertSame(
                    new float[] {expected, expected},
                    new float[] {kernels().dot(a, b), kernels().dot(a.copy(), b.copy())},
                    "d=" + d);
        }
    }

    @Test
    void rowMax_isTheLargestOfMathMax() {
        for (int d : PlainRows.LENGTHS) {
            for (double rate : new double[] {0, 0.5 / d}) {
                float[] values = PlainRows.withSpecials(d, 1f, rate, 5 * d);
                Guarded y = Guarded.dirty(5);
                kernels().rowMax(Guarded.of(values, 5, d).tensor(), y.tensor());
                for (int r = 0; r < 5; r++) {
                    float m = Float.NEGATIVE_INFINITY;
                    for (int i = 0; i < d; i++) {
                        m = Math.max(m, values[r * d + i]);
                    }
                    Bits.assertSame(new float[] {m}, new float[] {y.tensor().get(r)}, "length " + d);
                }
                y.assertIntact();
            }
        }
    }

    @Test
    void rowMax_nanOfEitherSignAmongElementsOfEitherSign_isNan() {
        for (float other : new float[] {-3f, 3f, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY}) {
            for (int bits : new int[] {0x7fc00000, 0xffc00000, 0x7f800001, 0xffffffff}) {
                for (int d : new int[] {2, 16, 17, 65, 207}) {
                    for (int at = 0; at < d; at++) {
                        Tensor x = Tensor.zeros(1, d);
                        x.fill(other);
                        Tensor y = Tensor.zeros(1);
                        kernels().rowMax(x, y);
                        Bits.assertSame(new float[] {other}, y.toArray(), "without");
                        x.set(Float.intBitsToFloat(bits), 0, at);
                        kernels().rowMax(x, y);
                        Bits.assertSame(new float[] {Float.NaN}, y.toArray(), other + ", NaN at " + at);
                    }
                }
            }
        }
    }

    @Test
    void rowMax_zerosOfBothSigns_isPlusZeroWhereverItStands() {
        for (int d : new int[] {2, 16, 17, 65, 207}) {
            for (int at = 0; at < d; at++) {
                Tensor x = Tensor.zeros(1, d);
                x.fill(-0f);
                Tensor y = Tensor.zeros(1);
                kernels().rowMax(x, y);
                Bits.assertSame(new float[] {-0f}, y.toArray(), "only -0");
                x.set(0f, 0, at);
                kernels().rowMax(x, y);
                Bits.assertSame(new float[] {0f}, y.toArray(), "+0 at " + at);
            }
        }
    }

    @Test
    void rowArgmax_isTheFirstLargestOrTheFirstNaN() {
        for (int d : PlainRows.LENGTHS) {
            for (double rate : new double[] {0, 0.5 / d, 0.5}) {
                float[] values = PlainRows.withSpecials(d, 1f, rate, 5 * d);
                int[] guarded = new int[5 + 2];
                IntTensor y = IntTensor.window(guarded, 1, Tensor.zeros(5).shape());
                kernels().rowArgmax(Guarded.of(values, 5, d).tensor(), y);
                for (int r = 0; r < 5; r++) {
                    assertEquals(argmax(Arrays.copyOfRange(values, r * d, (r + 1) * d)), y.get(r), "length " + d);
                }
                assertEquals(0, guarded[0] | guarded[6]);
            }
        }
    }

    private static int argmax(float[] row) {
        for (int i = 0; i < row.length; i++) {
            if (Float.isNaN(row[i])) {
                return i;
            }
        }
        int best = 0;
        for (int i = 1; i < row.length; i++) {
            best = row[i] > row[best] ? i : best;
        }
        return best;
    }

    @Test
    void rowArgmax_equalValues_givesTheFirst() {
        for (int d : PlainRows.LENGTHS) {
            Tensor x = Tensor.zeros(1, d);
            x.set(-0f, 0, 0);
            IntTensor y = IntTensor.of(new int[] {-1}, 1);
            kernels().rowArgmax(x, y);
            assertEquals(0, y.get(0));
        }
    }

    @Test
    void columnSums_isAChainPerPartAndThenTheParts() {
        for (int rows : new int[] {0, 1, 2, 63, 64, 127, 128, 129, 700, 1500}) {
            for (int d : new int[] {1, 3, 10, 16, 31, 64, 77, 207, 256, 301}) {
                Guarded x = Guarded.random(rows + d, 1f, rows, d);
                Guarded y = Guarded.dirty(d);
                kernels().columnSums(x.tensor(), y.tensor(), new Workspace());
                Bits.assertSame(
                        columnSums(x.tensor().toArray(), rows, d), y.tensor().toArray(), rows + "x" + d);
                y.assertIntact();
            }
        }
    }

    private static float[] columnSums(float[] x, int rows, int d) {
        int parts = ReduceKernels.columnGrains(rows);
        float[] y = new float[d];
        for (int c = 0; c < d; c++) {
            for (int g = 0; g < parts; g++) {
                float part = 0f;
                for (int r = g * rows / parts; r < (g + 1) * rows / parts; r++) {
                    part += x[r * d + c];
                }
                y[c] = g == 0 ? part : y[c] + part;
            }
        }
        return y;
    }

    @Test
    void columnSums_usedWorkspace_changesNothing() {
        Workspace work = new Workspace();
        Tensor x = Guarded.random(1, 1f, 300, 17).tensor();
        Tensor fresh = Tensor.zeros(17);
        kernels().columnSums(x, fresh, work);
        Tensor large = Tensor.zeros(900, 40);
        large.fill(Float.NaN);
        kernels().columnSums(large, Tensor.zeros(40), work);
        Tensor again = Tensor.zeros(17);
        kernels().columnSums(x, again, work);
        Bits.assertSame(fresh, again, "again");
    }

    @Test
    void allFinite_findsTheOneThatIsNot() {
        for (int d : new int[] {1, 15, 16, 17, 255, 256, 257, 1021}) {
            Tensor x = Guarded.random(d, Float.MAX_VALUE, d).tensor();
            assertTrue(kernels().allFinite(x));
            for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                for (int at = 0; at < d; at += 7) {
                    float before = x.get(at);
                    x.set(bad, at);
                    assertFalse(kernels().allFinite(x), bad + " at " + at + " of " + d);
                    x.set(before, at);
                }
            }
            x.fill(Float.MAX_VALUE);
            assertTrue(kernels().allFinite(x), "the largest numbers are finite, their sum is not");
        }
    }

    @Test
    void everyMethod_anyThreads_hasTheSameBits() {
        Tensor x = Guarded.random(1, 1f, 1001, 207).tensor();
        Object[][] results = new Object[2][];
        for (int threads = 1; threads <= 2; threads++) {
            Tensor sums = Tensor.zeros(1001);
            Tensor max = Tensor.zeros(1001);
            IntTensor argmax = IntTensor.zeros(1001);
            Tensor columns = Tensor.zeros(207);
            Threads.with(threads, () -> {
                kernels().rowSums(x, sums);
                kernels().rowMax(x, max);
                kernels().rowArgmax(x, argmax);
                kernels().columnSums(x, columns, new Workspace());
            });
            results[threads - 1] = new Object[] {
                sums.toArray(),
                max.toArray(),
                argmax.toArray(),
                columns.toArray(),
                kernels().sum(x),
                kernels().dot(x, x)
            };
        }
        assertArrayEquals(results[0], results[1]);
    }

    @Test
    void everyMethod_zeroExtents_givesTheSumOfNothing() {
        Tensor y = Guarded.dirty(3).tensor();
        kernels().rowSums(Tensor.zeros(3, 0), y);
        Bits.assertSame(new float[3], y.toArray(), "rowSums");
        kernels().columnSums(Tensor.zeros(0, 3), Guarded.dirty(3).tensor(), new Workspace());
        kernels().columnSums(Tensor.zeros(3, 0), Tensor.zeros(0), new Workspace());
        kernels().rowSums(Tensor.zeros(0, 3), Tensor.zeros(0));
        kernels().rowMax(Tensor.zeros(0, 3), Tensor.zeros(0));
        kernels().rowArgmax(Tensor.zeros(0, 3), IntTensor.zeros(0));
        Bits.assertSame(new float[1], new float[] {kernels().sum(Tensor.zeros(0, 3))}, "sum");
        Bits.assertSame(new float[1], new float[] {kernels().dot(Tensor.zeros(0), Tensor.zeros(0))}, "dot");
        assertTrue(kernels().allFinite(Tensor.zeros(0)));
    }

    @Test
    void everyMethod_wrongShapes_sayWhichAndWriteNothing() {
        Tensor x = Tensor.zeros(3, 4);
        Guarded y = Guarded.dirty(5);
        IntTensor indices = IntTensor.of(new int[] {7, 7}, 2);
        assertRefused("rowSums: ", "[5]", () -> kernels().rowSums(x, y.tensor()));
        assertRefused("rowMax: ", "[5]", () -> kernels().rowMax(x, y.tensor()));
        assertRefused("rowArgmax: ", "[2]", () -> kernels().rowArgmax(x, indices));
        assertRefused("columnSums: ", "[5]", () -> kernels().columnSums(x, y.tensor(), new Workspace()));
        assertRefused("dot: ", "[5]", () -> kernels().dot(x, y.tensor()));
        assertRefused("rowMax: ", "[3, 0]", () -> kernels().rowMax(Tensor.zeros(3, 0), Tensor.zeros(3)));
        assertRefused("rowArgmax: ", "[3, 0]", () -> kernels().rowArgmax(Tensor.zeros(3, 0), IntTensor.zeros(3)));
        assertRefused("rowSums: ", "[]", () -> kernels().rowSums(Tensor.scalar(1f), Tensor.scalar(1f)));
        assertUntouched(y.tensor());
        assertArrayEquals(new int[] {7, 7}, indices.toArray());
    }
}
