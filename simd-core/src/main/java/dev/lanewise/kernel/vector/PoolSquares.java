package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.I;
import static dev.lanewise.kernel.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The maxima of 2x2 windows side by side, the commonest pooling: its four elements without a scratch row. */
final class PoolSquares {
    private static final FloatVector EVEN = FloatVector.zero(F).addIndex(2);
    private static final FloatVector ODD = EVEN.add(1f);
    private static final IntVector COLUMN = IntVector.zero(I).addIndex(2);

    private PoolSquares() {}

    /**
     * Output rows of one plane after another, by whole registers: with fewer outputs than a register, what is written too
     * much belongs to the rows that follow.
     *
     * @param plane where the plane of the first row begins; {@code size} elements later the next
     * @param rows of a plane
     * @param i the first's number in its plane
     * @param n output rows in all
     * @return true if there may be a NaN: then what was written means nothing
     */
    static boolean maxima(
            float[] x,
            int plane,
            int size,
            int w,
            int rows,
            int i,
            int n,
            int outputs,
            float[] y,
            int yAt,
            int[] places,
            int placesAt) {
        boolean risk = false;
        int j = 0;
        while (true) {
            risk |= strip(x, plane, size, 2 * j, w, rows, i, n, outputs, y, yAt + j, places, placesAt + j);
            if (j + L >= outputs) {
                return risk;
            }
            j = Math.min(j + L, outputs - L);
        }
    }

    /** A register of output columns, from input column {@code column} on. */
    private static boolean strip(
            float[] x,
            int plane,
            int size,
            int column,
            int w,
            int rows,
            int i,
            int n,
            int outputs,
            float[] y,
            int yAt,
            int[] places,
            int placesAt) {
        FloatVector all = FloatVector.zero(F);
        IntVector zero = IntVector.zero(I);
        IntVector one = IntVector.broadcast(I, 1);
        IntVector below = IntVector.broadcast(I, w);
        IntVector across = IntVector.broadcast(I, w + 1);
        IntVector twoRows = IntVector.broadcast(I, 2 * w);
        IntVector first = COLUMN.add(column);
        IntVector begin = first.add(2 * i * w);
        int at = plane + 2 * i * w + column;
        int to = yAt;
        int placesTo = placesAt;
        int rest = rows - i;
        for (int q = 0; q < n; q++) {
            FloatVector top0 = FloatVector.fromArray(F, x, at);
            FloatVector top1 = FloatVector.fromArray(F, x, at + L);
            FloatVector bottom0 = FloatVector.fromArray(F, x, at + w);
            FloatVector bottom1 = FloatVector.fromArray(F, x, at + w + L);
            all = all.add(top0.add(top1).add(bottom0.add(bottom1)));
            // The one on the right, then the one below, must be larger to win.
            FloatVector a = EVEN.selectFrom(top0, top1);
            FloatVector b = ODD.selectFrom(top0, top1);
            FloatVector c = EVEN.selectFrom(bottom0, bottom1);
            FloatVector d = ODD.selectFrom(bottom0, bottom1);
            VectorMask<Float> second = b.compare(VectorOperators.GT, a);
            VectorMask<Float> fourth = d.compare(VectorOperators.GT, c);
            FloatVector top = a.blend(b, second);
            FloatVector bottom = c.blend(d, fourth);
            VectorMask<Float> lower = bottom.compare(VectorOperators.GT, top);
            top.blend(bottom, lower).intoArray(y, to);
            zero.blend(one, second.cast(I))
                    .blend(below.blend(across, fourth.cast(I)), lower.cast(I))
                    .add(begin)
                    .intoArray(places, placesTo);
            begin = begin.add(twoRows);
            at += 2 * w;
            to += outputs;
            placesTo += outputs;
            if (--rest == 0) {
                rest = rows;
                at += size - 2 * w * rows;
                begin = first;
            }
        }
        return all.compare(VectorOperators.NE, all).anyTrue();
    }
}
