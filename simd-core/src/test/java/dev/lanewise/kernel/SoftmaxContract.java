package dev.lanewise.kernel;

import static dev.lanewise.kernel.Refusals.assertRefused;
import static dev.lanewise.kernel.Refusals.assertUntouched;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.math.Exp;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link SoftmaxKernels} keeps. */
public abstract class SoftmaxContract {
    private static final float SCALE = 10f;

    /** Of a probability: half an ulp of x - m (below 32: 1e-6), an ulp of exp, the roundings of sum and product. */
    private static final double RELATIVE = 2e-6;

    /** Of a log-probability below 32 and of a loss: a few half ulps of it. */
    private static final double ABSOLUTE = 4e-6;

    /** Of an element of a gradient, for |dy| below 1: a few roundings of the row's sum. */
    private static final double GRADIENT = 2e-5;

    /** What is tested. */
    protected abstract SoftmaxKernels kernels();

    private static double[] softmax(Tensor x, int row) {
        int d = x.dim(-1);
        double[] e = new double[d];
        double m = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < d; i++) {
            m = Math.max(m, x.get(row, i));
        }
        double sum = 0;
        for (int i = 0; i < d; i++) {
            e[i] = StrictMath.exp(x.get(row, i) - m);
            sum += e[i];
        }
        for (int i = 0; i < d; i++) {
            e[i] /= sum;
        }
        return e;
    }

    /** By the letter of the interface. */
    private static float[] bits(float[] x) {
        float m = Float.NEGATIVE_INFINITY;
        for (float v : x) {
            m = Math.max(m, v);
        }
        float[] e = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            e[i] = Exp.exp(x[i] - m);
        }
        float reciprocal = 1f / PlainRows.sum(e, 0, e.length);
        for (int i = 0; i < x.length; i++) {
            e[i] *= reciprocal;
        }
        return e;
    }

    @Test
    void softmax_everyLength_isTheDefinitionBitForBit() {
        for (int d : PlainRows.LENGTHS) {
            Guarded x = Guarded.random(d, SCALE, 3, d);
            Guarded y = Guarded.dirty(3, d);
            kernels().softmax(x.tensor(), y.tensor());
            for (int r = 0; r < 3; r++) {
                Bits.assertSame(
                        bits(x.tensor().outer(r).toArray()), y.tensor().outer(r).toArray(), "d=" + d);
                double[] exact = softmax(x.tensor(), r);
                for (int i = 0; i < d; i++) {
                    assertEquals(exact[i], y.tensor().get(r, i), exact[i] * RELATIVE);
                }
            }
            y.assertIntact();
        }
    }

    @Test
    void logSoftmax_everyLength_isCloseToTheDefinition() {
        for (int d : PlainRows.LENGTHS) {
            Guarded x = Guarded.random(d, SCALE, 3, d);
            Guarded y = Guarded.dirty(3, d);
            kernels().logSoftmax(x.tensor(), y.tensor());
            for (int r = 0; r < 3; r++) {
                double[] exact = softmax(x.tensor(), r);
                for (int i = 0; i < d; i++) {
                    assertEquals(StrictMath.log(exact[i]), y.tensor().get(r, i), ABSOLUTE);
                }
            }
            y.assertIntact();
        }
    }

    @Test
    void softmaxBackward_everyLength_isTheDefinitionBitForBit() {
        for (int d : PlainRows.LENGTHS) {
            Guarded y = Guarded.dirty(2, d);
            kernels().softmax(Guarded.random(d, SCALE, 2, d).tensor(), y.tensor());
            Guarded dy = Guarded.random(d + 1, 1f, 2, d);
            Guarded dx = Guarded.dirty(2, d);
            kernels().softmaxBackward(y.tensor(), dy.tensor(), dx.tensor());
            for (int r = 0; r < 2; r++) {
                float[] p = y.tensor().outer(r).toArray();
                float[] g = dy.tensor().outer(r).toArray();
                float dot = PlainRows.dot(p, 0, g, 0, d);
                double exact = 0;
                for (int i = 0; i < d; i++) {
                    exact += (double) p[i] * g[i];
                }
                for (int i = 0; i < d; i++) {
                    assertEquals(p[i] * (g[i] - dot), dx.tensor().get(r, i));
                    assertEquals(p[i] * (g[i] - exact), dx.tensor().get(r, i), GRADIENT);
                }
            }
            dx.assertIntact();
        }
    }

    @Test
    void logSoftmaxBackward_everyLength_isTheDefinitionBitForBit() {
        for (int d : PlainRows.LENGTHS) {
            Guarded y = Guarded.dirty(2, d);
            kernels().logSoftmax(Guarded.random(d, SCALE, 2, d).tensor(), y.tensor());
            Guarded dy = Guarded.random(d + 1, 1f, 2, d);
            Guarded dx = Guarded.dirty(2, d);
            kernels().logSoftmaxBackward(y.tensor(), dy.tensor(), dx.tensor());
            for (int r = 0; r < 2; r++) {
                float[] g = dy.tensor().outer(r).toArray();
                float sum = PlainRows.sum(g, 0, d);
                for (int i = 0; i < d; i++) {
                    assertEquals(
                            Math.fma(-Exp.exp(y.tensor().get(r, i)), sum, g[i]),
                            dx.tensor().get(r, i));
                }
            }
            dx.assertIntact();
        }
    }

    @Test
    void crossEntropy_everyLength_isSoftmaxAndMinusTheLogarithmAtTheLabel() {
        for (int d : PlainRows.LENGTHS) {
            Tensor x = Guarded.random(d, SCALE, 5, d).tensor();
            IntTensor labels = IntTensor.of(PlainRows.labels(d, 5, d), 5);
            Guarded loss = Guarded.dirty(5);
            Guarded p = Guarded.dirty(5, d);
            kernels().crossEntropy(x, labels, loss.tensor(), p.tensor());
            Tensor y = Tensor.zeros(5, d);
            kernels().softmax(x, y);
            Bits.assertSame(y, p.tensor(), "probabilities, d=" + d);
            kernels().logSoftmax(x, y);
            for (int r = 0; r < 5; r++) {
                assertEquals(-y.get(r, labels.get(r)) + 0f, loss.tensor().get(r) + 0f);
            }
            loss.assertIntact();
            p.assertIntact();
        }
    }

    @Test
    void crossEntropyBackward_everyLength_isTheDefinitionBitForBit() {
        for (int d : PlainRows.LENGTHS) {
            Tensor p = Guarded.random(d, 1f, 5, d).tensor();
            IntTensor labels = IntTensor.of(PlainRows.labels(d, 5, d), 5);
            Guarded dx = Guarded.dirty(5, d);
            kernels().crossEntropyBackward(p, labels, 0.3f, dx.tensor());
            for (int r = 0; r < 5; r++) {
                for (int i = 0; i < d; i++) {
                    float oneHot = i == labels.get(r) ? 1f : 0f;
                    assertEquals(0.3f * (p.get(r, i) - oneHot), dx.tensor().get(r, i));
                }
            }
            dx.assertIntact();
        }
    }

    @Test
    void everyMethod_inPlace_equalsApart() {
        for (int d : new int[] {10, 77}) {
            Tensor x = Guarded.random(d, SCALE, 4, d).tensor();
            Tensor dy = Guarded.random(d + 1, 1f, 4, d).tensor();
            IntTensor labels = IntTensor.of(PlainRows.labels(d, 4, d), 4);
            Tensor y = Tensor.zeros(4, d);
            Tensor dx = Tensor.zeros(4, d);
            Tensor loss = Tensor.zeros(4);
            Tensor lossInPlace = Tensor.zeros(4);

            kernels().softmax(x, y);
            Tensor same = x.copy();
            kernels().softmax(same, same);
            Bits.assertSame(y, same, "softmax");

            kernels().softmaxBackward(y, dy, dx);
            same = dy.copy();
            kernels().softmaxBackward(y, same, same);
            Bits.assertSame(dx, same, "softmaxBackward");

            kernels().crossEntropyBackward(y, labels, 2f, dx);
            same = y.copy();
            kernels().crossEntropyBackward(same, labels, 2f, same);
            Bits.assertSame(dx, same, "crossEntropyBackward");

            same = x.copy();
            kernels().crossEntropy(x, labels, loss, y);
            kernels().crossEntropy(same, labels, lossInPlace, same);
            Bits.assertSame(y, same, "crossEntropy");
            Bits.assertSame(loss, lossInPlace, "loss");

            kernels().logSoftmax(x, y);
            kernels().logSoftmaxBackward(y, dy, dx);
            same = dy.copy();
            kernels().logSoftmaxBackward(y, same, same);
            Bits.assertSame(dx, same, "logSoftmaxBackward");
        }
    }

    @Test
    void softmax_rowWithNaNOrInfinity_isNaNAndItsNeighboursAreNot() {
        for (int d : new int[] {1, 10, 16, 65}) {
            for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
                Tensor x = Guarded.random(d, 1f, 3, d).tensor();
                x.set(bad, 1, d / 2);
                assertRows(x, false, true, false);
            }
            Tensor x = Guarded.random(d, 1f, 3, d).tensor();
            x.outer(1).fill(Float.NEGATIVE_INFINITY);
            assertRows(x, false, true, false);
        }
    }

    private void assertRows(Tensor x, boolean... nan) {
        int d = x.dim(-1);
        Tensor y = Tensor.zeros(x.shape());
        Tensor log = Tensor.zeros(x.shape());
        Tensor p = Tensor.zeros(x.shape());
        Tensor loss = Tensor.zeros(nan.length);
        kernels().softmax(x, y);
        kernels().logSoftmax(x, log);
        kernels().crossEntropy(x, IntTensor.zeros(nan.length), loss, p);
        for (int r = 0; r < nan.length; r++) {
            assertEquals(nan[r], Float.isNaN(loss.get(r)));
            for (int i = 0; i < d; i++) {
                assertEquals(nan[r], Float.isNaN(y.get(r, i)), "row " + r + " of length " + d);
                assertEquals(nan[r], Float.isNaN(log.get(r, i)), "row " + r + " of length " + d);
                assertEquals(nan[r], Float.isNaN(p.get(r, i)), "row " + r + " of length " + d);
            }
        }
    }

    @Test
    void softmax_minusInfinity_isAProbabilityOfZero() {
        Tensor x = Tensor.of(new float[] {1f, Float.NEGATIVE_INFINITY, 1f}, 1, 3);
        Tensor y = Tensor.zeros(1, 3);
        kernels().softmax(x, y);
        Bits.assertSame(new float[] {0.5f, 0f, 0.5f}, y.toArray(), "softmax");
        kernels().logSoftmax(x, y);
        assertEquals(Float.NEGATIVE_INFINITY, y.get(0, 1));
        Tensor loss = Tensor.zeros(1);
        kernels().crossEntropy(x, IntTensor.of(new int[] {1}, 1), loss, y);
        assertEquals(Float.POSITIVE_INFINITY, loss.get(0));
    }

    @Test
    void logSoftmax_zeroOfEitherSign_keepsItsSign() {
        Tensor x = Tensor.of(new float[] {0f, -0f}, 2, 1);
        Tensor y = Tensor.zeros(2, 1);
        kernels().logSoftmax(x, y);
        Bits.assertSame(new float[] {0f, -0f}, y.toArray(), "logSoftmax");
    }

    @Test
    void softmax_shiftedRow_isTheSameWithinTheBound() {
        Tensor x = Guarded.random(1, SCALE, 4, 207).tensor();
        Tensor shifted = x.copy();
        for (int i = 0; i < shifted.size(); i++) {
            shifted.array()[i] += 4f;
        }
        Tensor y = Tensor.zeros(4, 207);
        Tensor z = Tensor.zeros(4, 207);
        kernels().softmax(x, y);
        kernels().softmax(shifted, z);
        for (int i = 0; i < y.size(); i++) {
            assertEquals(y.array()[i], z.array()[i], 2 * RELATIVE * y.array()[i]);
        }
    }

    @Test
    void everyMethod_oneRow_doesNotDependOnItsNeighbours() {
        int d = 77;
        Tensor x = Guarded.random(1, SCALE, 6, d).tensor();
        Tensor all = Tensor.zeros(6, d);
        Tensor one = Tensor.zeros(1, d);
        for (int r = 0; r < 6; r++) {
            kernels().softmax(x, all);
            kernels().softmax(x.outer(r, r + 1), one);
            Bits.assertSame(all.outer(r, r + 1), one, "softmax");
            kernels().logSoftmax(x, all);
            kernels().logSoftmax(x.outer(r, r + 1), one);
            Bits.assertSame(all.outer(r, r + 1), one, "logSoftmax");
        }
    }

    @Test
    void everyMethod_anyThreads_hasTheSameBits() {
        Tensor x = Guarded.random(1, SCALE, 301, 207).tensor();
        Tensor dy = Guarded.random(2, 1f, 301, 207).tensor();
        IntTensor labels = IntTensor.of(PlainRows.labels(3, 301, 207), 301);
        Tensor[][] results = new Tensor[2][];
        for (int threads = 1; threads <= 2; threads++) {
            Tensor[] y = new Tensor[6];
            for (int i = 0; i < y.length; i++) {
                y[i] = Tensor.zeros(301, 207);
            }
            Tensor loss = Tensor.zeros(301);
            Threads.with(threads, () -> {
                kernels().softmax(x, y[0]);
                kernels().softmaxBackward(y[0], dy, y[1]);
                kernels().logSoftmax(x, y[2]);
                kernels().logSoftmaxBackward(y[2], dy, y[3]);
                kernels().crossEntropy(x, labels, loss, y[4]);
                kernels().crossEntropyBackward(y[4], labels, 0.1f, y[5]);
            });
            results[threads - 1] = new Tensor[] {y[0], y[1], y[2], y[3], y[4], y[5], loss};
        }
        for (int i = 0; i < results[0].length; i++) {
            Bits.assertSame(results[0][i], results[1][i], "result " + i);
        }
    }

    @Test
    void everyMethod_zeroExtents_doesNothing() {
        for (int[] shape : new int[][] {{0, 5}, {3, 0}, {0, 0}}) {
            Tensor x = Tensor.zeros(shape);
            kernels().softmax(x, Tensor.zeros(shape));
            kernels().softmaxBackward(x, x, Tensor.zeros(shape));
            kernels().logSoftmax(x, Tensor.zeros(shape));
            kernels().logSoftmaxBackward(x, x, Tensor.zeros(shape));
        }
        Tensor none = Tensor.zeros(0, 5);
        kernels().crossEntropy(none, IntTensor.zeros(0), Tensor.zeros(0), Tensor.zeros(0, 5));
        kernels().crossEntropyBackward(none, IntTensor.zeros(0), 1f, Tensor.zeros(0, 5));
    }

    @Test
    void softmax_otherRanks_runAlongTheInnermostAxis() {
        Tensor x = Guarded.random(5, 1f, 2, 3, 7).tensor();
        Tensor y = Tensor.zeros(2, 3, 7);
        Tensor flat = Tensor.zeros(6, 7);
        kernels().softmax(x, y);
        kernels().softmax(x.reshape(6, 7), flat);
        Bits.assertSame(flat.toArray(), y.toArray(), "rank 3");
        Tensor vector = Tensor.zeros(7);
        kernels().softmax(x.outer(0).outer(0), vector);
        Bits.assertSame(y.outer(0).outer(0), vector, "rank 1");
    }

    @Test
    void everyMethod_wrongShapes_sayWhichAndWriteNothing() {
        Tensor x = Tensor.zeros(3, 4);
        Guarded y = Guarded.dirty(3, 5);
        assertRefused("softmax: ", "[3, 5]", () -> kernels().softmax(x, y.tensor()));
        assertRefused("logSoftmax: ", "[3, 5]", () -> kernels().logSoftmax(x, y.tensor()));
        assertRefused("softmaxBackward: ", "[3, 5]", () -> kernels().softmaxBackward(x, x, y.tensor()));
        assertRefused("logSoftmaxBackward: ", "[3, 5]", () -> kernels().logSoftmaxBackward(x, x, y.tensor()));
        assertRefused("softmax: ", "[]", () -> kernels().softmax(Tensor.scalar(1f), Tensor.scalar(1f)));
        IntTensor labels = IntTensor.zeros(3);
        Tensor loss = Guarded.dirty(3).tensor();
        assertRefused("crossEntropy: ", "[3, 5]", () -> kernels().crossEntropy(x, labels, loss, y.tensor()));
        Tensor good = Guarded.dirty(3, 4).tensor();
        assertRefused("crossEntropy: ", "[2]", () -> kernels().crossEntropy(x, IntTensor.zeros(2), loss, good));
        assertRefused("crossEntropy: ", "[4]", () -> kernels().crossEntropy(x, labels, Tensor.zeros(4), good));
        assertRefused(
                "crossEntropyBackward: ", "[3, 5]", () -> kernels().crossEntropyBackward(x, labels, 1f, y.tensor()));
        assertUntouched(y.tensor(), loss, good);
    }

    @Test
    void crossEntropy_labelOutOfRange_saysWhichAndWritesNothing() {
        for (int bad : new int[] {-1, 4, Integer.MIN_VALUE}) {
            IntTensor labels = IntTensor.of(new int[] {0, 3, bad}, 3);
            Tensor x = Tensor.zeros(3, 4);
            Tensor loss = Guarded.dirty(3).tensor();
            Tensor p = Guarded.dirty(3, 4).tensor();
            String message = assertThrows(
                            IndexOutOfBoundsException.class, () -> kernels().crossEntropy(x, labels, loss, p))
                    .getMessage();
            assertEquals("crossEntropy: label " + bad + " of row 2, expected 0 to 3", message);
            assertThrows(IndexOutOfBoundsException.class, () -> kernels().crossEntropyBackward(x, labels, 1f, p));
            assertUntouched(loss, p);
        }
    }

    @Test
    void logSoftmax_overlap_isRefused() {
        Tensor x = Tensor.zeros(4, 6);
        assertRefused("logSoftmax: ", "[4, 6]", () -> kernels().logSoftmax(x, x));
        kernels().logSoftmax(x.outer(0, 2), x.outer(2, 4));
    }
}
