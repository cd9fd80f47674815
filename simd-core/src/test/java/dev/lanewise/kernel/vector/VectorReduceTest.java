package dev.lanewise.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernel.Bits;
import dev.lanewise.kernel.Guarded;
import dev.lanewise.kernel.ReduceContract;
import dev.lanewise.kernel.ReduceKernels;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.kernel.scalar.ScalarReduce;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@NeedsWidth
class VectorReduceTest extends ReduceContract {
    private final ReduceKernels scalar = new ScalarReduce();

    @Override
    protected ReduceKernels kernels() {
        return new VectorReduce();
    }

    @Property(tries = 300)
    void everyMethod_vectorEqualsScalar_bitForBit(
            @ForAll @IntRange(min = 1, max = 200) int rows,
            @ForAll @IntRange(min = 1, max = 1100) int d,
            @ForAll boolean tight,
            @ForAll long seed) {
        // Scales down to where products underflow, and in every fourth case a few special numbers.
        float scale = (float) Math.scalb(1.0, (int) (seed % 80));
        Tensor x = random(seed, scale, tight, rows, d);
        if (seed % 4 == 0) {
            float[] special = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f};
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < rows; i++) {
                x.set(special[random.nextInt(special.length)], random.nextInt(rows), random.nextInt(d));
            }
        }
        Tensor expected = Tensor.zeros(rows);
        Guarded actual = Guarded.dirty(rows);
        scalar.rowSums(x, expected);
        kernels().rowSums(x, actual.tensor());
        Bits.assertSame(expected, actual.tensor(), "rowSums");
        scalar.rowMax(x, expected);
        kernels().rowMax(x, actual.tensor());
        Bits.assertSame(expected, actual.tensor(), "rowMax");
        actual.assertIntact();

        IntTensor first = IntTensor.zeros(rows);
        IntTensor second = IntTensor.zeros(rows);
        scalar.rowArgmax(x, first);
        kernels().rowArgmax(x, second);
        assertArrayEquals(first.toArray(), second.toArray(), "rowArgmax");

        Tensor columns = Tensor.zeros(d);
        Guarded vectorColumns = Guarded.dirty(d);
        scalar.columnSums(x, columns, new Workspace());
        kernels().columnSums(x, vectorColumns.tensor(), new Workspace());
        Bits.assertSame(columns, vectorColumns.tensor(), "columnSums");
        vectorColumns.assertIntact();

        Tensor other = random(seed + 1, scale, tight, rows, d);
        Bits.assertSame(
                new float[] {scalar.sum(x), scalar.dot(x, other)},
                new float[] {kernels().sum(x), kernels().dot(x, other)},
                "sum and dot");
        assertEquals(scalar.allFinite(x), kernels().allFinite(x));
    }

    /** A window inside its array or, if tight, a tensor that ends where the array does. */
    private static Tensor random(long seed, float scale, boolean tight, int rows, int d) {
        Tensor x = Guarded.random(seed, scale, rows, d).tensor();
        return tight ? x.copy() : x;
    }
}
