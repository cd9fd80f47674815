package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.Bits;
import dev.lanewise.kernel.Guarded;
import dev.lanewise.kernel.LayoutContract;
import dev.lanewise.kernel.LayoutKernels;
import dev.lanewise.kernel.scalar.ScalarLayout;
import dev.lanewise.tensor.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@NeedsWidth
class VectorLayoutTest extends LayoutContract {
    private static final int[][] AXES = {{1, 0, 2}, {0, 2, 1}, {2, 1, 0}, {2, 0, 1}, {1, 2, 0}};

    @Override
    protected LayoutKernels kernels() {
        return new VectorLayout();
    }

    /** Matrices of several squares with edges. */
    @Property(tries = 150)
    void permute_vectorEqualsScalar(
            @ForAll @IntRange(min = 1, max = 70) int a,
            @ForAll @IntRange(min = 1, max = 70) int b,
            @ForAll @IntRange(min = 1, max = 4) int c,
            @ForAll @IntRange(max = 2) int turn,
            @ForAll long seed) {
        int[][] shapes = {{a, b, c}, {c, a, b}, {b, c, a}};
        int[] shape = shapes[turn];
        Guarded x = Guarded.random(seed, 2, shape);
        for (int[] axes : AXES) {
            int[] moved = {shape[axes[0]], shape[axes[1]], shape[axes[2]]};
            Tensor expected = Tensor.zeros(moved);
            Guarded y = Guarded.dirty(moved);
            new ScalarLayout().permute(axes, x.tensor(), expected);
            kernels().permute(axes, x.tensor(), y.tensor());
            Bits.assertSame(expected, y.tensor(), "permuted");
            y.assertIntact();
        }
    }
}
