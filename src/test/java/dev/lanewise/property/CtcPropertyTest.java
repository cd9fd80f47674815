package dev.lanewise.property;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Var;
import dev.lanewise.loss.Ctc;
import dev.lanewise.loss.Reduction;
import dev.lanewise.op.reduce.LogSoftmax;
import dev.lanewise.property.LossPropertyTest.Outcome;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Connectionist temporal classification against the enumeration of all alignments. */
class CtcPropertyTest {
    /** Named closeness to the enumeration, as a fraction of 1 or of what is compared. */
    private static final double CLOSE = 1e-5;

    private static final int TRIES = 60;

    private static Outcome run(Ctc loss, Tensor logits, IntTensor targets, int[] inputs, int[] lengths) {
        return LossPropertyTest.run(logits, v -> {
            Var x = new LogSoftmax().on(v);
            return loss.of(x, v.tape().constant(targets), ints(v, inputs), ints(v, lengths));
        });
    }

    private static Var ints(Var x, int... values) {
        return x.tape().constant(IntTensor.of(values, values.length));
    }

    /** The probability of a target: every path of classes that collapses to it. */
    private static double enumerate(Tensor logits, int n, int times, int blank, int[] target) {
        int classes = logits.dim(2);
        double total = 0;
        int[] path = new int[times];
        for (long code = 0; code < Math.round(Math.pow(classes, times)); code++) {
            long rest = code;
            double probability = 1;
            for (int t = 0; t < times; t++) {
                path[t] = (int) (rest % classes);
                rest /= classes;
                probability *= softmax(logits, t, n, path[t]);
            }
            if (Arrays.equals(collapse(path, blank), target)) {
                total += probability;
            }
        }
        return total;
    }

    private static double softmax(Tensor logits, int t, int n, int c) {
        double sum = 0;
        for (int i = 0; i < logits.dim(2); i++) {
            sum += Math.exp(logits.get(t, n, i));
        }
        return Math.exp(logits.get(t, n, c)) / sum;
    }

    private static int[] collapse(int[] path, int blank) {
        int[] labels = new int[path.length];
        int n = 0;
        for (int t = 0; t < path.length; t++) {
            if (path[t] != blank && (t == 0 || path[t] != path[t - 1])) {
                labels[n++] = path[t];
            }
        }
        return Arrays.copyOf(labels, n);
    }

    @Property(tries = TRIES)
    void ctc_isTheSumOverAlignments(
            @ForAll @IntRange(min = 0, max = 5) int times,
            @ForAll @IntRange(min = 1, max = 3) int classes,
            @ForAll @IntRange(max = 3) int length,
            @ForAll long seed) {
        Random random = new Random(seed);
        int blank = random.nextInt(classes);
        int[] target = new int[classes == 1 ? 0 : length];
        for (int i = 0; i < target.length; i++) {
            target[i] = (blank + 1 + random.nextInt(classes - 1)) % classes;
        }
        // One more time than is used, and one more sample.
        Tensor logits = LossPropertyTest.uniform(random, -2, 2, times + 1, 2, classes);
        int[] both = Arrays.copyOf(target, 2 * target.length);
        System.arraycopy(target, 0, both, target.length, target.length);
        IntTensor targets = IntTensor.of(both, 2, target.length);
        int[] inputs = {times, times};
        int[] lengths = {target.length, target.length};
        Outcome outcome = run(new Ctc(blank, Reduction.NONE, false), logits, targets, inputs, lengths);
        for (int n = 0; n < 2; n++) {
            double probability = enumerate(logits, n, times, blank, target);
            double expected = -Math.log(probability);
            if (probability == 0) {
                assertEquals(Float.POSITIVE_INFINITY, outcome.loss().get(n));
            } else {
                assertEquals(expected, outcome.loss().get(n), CLOSE * Math.max(1, expected), "sample " + n);
            }
            // What comes after the sequence's end does not matter.
            for (int c = 0; c < classes; c++) {
                assertEquals(0f, outcome.dx().get(times, n, c));
            }
        }
        IntTensor oneAfterAnother = IntTensor.of(both, both.length);
        Outcome again = run(new Ctc(blank, Reduction.NONE, false), logits, oneAfterAnother, inputs, lengths);
        assertArrayEquals(outcome.loss().toArray(), again.loss().toArray());
        assertArrayEquals(outcome.dx().toArray(), again.dx().toArray());
    }

    @Property(tries = TRIES)
    void impossibleTarget_isInfinite_orNothing(@ForAll @IntRange(min = 1, max = 3) int times, @ForAll long seed) {
        Tensor logits = LossPropertyTest.uniform(new Random(seed), -2, 2, times, 1, 3);
        int[] repeated = new int[times];
        Arrays.fill(repeated, 1);
        // Equal labels need a blank between them.
        int[] target = times == 1 ? new int[] {1, 2} : repeated;
        IntTensor targets = IntTensor.of(target, 1, target.length);
        int[] lengths = {target.length};
        Outcome infinite = run(new Ctc(0, Reduction.SUM, false), logits, targets, new int[] {times}, lengths);
        assertEquals(Float.POSITIVE_INFINITY, infinite.loss().get());
        assertTrue(Float.isNaN(infinite.dx().get(0, 0, 1)));
        Outcome nothing = run(new Ctc(0, Reduction.MEAN, true), logits, targets, new int[] {times}, lengths);
        assertEquals(0f, nothing.loss().get());
        LossPropertyTest.assertZero(nothing.dx());
    }

    @Property(tries = TRIES)
    void meanDividesByTargetLengths(@ForAll long seed) {
        Random random = new Random(seed);
        Tensor logits = LossPropertyTest.uniform(random, -2, 2, 7, 3, 4);
        IntTensor targets = IntTensor.of(new int[] {1, 2, 3, 1, 0, 0, 0, 0, 0}, 3, 3);
        int[] inputs = {7, 6, 5};
        int[] lengths = {3, 1, 0};
        float[] each = run(new Ctc(0, Reduction.NONE, false), logits, targets, inputs, lengths)
                .loss()
                .toArray();
        float mean = run(new Ctc(), logits, targets, inputs, lengths).loss().get();
        assertEquals((each[0] / 3.0 + each[1] + each[2]) / 3, mean, CLOSE * Math.max(1, mean));
    }

    @Property(tries = TRIES)
    void hugeLogits_doNotOverflow(@ForAll long seed) {
        Random random = new Random(seed);
        Tensor logits = LossPropertyTest.uniform(random, 0, 1, 9, 1, 3);
        for (int i = 0; i < logits.size(); i++) {
            logits.array()[i] = random.nextBoolean() ? 1e4f : -1e4f;
        }
        IntTensor targets = IntTensor.of(new int[] {1, 1, 2}, 1, 3);
        Outcome outcome = run(new Ctc(), logits, targets, new int[] {9}, new int[] {3});
        LossPropertyTest.assertFinite(outcome, "ctc");
    }
}
