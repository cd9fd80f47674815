package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernel.LossKernels.Classes;
import dev.lanewise.kernel.LossKernels.CtcOptions;
import dev.lanewise.kernel.scalar.ScalarLoss;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Losses of classes, of rows and of sequences against their definitions in double. */
class ClassLossKernelsTest {
    /** Named closeness to a definition in double, as a fraction of 1 or the value. */
    private static final double CLOSE = 4e-6;

    private static final int IGNORED = -7;

    private final LossKernels kernels = new ScalarLoss();

    private static IntTensor labels(long seed, int classes, int... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        int size = Shape.of(shape).size();
        int[] guarded = new int[size + 4];
        for (int i = 0; i < size; i++) {
            guarded[2 + i] = random.nextInt(5) == 0 ? IGNORED : random.nextInt(classes);
        }
        return IntTensor.window(guarded, 2, Shape.of(shape));
    }

    private static void assertClose(double expected, double actual, String what) {
        assertTrue(
                Math.abs(expected - actual) <= CLOSE * Math.max(1, Math.abs(expected)),
                what + " is " + actual + ", expected " + expected);
    }

    @Property(tries = 100)
    void crossEntropyAndNll_equalTheirDefinitions(
            @ForAll @IntRange(max = 4) int n,
            @ForAll @IntRange(min = 1, max = 9) int c,
            @ForAll @IntRange(max = 5) int s,
            @ForAll @IntRange(max = 2) int kind,
            @ForAll boolean weighted,
            @ForAll long seed) {
        Classes options = new Classes(IGNORED, kind == 1 ? 0.25f : 0f, kind == 2 ? 2f : 0f);
        Tensor x = Guarded.random(seed, 5, n, c, s).tensor();
        IntTensor labels = labels(seed, c, n, s);
        Tensor weight = weighted ? Guarded.random(seed + 1, 2, c).tensor() : null;
        Guarded loss = Guarded.dirty(n, s);
        Guarded kept = Guarded.dirty(n, s);
        Guarded largest = Guarded.dirty(n, s);
        Guarded logSum = Guarded.dirty(n, s);
        Guarded nll = Guarded.dirty(n, s);
        kernels.crossEntropy(
                options, x, labels, weight, loss.tensor(), kept.tensor(), largest.tensor(), logSum.tensor());
        kernels.nll(IGNORED, x, labels, weight, nll.tensor(), kept.tensor());
        for (int i = 0; i < n * s; i++) {
            int label = labels.get(i);
            double w = label == IGNORED ? 0 : weight == null ? 1 : weight.get(label);
            assertClose(w, kept.tensor().get(i / s, i % s), "weight of sample " + i);
            double expected = label == IGNORED ? 0 : plain(options, x, weight, label, i / s, i % s);
            assertClose(expected, loss.tensor().get(i / s, i % s), "loss of sample " + i);
            double own = label == IGNORED ? 0 : -w * x.get(i / s, label, i % s);
            assertClose(own, nll.tensor().get(i / s, i % s), "nll of sample " + i);
        }
        for (Guarded output : new Guarded[] {loss, kept, largest, logSum, nll}) {
            output.assertIntact();
        }
    }

