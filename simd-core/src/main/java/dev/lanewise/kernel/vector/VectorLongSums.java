package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.scalar.LongSums;

/** {@link LongSums} on vectors. The compiler leaves its methods apart: where the loops of both meet, they box. */
final class VectorLongSums extends LongSums {
    @Override
    protected float sum(float[] x, int at, int n) {
        return RowLoops.sum(x, at, n, RowLoops.lanes());
    }

    @Override
    protected float dot(float[] a, int aAt, float[] b, int bAt, int n) {
        return RowLoops.dot(a, aAt, b, bAt, n, RowLoops.lanes());
    }
}
