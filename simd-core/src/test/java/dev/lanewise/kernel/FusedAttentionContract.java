package dev.lanewise.kernel;

import static dev.lanewise.kernel.Refusals.assertRefused;
import static dev.lanewise.kernel.Refusals.assertUntouched;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernel.NaiveAttention.Results;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link AttentionKernels#forward} and its gradient keeps. */
public abstract class FusedAttentionContract {
    /** Of the largest element or the operands, which are about 1: a rounding of each of some thousand sums. */
    private static final double CLOSE = 2e-5;

    /** B, H, Hk, Tq, Tk, D, Dv: no multiples of a block, one query, one key, more keys than queries and fewer. */
    private static final int[][] SHAPES = {
        {1, 1, 1, 1, 1, 1, 1},
        {2, 3, 3, 5, 7, 3, 4},
        {1, 4, 2, 33, 31, 8, 16},
        {2, 6, 2, 65, 129, 17, 33},
        {1, 2, 1, 97, 300, 64, 32},
        {1, 1, 1, 1, 257, 64, 64},
        {1, 2, 2, 130, 3, 40, 70},
        {1, 1, 1, 207, 207, 32, 64}
    };

    /** What is tested. */
    protected abstract AttentionKernels kernels();

    /** The oracle of the bits. */
    protected abstract AttentionKernels scalar();

    /** Operands and results of one problem. */
    private static final class Problem {
        final AttentionInputs in;
        final Tensor dy;
        final Guarded y;
        final Guarded peak;
        final Guarded norm;
        final Guarded dq;
        final Guarded dk;
        final Guarded dv;
        final Guarded dScores;

        Problem(int[] s, boolean masked, boolean padded, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            Tensor mask = null;
            if (masked) {
                int[] of = {s[0], s[1], s[3], s[4]};
                for (int i = 0; i < 4; i++) {
                    of[i] = random.nextBoolean() ? 1 : of[i];
                }
                mask = Guarded.random(seed + 3, 2f, of).tensor();
                mask.array()[mask.offset()] = Float.NEGATIVE_INFINITY;
            }
            IntTensor ignored =
                    padded ? IntTensor.of(random.ints((long) s[0] * s[4], 0, 2).toArray(), s[0], s[4]) : null;
            in = new AttentionInputs(
                    Guarded.random(seed, 2f, s[0], s[1], s[3], s[5]).tensor(),
                    Guarded.random(seed + 1, 2f, s[0], s[2], s[4], s[5]).tensor(),
                    Guarded.random(seed + 2, 1f, s[0], s[2], s[4], s[6]).tensor(),
                    mask,
                    ignored);
            dy = Guarded.random(seed + 4, 1f, s[0], s[1], s[3], s[6]).tensor();
            y = Guarded.dirty(s[0], s[1], s[3], s[6]);
            peak = Guarded.dirty(s[0], s[1], s[3]);
            norm = Guarded.dirty(s[0], s[1], s[3]);
            dq = Guarded.dirty(s[0], s[1], s[3], s[5]);
            dk = Guarded.dirty(s[0], s[2], s[4], s[5]);
            dv = Guarded.dirty(s[0], s[2], s[4], s[6]);
            dScores = Guarded.dirty(s[0], s[1], s[3], s[4]);
        }

        AttentionGradients gradients() {
            return new AttentionGradients(dq.tensor(), false, dk.tensor(), false, dv.tensor(), false, dScores.tensor());
        }

        Problem run(AttentionKernels kernels, AttentionRule rule, Workspace work) {
            kernels.forward(rule, in, y.tensor(), peak.tensor(), norm.tensor(), work);
            kernels.backward(rule, in, y.tensor(), peak.tensor(), norm.tensor(), dy, gradients(), work);
            for (Guarded g : new Guarded[] {y, peak, norm, dq, dk, dv, dScores}) {
                g.assertIntact();
            }
            return this;
        }

        void assertSameBits(Problem other, String what) {
            Bits.assertSame(y.tensor(), other.y.tensor(), what + ": y");
            Bits.assertSame(peak.tensor(), other.peak.tensor(), what + ": peak");
            Bits.assertSame(norm.tensor(), other.norm.tensor(), what + ": norm");
            Bits.assertSame(dq.tensor(), other.dq.tensor(), what + ": dq");
            Bits.assertSame(dk.tensor(), other.dk.tensor(), what + ": dk");
            Bits.assertSame(dv.tensor(), other.dv.tensor(), what + ": dv");
            Bits.assertSame(dScores.tensor(), other.dScores.tensor(), what + ": dScores");
        }
    }