    private static double plain(Classes options, Tensor x, Tensor weight, int label, int n, int s) {
        int classes = x.dim(1);
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(x.get(n, c, s));
        }
        double total = 0;
        for (int c = 0; c < classes; c++) {
            double share = options.smoothing() / classes + (c == label ? 1 - options.smoothing() : 0);
            total += share * (weight == null ? 1 : weight.get(c)) * (Math.log(sum) - x.get(n, c, s));
        }
        return Math.pow(1 - Math.exp(x.get(n, label, s)) / sum, options.gamma()) * total;
    }

    @Property(tries = 100)
    void multiMargin_equalsItsDefinition(
            @ForAll @IntRange(max = 5) int n,
            @ForAll @IntRange(min = 1, max = 9) int c,
            @ForAll @IntRange(min = 1, max = 2) int p,
            @ForAll long seed) {
        Tensor x = Guarded.random(seed, 2, n, c).tensor();
        SplittableRandom random = new SplittableRandom(seed);
        IntTensor labels = IntTensor.zeros(n);
        for (int i = 0; i < n; i++) {
            labels.array()[i] = random.nextInt(c);
        }
        Tensor weight = Guarded.random(seed + 1, 2, c).tensor();
        Guarded loss = Guarded.dirty(n);
        kernels.multiMargin(p, 1f, x, labels, weight, loss.tensor());
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j = 0; j < c; j++) {
                double v = 1.0 - x.get(i, labels.get(i)) + x.get(i, j);
                sum += j == labels.get(i) ? 0 : Math.pow(Math.max(0, v), p);
            }
            assertClose(sum * weight.get(labels.get(i)) / c, loss.tensor().get(i), "loss of sample " + i);
        }
        loss.assertIntact();
    }

    @Property(tries = 100)
    void rows_haveTheirDistancesAndLengths(
            @ForAll @IntRange(max = 9) int r, @ForAll @IntRange(max = 9) int d, @ForAll long seed) {
        Tensor a = Guarded.random(seed, 2, r, d).tensor();
        Tensor b = Guarded.random(seed + 1, 2, r, d).tensor();
        for (float p : new float[] {1f, 2f, 2.5f, 4f, Float.POSITIVE_INFINITY}) {
            Guarded y = Guarded.dirty(r);
            kernels.distance(p, 0.01f, a, b, y.tensor());
            for (int i = 0; i < r; i++) {
                double sum = 0;
                for (int j = 0; j < d; j++) {
                    double v = Math.abs((double) a.get(i, j) - b.get(i, j) + 0.01f);
                    sum = p == Float.POSITIVE_INFINITY ? Math.max(sum, v) : sum + Math.pow(v, p);
                }
                double expected = p == Float.POSITIVE_INFINITY ? sum : Math.pow(sum, 1 / p);
                assertClose(expected, y.tensor().get(i), "distance " + i + " of norm " + p);
            }
            y.assertIntact();
        }
        Guarded unit = Guarded.dirty(r, d);
        Guarded scale = Guarded.dirty(r);
        kernels.unitRows(1e-3f, a, unit.tensor(), scale.tensor());
        for (int i = 0; i < r; i++) {
            double sum = 1e-3f;
            for (int j = 0; j < d; j++) {
                sum += (double) a.get(i, j) * a.get(i, j);
            }
            assertClose(1 / Math.sqrt(sum), scale.tensor().get(i), "scale " + i);
            for (int j = 0; j < d; j++) {
                assertClose(a.get(i, j) / Math.sqrt(sum), unit.tensor().get(i, j), "row " + i + " at " + j);
            }
        }
        unit.assertIntact();
        scale.assertIntact();
    }

    @Test
    void equalRows_haveNoGradient() {
        Tensor a = Guarded.random(1, 2, 3, 4).tensor();
        Tensor y = Tensor.zeros(3);
        Tensor dy = Tensor.of(new float[] {1f, 2f, 3f}, 3);
        Tensor da = Guarded.dirty(3, 4).tensor();
        for (float p : new float[] {1f, 2f, 3f, Float.POSITIVE_INFINITY}) {
            kernels.distanceBackward(p, 0f, a, a, y, dy, da);
            Bits.assertSame(new float[12], da.toArray(), "norm " + p);
        }
    }

    @Test
    void nan_staysNan_inItsSampleAlone() {
        Tensor x = Guarded.random(1, 2, 3, 4).tensor();
        x.set(Float.NaN, 1, 2);
        IntTensor labels = IntTensor.of(new int[] {0, 1, 3}, 3);
        Tensor loss = Tensor.zeros(3);
        Tensor kept = Tensor.zeros(3);
        Tensor m = Tensor.zeros(3);
        Tensor log = Tensor.zeros(3);
        Tensor dx = Tensor.zeros(3, 4);
        Tensor dloss = Tensor.of(new float[] {1f, 1f, 1f}, 3);
        Classes options = new Classes(IGNORED, 0f, 0f);
        kernels.crossEntropy(options, x, labels, null, loss, kept, m, log);
        assertNanIn(1, loss, "crossEntropy");
        kernels.crossEntropyBackward(options, x, labels, null, m, log, dloss, dx);
        for (int c = 0; c < 4; c++) {
            assertTrue(Float.isNaN(dx.get(1, c)) && !Float.isNaN(dx.get(0, c)), "gradient at " + c);
        }
        kernels.multiMargin(1, 1f, x, labels, null, loss);
        assertNanIn(1, loss, "multiMargin");
        kernels.distance(2f, 0f, x, dx, loss);
        assertNanIn(1, loss, "distance");
        Tensor scale = Tensor.zeros(3);
        kernels.unitRows(1e-3f, x, dx, scale);
        assertNanIn(1, scale, "unitRows");
        Tensor sequence = x.reshape(3, 1, 4);
        IntTensor target = IntTensor.of(new int[] {2}, 1);
        IntTensor three = IntTensor.of(new int[] {3}, 1);
        IntTensor one = IntTensor.of(new int[] {1}, 1);
        Tensor ctc = Tensor.zeros(1);
        kernels.ctc(new CtcOptions(0, true), sequence, target, three, one, ctc, new Workspace());
        assertTrue(Float.isNaN(ctc.get(0)), "ctc is " + ctc);
    }

    private static void assertNanIn(int sample, Tensor loss, String what) {
        for (int i = 0; i < loss.size(); i++) {
            assertEquals(i == sample, Float.isNaN(loss.get(i)), what + " of sample " + i + " is " + loss.get(i));
        }
    }

    @Test
    void manyThreads_giveTheSameBits() {
        Tensor x = Guarded.random(3, 5, 31, 200, 7).tensor();
        IntTensor labels = labels(3, 200, 31, 7);
        Classes options = new Classes(IGNORED, 0.1f, 0f);
        Tensor[] one = outputs();
        Tensor[] many = outputs();
        Threads.with(1, () -> kernels.crossEntropy(options, x, labels, null, one[0], one[1], one[2], one[3]));
        Threads.with(3, () -> kernels.crossEntropy(options, x, labels, null, many[0], many[1], many[2], many[3]));
        for (int i = 0; i < 4; i++) {
            Bits.assertSame(one[i], many[i], "output " + i);
        }
        Tensor sequences = Guarded.random(4, 3, 20, 9, 5).tensor();
        IntTensor targets = IntTensor.zeros(9, 4);
        Arrays.setAll(targets.array(), i -> 1 + i * 7 % 4);
        IntTensor times = IntTensor.zeros(9);
        IntTensor lengths = IntTensor.zeros(9);
        Arrays.setAll(times.array(), i -> 20 - i);
        Arrays.setAll(lengths.array(), i -> i % 5);
        Tensor dloss = Guarded.random(5, 1, 9).tensor();
        Tensor first = Guarded.dirty(20, 9, 5).tensor();
        Guarded second = Guarded.dirty(20, 9, 5);
        CtcOptions ctc = new CtcOptions(0, false);
        Threads.with(
                1, () -> kernels.ctcBackward(ctc, sequences, targets, times, lengths, dloss, first, new Workspace()));
        Threads.with(
                3,
                () -> kernels.ctcBackward(
                        ctc, sequences, targets, times, lengths, dloss, second.tensor(), new Workspace()));
        Bits.assertSame(first, second.tensor(), "ctc");
        second.assertIntact();
    }

    private static Tensor[] outputs() {
        return new Tensor[] {Tensor.zeros(31, 7), Tensor.zeros(31, 7), Tensor.zeros(31, 7), Tensor.zeros(31, 7)};
    }

    @Test
    void badOperands_areRefusedBeforeAnythingIsWritten() {
        Tensor x = Tensor.zeros(2, 3);
        Tensor y = Guarded.dirty(2).tensor();
        Classes options = new Classes(-100, 0f, 0f);
        IntTensor beyond = IntTensor.of(new int[] {-100, 3}, 2);
        assertRefused(
                IndexOutOfBoundsException.class,
                "crossEntropy: label 3 of sample 1, expected 0 to 2, or -100 to ignore it",
                () -> kernels.crossEntropy(options, x, beyond, null, y, y, y, y));
        assertRefused(
                IndexOutOfBoundsException.class,
                "nll: label 3 of sample 1, expected 0 to 2, or -100 to ignore it",
                () -> kernels.nll(-100, x, beyond, null, y, y));
        assertRefused(
                IndexOutOfBoundsException.class,
                "multiMargin: label -100 of sample 0, expected 0 to 2",
                () -> kernels.multiMargin(1, 1f, x, beyond, null, y));
        IntTensor right = IntTensor.of(new int[] {0, 1}, 2);
        assertRefused(
                IllegalArgumentException.class,
                "crossEntropy: weight has shape [4], but x of shape [2, 3] has C=3 (contract x:[N,C,*] weight:[C]?)",
                () -> kernels.crossEntropy(options, x, right, Tensor.zeros(4), y, y, y, y));
        assertRefused(
                IllegalArgumentException.class,
                "distance: y has shape [2], but x has shape [3, 2] (contract x:[*,D] y:[*])",
                () -> kernels.distance(2f, 0f, Tensor.zeros(3, 2), Tensor.zeros(3, 2), y));
        Refusals.assertUntouched(y);
    }

    @Test
    void ctc_refusesWhatDoesNotFit() {
        Tensor x = Tensor.zeros(5, 1, 3);
        IntTensor target = IntTensor.of(new int[] {1, 2}, 1, 2);
        String contract = " (contract x:[T,N,C] targets:[N,S] or [L] inputLengths:[N] targetLengths:[N])";
        refusesCtc("ctc: inputLengths[0] is 6, but x of shape [5, 1, 3] has T=5" + contract, 0, x, target, 6, 2);
        refusesCtc("ctc: targetLengths[0] is 3, but targets has shape [1, 2]" + contract, 0, x, target, 5, 3);
        refusesCtc("ctc: blank 3, but x of shape [5, 1, 3] has C=3 classes", 3, x, target, 5, 2);
        IntTensor flat = IntTensor.of(new int[] {1, 2}, 2);
        refusesCtc("ctc: targetLengths add up to 1, but targets has shape [2]" + contract, 0, x, flat, 5, 1);
        refusesCtc(
                "ctc: x has shape [5, 3], targets has shape [1, 2], inputLengths has shape [1], targetLengths has shape"
                        + " [1]" + contract,
                0,
                Tensor.zeros(5, 3),
                target,
                5,
                2);
        Tensor y = Guarded.dirty(1).tensor();
        assertRefused(
                IndexOutOfBoundsException.class,
                "ctc: label 2 at place 1 of sample 0, expected 0 to 2 but for the blank 2",
                () -> ctc(2, x, target, 5, 2, y));
        Refusals.assertUntouched(y);
    }

    private void refusesCtc(String message, int blank, Tensor x, IntTensor targets, int input, int length) {
        Tensor y = Guarded.dirty(1).tensor();
        assertRefused(IllegalArgumentException.class, message, () -> ctc(blank, x, targets, input, length, y));
        Refusals.assertUntouched(y);
    }

    private void ctc(int blank, Tensor x, IntTensor targets, int input, int length, Tensor y) {
        kernels.ctc(
                new CtcOptions(blank, false),
                x,
                targets,
                IntTensor.of(new int[] {input}, 1),
                IntTensor.of(new int[] {length}, 1),
                y,
                new Workspace());
    }

    private static void assertRefused(Class<? extends Throwable> type, String message, Runnable call) {
        assertEquals(message, assertThrows(type, call::run).getMessage());
    }
}
