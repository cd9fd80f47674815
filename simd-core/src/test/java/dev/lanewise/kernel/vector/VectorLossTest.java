package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.Bits;
import dev.lanewise.kernel.Guarded;
import dev.lanewise.kernel.LossKernels;
import dev.lanewise.kernel.LossKernels.Classes;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.kernel.scalar.ScalarLoss;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@NeedsWidth
class VectorLossTest {
    private static final int IGNORED = -7;
    private static final Set<Pair> DIFFERENCES =
            EnumSet.of(Pair.SQUARED_ERROR, Pair.ABSOLUTE_ERROR, Pair.HUBER, Pair.SMOOTH_L1, Pair.TRIPLET_MARGIN);
    private static final float[] SPECIAL = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f};

    @Property(tries = 300)
    void crossEntropy_vectorEqualsScalar_bitForBit(
            @ForAll @IntRange(min = 1, max = 20) int samples,
            @ForAll @IntRange(min = 1, max = 700) int classes,
            @ForAll @IntRange(min = 1, max = 2) int inside,
            @ForAll @IntRange(max = 2) int kind,
            @ForAll boolean weighted,
            @ForAll boolean tight,
            @ForAll long seed) {
        Classes options = new Classes(IGNORED, kind == 1 ? 0.25f : 0f, kind == 2 ? 2f : 0f);
        SplittableRandom random = new SplittableRandom(seed);
        Tensor x = Guarded.random(seed, 30f, samples, classes, inside).tensor();
        x = tight ? x.copy() : x;
        if (seed % 4 == 0) {
            x.array()[x.offset() + random.nextInt(x.size())] = SPECIAL[random.nextInt(SPECIAL.length)];
        }
        int n = samples * inside;
        IntTensor labels = IntTensor.of(
                random.ints(n, 0, classes)
                        .map(c -> random.nextInt(5) == 0 ? IGNORED : c)
                        .toArray(),
                samples,
                inside);
        Tensor weight = weighted ? Guarded.random(seed + 1, 2f, classes).tensor() : null;
        Tensor dloss = Guarded.random(seed + 2, 2f, samples, inside).tensor();
        List<Guarded> expected = run(new ScalarLoss(), options, x, labels, weight, dloss);
        List<Guarded> found = run(new VectorLoss(), options, x, labels, weight, dloss);
        for (int i = 0; i < expected.size(); i++) {
            Bits.assertSame(expected.get(i).tensor(), found.get(i).tensor(), "result " + i);
            found.get(i).assertIntact();
        }
    }

    // Every size about a register's and a chunk's, special values in all operands, and the result in the place of one.
    @Property(tries = 60)
    void pair_vectorEqualsScalar_bitForBit(
            @ForAll Pair loss, @ForAll @IntRange(max = 100) int rest, @ForAll boolean large, @ForAll long seed) {
        int n = (large ? 4096 : 0) + rest;
        float option = seed % 5 == 0 ? 0f : 0.75f;
        SplittableRandom random = new SplittableRandom(seed);
        Guarded[] operands = new Guarded[3];
        boolean difference = DIFFERENCES.contains(loss);
        for (int k = 0; k < operands.length; k++) {
            operands[k] = Guarded.random(seed + k, difference ? 2f : 0.49f, n);
            Tensor t = operands[k].tensor();
            for (int i = 0; i < n; i++) {
                float v = difference ? t.get(i) : t.get(i) + 0.5f;
                t.set(difference && random.nextInt(9) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : v, i);
            }
        }
        Tensor x = operands[0].tensor();
        Tensor t = operands[1].tensor();
        Tensor dy = operands[2].tensor();
        LossKernels scalar = new ScalarLoss();
        LossKernels vector = new VectorLoss();
        Guarded expected = Guarded.dirty(n);
        Guarded found = Guarded.dirty(n);
        scalar.pair(loss, option, x, t, expected.tensor());
        vector.pair(loss, option, x, t, found.tensor());
        Bits.assertSame(expected.tensor(), found.tensor(), loss + " of " + n);
        scalar.pairTargetBackward(loss, option, x, t, dy, expected.tensor());
        vector.pairTargetBackward(loss, option, x, t, dy, found.tensor());
        Bits.assertSame(expected.tensor(), found.tensor(), loss + " dt of " + n);
        scalar.pairBackward(loss, option, x, t, dy, expected.tensor());
        vector.pairBackward(loss, option, x, t, dy, found.tensor());
        Bits.assertSame(expected.tensor(), found.tensor(), loss + " dx of " + n);
        found.assertIntact();
        vector.pairBackward(loss, option, x, t, dy, x);
        Bits.assertSame(expected.tensor(), x, loss + " dx in the place of x");
        operands[0].assertIntact();
    }

    /** Loss, weights, largest, logarithms; the gradient, and the gradient in the place of the scores. */
    private static List<Guarded> run(
            LossKernels kernels, Classes options, Tensor x, IntTensor labels, Tensor weight, Tensor dloss) {
        int[] perSample = dloss.shape().toArray();
        Guarded loss = Guarded.dirty(perSample);
        Guarded kept = Guarded.dirty(perSample);
        Guarded largest = Guarded.dirty(perSample);
        Guarded logSum = Guarded.dirty(perSample);
        Guarded dx = Guarded.dirty(x.shape().toArray());
        Guarded inPlace = Guarded.of(x.toArray(), x.shape().toArray());
        kernels.crossEntropy(
                options, x, labels, weight, loss.tensor(), kept.tensor(), largest.tensor(), logSum.tensor());
        kernels.crossEntropyBackward(options, x, labels, weight, largest.tensor(), logSum.tensor(), dloss, dx.tensor());
        kernels.crossEntropyBackward(
                options, inPlace.tensor(), labels, weight, largest.tensor(), logSum.tensor(), dloss, inPlace.tensor());
        Bits.assertSame(dx.tensor(), inPlace.tensor(), "in place");
        return List.of(loss, kept, largest, logSum, dx);
    }
}