    private static AttentionRule rule(int which) {
        boolean causal = which % 2 == 1;
        return new AttentionRule(causal, causal ? which / 2 * 20 : 0, 0.3f, which >= 4 ? 0.25f : 0f, 7, 1L << 40);
    }

    private static String name(int[] shape, int which, int masks) {
        return Shape.of(shape) + " " + rule(which) + ", masks " + masks;
    }

    @Test
    void everyRule_isCloseToTheDefinition() {
        for (int[] shape : SHAPES) {
            for (int which = 0; which < 8; which++) {
                int masks = which * 5 % 4;
                Problem p = new Problem(shape, (masks & 1) != 0, (masks & 2) != 0, which);
                p.run(kernels(), rule(which), Scratch.dirty());
                Results exact = NaiveAttention.of(rule(which), p.in, p.dy);
                String name = name(shape, which, masks);
                assertClose(exact.y(), p.y.tensor(), name + ": y");
                assertClose(exact.dq(), p.dq.tensor(), name + ": dq");
                assertClose(exact.dk(), p.dk.tensor(), name + ": dk");
                assertClose(exact.dv(), p.dv.tensor(), name + ": dv");
                assertClose(exact.dScores(), p.dScores.tensor(), name + ": dScores");
            }
        }
    }

    private static void assertClose(double[] exact, Tensor found, String what) {
        double largest = 1;
        for (double e : exact) {
            largest = Math.max(largest, Math.abs(e));
        }
        for (int i = 0; i < exact.length; i++) {
            assertEquals(exact[i], found.array()[found.offset() + i], largest * CLOSE, what + " at " + i);
        }
    }

    @Test
    void everyRule_hasTheBitsOfTheScalarTwin() {
        Workspace work = Scratch.dirty();
        for (int[] shape : SHAPES) {
            for (int which = 0; which < 8; which++) {
                // Each rule with two of the four ways to mask.
                for (int masks = which % 2; masks < 4; masks += 2) {
                    boolean masked = (masks & 1) != 0;
                    boolean padded = (masks & 2) != 0;
                    Problem expected = new Problem(shape, masked, padded, masks);
                    expected.run(scalar(), rule(which), new Workspace());
                    Problem p = new Problem(shape, masked, padded, masks).run(kernels(), rule(which), work);
                    expected.assertSameBits(p, name(shape, which, masks));
                }
            }
        }
    }

    @Test
    void anyThreads_haveTheSameBits() {
        for (int which : new int[] {0, 3, 5}) {
            int[] shape = {2, 4, 2, 257, 300, 48, 64};
            Problem one = new Problem(shape, true, true, 1);
            Problem two = new Problem(shape, true, true, 1);
            Threads.with(1, () -> one.run(kernels(), rule(which), new Workspace()));
            Threads.with(2, () -> two.run(kernels(), rule(which), new Workspace()));
            one.assertSameBits(two, "threads, " + rule(which));
        }
    }

    @Test
    void gradients_addOrAreLeftOut() {
        int[] shape = {1, 4, 2, 40, 70, 20, 24};
        AttentionRule rule = rule(1);
        Problem p = new Problem(shape, true, false, 1).run(kernels(), rule, new Workspace());
        Tensor[] sums = {
            p.dq.tensor().copy(), p.dk.tensor().copy(), p.dv.tensor().copy()
        };
        Workspace work = new Workspace();
        for (int alone = 0; alone < 3; alone++) {
            // Alone, and then once more on top.
            for (int add = 0; add < 2; add++) {
                AttentionGradients to = new AttentionGradients(
                        alone == 0 ? sums[0] : null,
                        add == 1,
                        alone == 1 ? sums[1] : null,
                        add == 1,
                        alone == 2 ? sums[2] : null,
                        add == 1,
                        null);
                kernels().backward(rule, p.in, p.y.tensor(), p.peak.tensor(), p.norm.tensor(), p.dy, to, work);
                Tensor once = new Tensor[] {p.dq.tensor(), p.dk.tensor(), p.dv.tensor()}[alone];
                if (add == 0) {
                    Bits.assertSame(once, sums[alone], "gradient " + alone + " alone");
                } else {
                    double[] twice = new double[once.size()];
                    for (int i = 0; i < twice.length; i++) {
                        twice[i] = 2.0 * once.array()[once.offset() + i];
                    }
                    assertClose(twice, sums[alone], "gradient " + alone + " added");
                }
            }
        }
    }

