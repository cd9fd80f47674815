package dev.lanewise.kernel;

import static dev.lanewise.kernel.Refusals.assertRefused;
import static dev.lanewise.kernel.Refusals.assertUntouched;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link AttentionKernels} keeps. */
public abstract class AttentionContract {
    private static final float SCALE = 10f;

    /** Of a weight: half an ulp of score + mask - m, an ulp of exp, the roundings of sum and product. */
    private static final double RELATIVE = 4e-6;

    private static final int[][] SHAPES = {
        {1, 1, 1, 1}, {2, 3, 5, 7}, {3, 2, 7, 5}, {1, 2, 3, 64}, {2, 1, 2, 65}, {1, 2, 4, 207}, {1, 1, 2, 1021}
    };

    /** What is tested. */
    protected abstract AttentionKernels kernels();

    /** Of the same set. */
    protected abstract SoftmaxKernels softmax();

    private static IntTensor padding(long seed, int batch, int keys) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] ignored = random.ints((long) batch * keys, 0, 2).toArray();
        return IntTensor.of(ignored, batch, keys);
    }

    /** Each axis of a mask is repeated if its bit is set. */
    private static int[] maskShape(int[] scores, int repeated) {
        int[] shape = scores.clone();
        for (int i = 0; i < 4; i++) {
            shape[i] = (repeated >> i & 1) == 1 ? 1 : scores[i];
        }
        return shape;
    }

    /** The definition in double; a row that sees nothing is 0. */
    private static double[] plain(
            Tensor x, Tensor mask, IntTensor ignored, boolean causal, int offset, int b, int h, int q) {
        int keys = x.dim(3);
        double[] s = new double[keys];
        double m = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < keys; k++) {
            boolean hidden = causal && k > (long) q + offset || ignored != null && ignored.get(b * keys + k) != 0;
            double added = mask == null ? 0 : mask.get(at(mask, 0, b), at(mask, 1, h), at(mask, 2, q), at(mask, 3, k));
            s[k] = hidden ? Double.NEGATIVE_INFINITY : x.get(b, h, q, k) + added;
            m = Math.max(m, s[k]);
        }
        if (m == Double.NEGATIVE_INFINITY) {
            return new double[keys];
        }
        double sum = 0;
        for (int k = 0; k < keys; k++) {
            s[k] = StrictMath.exp(s[k] - m);
            sum += s[k];
        }
        for (int k = 0; k < keys; k++) {
            s[k] /= sum;
        }
        return s;
    }

    private static int at(Tensor mask, int axis, int index) {
        return mask.dim(axis) == 1 ? 0 : index;
    }

    private void assertPlain(int[] shape, Tensor x, Tensor mask, IntTensor ignored, boolean causal, int offset) {
        Guarded y = Guarded.dirty(shape);
        kernels().maskedSoftmax(x, mask, ignored, causal, offset, y.tensor());
        for (int b = 0; b < shape[0]; b++) {
            for (int h = 0; h < shape[1]; h++) {
                for (int q = 0; q < shape[2]; q++) {
                    double[] exact = plain(x, mask, ignored, causal, offset, b, h, q);
                    for (int k = 0; k < shape[3]; k++) {
                        float found = y.tensor().get(b, h, q, k);
                        // Below the smallest exponential there is 0.
                        double allowed = exact[k] * RELATIVE + Float.MIN_NORMAL;
                        assertEquals(exact[k], found, allowed, Shape.of(shape) + " at key " + k);
                    }
                }
            }
        }
        y.assertIntact();
    }

    @Test
    void maskedSoftmax_everyRule_isCloseToTheDefinition() {
        for (int[] shape : SHAPES) {
            Tensor x = Guarded.random(shape[3], SCALE, shape).tensor();
            IntTensor ignored = padding(shape[2], shape[0], shape[3]);
            assertPlain(shape, x, null, null, false, 0);
            assertPlain(shape, x, null, ignored, false, 0);
            for (int offset : new int[] {0, 1, 3, Integer.MAX_VALUE}) {
                assertPlain(shape, x, null, null, true, offset);
                assertPlain(shape, x, null, ignored, true, offset);
            }
            for (int repeated = 0; repeated < 16; repeated++) {
                int[] of = maskShape(shape, repeated);
                Tensor mask = Guarded.random(repeated, 2f, of).tensor();
                mask.array()[mask.offset()] = Float.NEGATIVE_INFINITY;
                assertPlain(shape, x, mask, null, false, 0);
                assertPlain(shape, x, mask, ignored, true, 1);
            }
        }
    }

    @Test
    void maskedSoftmax_withoutRules_isSoftmaxBitForBit() {
        for (int[] shape : SHAPES) {
            Tensor x = Guarded.random(shape[3], SCALE, shape).tensor();
            Tensor y = Tensor.zeros(shape);
            Tensor expected = Tensor.zeros(shape);
            kernels().maskedSoftmax(x, null, null, false, 0, y);
            softmax().softmax(x, expected);
            Bits.assertSame(expected, y, "no rule");
        }
    }

    @Test
    void maskedSoftmax_hiddenKeysInAnyForm_haveTheSameBits() {
        int[] shape = {2, 3, 70, 140};
        Tensor x = Guarded.random(1, SCALE, shape).tensor();
        Tensor mask = Tensor.zeros(1, 1, 70, 140);
        for (int q = 0; q < 70; q++) {
            for (int k = q + 11; k < 140; k++) {
                mask.set(Float.NEGATIVE_INFINITY, 0, 0, q, k);
            }
        }
        Tensor byMask = Tensor.zeros(shape);
        Tensor byCausality = Tensor.zeros(shape);
        kernels().maskedSoftmax(x, mask, null, false, 0, byMask);
        kernels().maskedSoftmax(x, null, null, true, 10, byCausality);
        Bits.assertSame(byMask, byCausality, "causal");

        IntTensor ignored = padding(5, 2, 140);
        Tensor padding = Tensor.zeros(2, 1, 1, 140);
        for (int i = 0; i < padding.size(); i++) {
            padding.array()[i] = ignored.get(i) == 0 ? 0f : Float.NEGATIVE_INFINITY;
        }
        kernels().maskedSoftmax(x, padding, null, false, 0, byMask);
        kernels().maskedSoftmax(x, null, ignored, false, 0, byCausality);
        Bits.assertSame(byMask, byCausality, "ignored");
    }

    @Test
    void maskedSoftmax_keysAfterTheLastOneSeen_changeNoBit() {
        Tensor x = Guarded.random(1, SCALE, 1, 1, 90, 90).tensor();
        Tensor all = Tensor.zeros(1, 1, 90, 90);
        kernels().maskedSoftmax(x, null, null, true, 0, all);
        for (int q = 0; q < 90; q++) {
            Tensor row = Tensor.zeros(1, 1, 1, q + 1);
            System.arraycopy(x.array(), x.offset() + q * 90, row.array(), 0, q + 1);
            kernels().maskedSoftmax(row, null, null, false, 0, row);
            for (int k = 0; k <= q; k++) {
                assertEquals(row.get(0, 0, 0, k), all.get(0, 0, q, k));
            }
        }
    }

    @Test
    void maskedSoftmax_nothingToSee_isZero() {
        Tensor x = Guarded.random(1, SCALE, 2, 1, 3, 5).tensor();
        IntTensor ignored = IntTensor.of(new int[] {1, 1, 1, 1, 1, 0, 1, 0, 0, 0}, 2, 5);
        Tensor y = Guarded.dirty(2, 1, 3, 5).tensor();
        kernels().maskedSoftmax(x, null, ignored, false, 0, y);
        Bits.assertSame(new float[15], y.outer(0).toArray(), "a sample of padding");
        assertEquals(1, y.get(1, 0, 0, 0) + y.get(1, 0, 0, 2) + y.get(1, 0, 0, 3) + y.get(1, 0, 0, 4), RELATIVE);

        Tensor mask = Tensor.zeros(1, 1, 3, 1);
        mask.set(Float.NEGATIVE_INFINITY, 0, 0, 1, 0);
        kernels().maskedSoftmax(x, mask, null, false, 0, y);
        Bits.assertSame(new float[5], y.outer(1).outer(0).outer(1).toArray(), "a masked query");
    }

    @Test
    void maskedSoftmax_hiddenNaN_isNotSeenAndAnyOtherIs() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            Tensor x = Guarded.random(1, 1f, 1, 1, 3, 3).tensor();
            x.set(bad, 0, 0, 0, 2);
            x.set(bad, 0, 0, 2, 1);
            Tensor y = Tensor.zeros(1, 1, 3, 3);
            kernels().maskedSoftmax(x, null, null, true, 0, y);
            Bits.assertSame(
                    new float[] {1f, 0f, 0f}, y.outer(0).outer(0).outer(0).toArray(), "hidden");
            Tensor last = y.outer(0).outer(0).outer(2);
            assertTrue(Float.isNaN(last.get(0)) && Float.isNaN(last.get(1)) && Float.isNaN(last.get(2)), "" + last);
            Tensor mask = Tensor.zeros(1, 1, 1, 3);
            mask.set(Float.NaN, 0, 0, 0, 0);
            kernels().maskedSoftmax(x, mask, null, true, 0, y);
            assertTrue(Float.isNaN(y.get(0, 0, 0, 0)) && Float.isNaN(y.get(0, 0, 1, 1)), "NaN of the mask");
        }
    }

    @Test
    void maskedSoftmax_inPlaceAndOnAnyThreads_hasTheSameBits() {
        int[] shape = {2, 3, 101, 207};
        Tensor x = Guarded.random(1, SCALE, shape).tensor();
        Tensor mask = Guarded.random(2, SCALE, 2, 1, 101, 207).tensor();
        IntTensor ignored = padding(3, 2, 207);
        Tensor apart = Tensor.zeros(shape);
        Tensor inPlace = x.copy();
        Threads.with(1, () -> kernels().maskedSoftmax(x, mask, ignored, true, 60, apart));
        Threads.with(2, () -> kernels().maskedSoftmax(inPlace, mask, ignored, true, 60, inPlace));
        Bits.assertSame(apart, inPlace, "in place");
    }

    @Test
    void maskedSoftmax_zeroExtents_doesNothing() {
        for (int[] shape : new int[][] {{0, 2, 3, 4}, {2, 0, 3, 4}, {2, 2, 0, 4}, {2, 2, 3, 0}}) {
            Tensor x = Tensor.zeros(shape);
            kernels().maskedSoftmax(x, null, null, true, 0, Tensor.zeros(shape));
        }
    }

    @Test
    void maskedSoftmax_wrongOperands_sayWhichAndWriteNothing() {
        Tensor x = Tensor.zeros(2, 3, 4, 5);
        Tensor y = Guarded.dirty(2, 3, 4, 5).tensor();
        Tensor other = Guarded.dirty(2, 3, 4, 6).tensor();
        assertRefused("maskedSoftmax: ", "[2, 3, 4, 6]", () -> kernels().maskedSoftmax(x, null, null, false, 0, other));
        assertRefused(
                "maskedSoftmax: ",
                "[60]",
                () -> kernels().maskedSoftmax(Tensor.zeros(60), null, null, false, 0, Tensor.zeros(60)));
        for (int[] shape : new int[][] {{2, 3, 4, 4}, {3, 3, 4, 5}, {2, 2, 4, 5}, {2, 3, 3, 5}, {4, 5}}) {
            Tensor mask = Tensor.zeros(shape);
            assertRefused(
                    "maskedSoftmax: mask ",
                    Shape.of(shape).toString(),
                    () -> kernels().maskedSoftmax(x, mask, null, false, 0, y));
        }
        for (int[] shape : new int[][] {{1, 5}, {2, 4}, {10}}) {
            IntTensor ignored = IntTensor.zeros(shape);
            assertRefused(
                    "maskedSoftmax: ignored ",
                    Shape.of(shape).toString(),
                    () -> kernels().maskedSoftmax(x, null, ignored, false, 0, y));
        }
        assertRefused("maskedSoftmax: offset ", "-1", () -> kernels().maskedSoftmax(x, null, null, true, -1, y));
        assertUntouched(y, other);
    }
}
