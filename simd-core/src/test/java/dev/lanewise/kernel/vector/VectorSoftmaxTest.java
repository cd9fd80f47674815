package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.Bits;
import dev.lanewise.kernel.Guarded;
import dev.lanewise.kernel.SoftmaxContract;
import dev.lanewise.kernel.SoftmaxKernels;
import dev.lanewise.kernel.scalar.ScalarSoftmax;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@NeedsWidth
class VectorSoftmaxTest extends SoftmaxContract {
    private final SoftmaxKernels scalar = new ScalarSoftmax();

    @Override
    protected SoftmaxKernels kernels() {
        return new VectorSoftmax();
    }

    @Property(tries = 300)
    void everyMethod_vectorEqualsScalar_bitForBit(
            @ForAll @IntRange(min = 1, max = 5) int rows,
            @ForAll @IntRange(min = 1, max = 1100) int d,
            @ForAll boolean tight,
            @ForAll long seed) {
        // Tight: the tensor ends where its array does.
        Tensor x = tight ? values(seed, rows, d).copy() : values(seed, rows, d);
        Tensor dy = tight ? values(seed + 1, rows, d).copy() : values(seed + 1, rows, d);
        IntTensor labels =
                IntTensor.of(new SplittableRandom(seed).ints(rows, 0, d).toArray(), rows);
        Pair y = new Pair(rows, d);
        scalar.softmax(x, y.a());
        kernels().softmax(x, y.b());
        y.assertSame("softmax");
        Tensor inPlace = x.copy();
        kernels().softmax(inPlace, inPlace);
        Bits.assertSame(y.a(), inPlace, "softmax in place");
        Pair dx = new Pair(rows, d);
        scalar.softmaxBackward(y.a(), dy, dx.a());
        kernels().softmaxBackward(y.a(), dy, dx.b());
        dx.assertSame("softmaxBackward");

        scalar.logSoftmax(x, y.a());
        kernels().logSoftmax(x, y.b());
        y.assertSame("logSoftmax");
        scalar.logSoftmaxBackward(y.a(), dy, dx.a());
        kernels().logSoftmaxBackward(y.a(), dy, dx.b());
        dx.assertSame("logSoftmaxBackward");

        Pair loss = new Pair(rows);
        scalar.crossEntropy(x, labels, loss.a(), y.a());
        kernels().crossEntropy(x, labels, loss.b(), y.b());
        y.assertSame("crossEntropy");
        loss.assertSame("loss");
        scalar.crossEntropyBackward(x, labels, 0.7f, dx.a());
        kernels().crossEntropyBackward(x, labels, 0.7f, dx.b());
        dx.assertSame("crossEntropyBackward");
    }

    @Example
    void rowsOfWholeStrips_haveTheScalarBits() {
        for (int d : new int[] {64, 128, 768, 1024}) {
            everyMethod_vectorEqualsScalar_bitForBit(5, d, false, d);
            everyMethod_vectorEqualsScalar_bitForBit(5, d, true, d + 1);
        }
    }

    /** Numbers of a random scale, tiny to huge; in every fourth case a few are special. */
    private static Tensor values(long seed, int rows, int d) {
        float scale = (float) Math.scalb(1.0, (int) (seed % 40));
        Tensor x = Guarded.random(seed, scale, rows, d).tensor();
        if (seed % 4 == 0) {
            float[] special = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f, -Float.MIN_VALUE};
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 3; i++) {
                x.set(special[random.nextInt(special.length)], random.nextInt(rows), random.nextInt(d));
            }
        }
        return x;
    }

    /** The outputs of the two twins, guarded. */
    private record Pair(Guarded scalar, Guarded vector) {
        Pair(int... shape) {
            this(Guarded.dirty(shape), Guarded.dirty(shape));
        }

        Tensor a() {
            return scalar.tensor();
        }

        Tensor b() {
            return vector.tensor();
        }

        void assertSame(String what) {
            Bits.assertSame(a(), b(), what);
            scalar.assertIntact();
            vector.assertIntact();
        }
    }
}