    @Test
    void nothingToSee_isZero_andSoAreItsGradients() {
        int[] shape = {2, 1, 1, 3, 5, 4, 4};
        Problem p = new Problem(shape, false, false, 1);
        IntTensor ignored = IntTensor.of(new int[] {1, 1, 1, 1, 1, 0, 0, 0, 0, 0}, 2, 5);
        AttentionInputs in = new AttentionInputs(p.in.q(), p.in.k(), p.in.v(), null, ignored);
        Workspace work = Scratch.dirty();
        AttentionRule rule = rule(0);
        kernels().forward(rule, in, p.y.tensor(), p.peak.tensor(), p.norm.tensor(), work);
        kernels().backward(rule, in, p.y.tensor(), p.peak.tensor(), p.norm.tensor(), p.dy, p.gradients(), work);
        Bits.assertSame(new float[12], p.y.tensor().outer(0).toArray(), "y");
        Bits.assertSame(new float[12], p.dq.tensor().outer(0).toArray(), "dq");
        Bits.assertSame(new float[20], p.dk.tensor().outer(0).toArray(), "dk");
        Bits.assertSame(new float[20], p.dv.tensor().outer(0).toArray(), "dv");
        assertTrue(p.norm.tensor().outer(1).toArray()[0] > 0f, "the other sample");
    }

    @Test
    void badScores_makeTheirQueryNaN_andNoOther() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            for (int at : new int[] {0, 200}) {
                int[] shape = {1, 1, 1, 40, 300, 8, 16};
                Problem p = new Problem(shape, false, false, 1);
                Tensor mask = Tensor.zeros(1, 1, 40, 300);
                mask.set(bad, 0, 0, 5, at);
                AttentionInputs in = new AttentionInputs(p.in.q(), p.in.k(), p.in.v(), mask, null);
                kernels().forward(rule(0), in, p.y.tensor(), p.peak.tensor(), p.norm.tensor(), Scratch.dirty());
                for (int i = 0; i < 40; i++) {
                    for (int d = 0; d < 16; d++) {
                        assertEquals(i == 5, Float.isNaN(p.y.tensor().get(0, 0, i, d)), bad + ", query " + i);
                    }
                }
            }
        }
    }

    @Test
    void zeroExtents_writeZerosOrNothing() {
        for (int[] shape : new int[][] {{0, 2, 2, 3, 4, 5, 6}, {2, 2, 1, 0, 4, 5, 6}, {2, 2, 1, 3, 4, 0, 6}}) {
            new Problem(shape, false, false, 1).run(kernels(), rule(1), new Workspace());
        }
        Problem noKeys = new Problem(new int[] {1, 1, 1, 3, 0, 5, 6}, false, false, 1);
        noKeys.run(kernels(), rule(0), Scratch.dirty());
        Bits.assertSame(new float[18], noKeys.y.tensor().toArray(), "no key");
    }

    @Test
    void wrongOperands_sayWhichAndWriteNothing() {
        Problem p = new Problem(new int[] {2, 4, 2, 3, 5, 6, 7}, false, false, 1);
        AttentionInputs in = p.in;
        Workspace work = new Workspace();
        Tensor y = p.y.tensor();
        Tensor peak = p.peak.tensor();
        Tensor norm = p.norm.tensor();
        AttentionInputs threeHeads =
                new AttentionInputs(in.q(), Tensor.zeros(2, 3, 5, 6), Tensor.zeros(2, 3, 5, 7), null, null);
        AttentionInputs longKeys = new AttentionInputs(in.q(), Tensor.zeros(2, 2, 5, 9), in.v(), null, null);
        AttentionInputs mask = new AttentionInputs(in.q(), in.k(), in.v(), Tensor.zeros(2, 4, 3, 6), null);
        AttentionInputs ignored = new AttentionInputs(in.q(), in.k(), in.v(), null, IntTensor.zeros(2, 6));
        AttentionRule rule = rule(0);
        assertRefused(
                "attention: ",
                "expected a multiple of Hk=3",
                () -> kernels().forward(rule, threeHeads, y, peak, norm, work));
        assertRefused("attention: ", "9", () -> kernels().forward(rule, longKeys, y, peak, norm, work));
        assertRefused("attention: mask ", "[2, 4, 3, 6]", () -> kernels().forward(rule, mask, y, peak, norm, work));
        assertRefused("attention: ignored ", "[2, 6]", () -> kernels().forward(rule, ignored, y, peak, norm, work));
        AttentionRule before = new AttentionRule(true, -1, 1f);
        assertRefused("attention: offset ", "-1", () -> kernels().forward(before, in, y, peak, norm, work));
        AttentionGradients wrong =
                new AttentionGradients(Tensor.zeros(2, 4, 3, 5), false, p.dk.tensor(), false, null, false, null);
        assertRefused(
                "attentionBackward: dq ",
                "[2, 4, 3, 5]",
                () -> kernels().backward(rule, in, y, peak, norm, p.dy, wrong, work));
        assertUntouched(y, peak, norm, p.dk.tensor());
    }
}
