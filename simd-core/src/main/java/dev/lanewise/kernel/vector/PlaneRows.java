package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/** Copies rows of an image into a plane, every element or every stride-th. */
final class PlaneRows {
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(F, lane -> 2 * lane % L);
    private static final VectorMask<Float> HIGH = F.indexInRange(0, L / 2).not();

    private PlaneRows() {}

    /**
     * {@code to[toAt + r * ldTo + j] = from[at + r * ld + j * step]} for r below rows and j below count; nothing else is
     * read or written, but for one element between two that are read.
     *
     * @param count at least 1
     */
    static void copy(float[] from, int at, int ld, int step, float[] to, int toAt, int ldTo, int rows, int count) {
        if (step == 1) {
            if (count < L) {
                narrow(from, at, ld, to, toAt, ldTo, rows, count);
            } else {
                wide(from, at, ld, to, toAt, ldTo, rows, count);
            }
            return;
        }
        for (int r = 0; r < rows; r++) {
            int row = at + r * ld;
            int t = toAt + r * ldTo;
            int j = step == 2 ? everySecond(from, row, to, t, count) : 0;
            for (; j < count; j++) {
                to[t + j] = from[row + j * step];
            }
        }
    }

    private static void narrow(float[] from, int at, int ld, float[] to, int toAt, int ldTo, int rows, int count) {
        VectorMask<Float> mask = F.indexInRange(0, count);
        for (int r = 0; r < rows; r++) {
            FloatVector.fromArray(F, from, at + r * ld, mask).intoArray(to, toAt + r * ldTo, mask);
        }
    }

    private static void wide(float[] from, int at, int ld, float[] to, int toAt, int ldTo, int rows, int count) {
        for (int r = 0; r < rows; r++) {
            int row = at + r * ld;
            int t = toAt + r * ldTo;
            for (int j = 0; j < count; j += L) {
                // The last vector moves back and repeats what it overlaps.
                int k = Math.min(j, count - L);
                FloatVector.fromArray(F, from, row + k).intoArray(to, t + k);
            }
        }
    }

    /** Copies every second element, but for some at the end; returns how many it copied. */
    private static int everySecond(float[] from, int at, float[] to, int toAt, int count) {
        int j = 0;
        for (; j + L < count; j += L) {
            FloatVector low = FloatVector.fromArray(F, from, at + 2 * j).rearrange(EVEN);
            FloatVector high = FloatVector.fromArray(F, from, at + 2 * j + L).rearrange(EVEN);
            low.blend(high, HIGH).intoArray(to, toAt + j);
        }
        return j;
    }
}
