package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Transposes a square of L x L elements by halves (Eklundh, 1972): step s exchanges, between rows i and i + s, the elements
 * whose places differ by s; s is 1, 2, ... L/2. The first step reads the source, the last one writes the result, and what
 * is between stays in a small array.
 */
final class Transposition {
    private static final int LAST = L / 2;

    private static final VectorShuffle<Float> SWAP_1 = swap(1);
    private static final VectorShuffle<Float> SWAP_2 = swap(2);
    private static final VectorShuffle<Float> SWAP_4 = swap(4);
    private static final VectorShuffle<Float> SWAP_LAST = swap(LAST);
    private static final VectorMask<Float> ODD_1 = odd(1);
    private static final VectorMask<Float> ODD_2 = odd(2);
    private static final VectorMask<Float> ODD_4 = odd(4);
    private static final VectorMask<Float> ODD_LAST = odd(LAST);

    private Transposition() {}

    private static VectorShuffle<Float> swap(int step) {
        return VectorShuffle.fromOp(F, lane -> (lane ^ step) % L);
    }

    private static VectorMask<Float> odd(int step) {
        boolean[] odd = new boolean[L];
        for (int lane = 0; lane < L; lane++) {
            odd[lane] = (lane & step) != 0;
        }
        return VectorMask.fromArray(F, odd, 0);
    }

    /** {@code y[yi + r * yStride + c] = x[xi + c * xStride + r]} for r and c below L; square is scratch of L * L. */
    static void run(float[] x, int xi, int xStride, float[] square, float[] y, int yi, int yStride) {
        first(x, xi, xStride, square);
        if (L > 4) {
            second(square);
        }
        if (L > 8) {
            third(square);
        }
        last(square, y, yi, yStride);
    }

    private static void first(float[] x, int xi, int xStride, float[] square) {
        for (int i = 0; i < L; i += 2) {
            FloatVector a = FloatVector.fromArray(F, x, xi + i * xStride);
            FloatVector b = FloatVector.fromArray(F, x, xi + (i + 1) * xStride);
            a.blend(b.rearrange(SWAP_1), ODD_1).intoArray(square, i * L);
            a.rearrange(SWAP_1).blend(b, ODD_1).intoArray(square, (i + 1) * L);
        }
    }

    private static void second(float[] square) {
        for (int j = 0; j < L / 2; j++) {
            // 0, 1, 4, 5, 8, 9 ...
            int i = j + (j & -2);
            FloatVector a = FloatVector.fromArray(F, square, i * L);
            FloatVector b = FloatVector.fromArray(F, square, (i + 2) * L);
            a.blend(b.rearrange(SWAP_2), ODD_2).intoArray(square, i * L);
            a.rearrange(SWAP_2).blend(b, ODD_2).intoArray(square, (i + 2) * L);
        }
    }

    private static void third(float[] square) {
        for (int j = 0; j < L / 2; j++) {
            // 0 to 3 and 8 to 11
            int i = j + (j & 4);
            FloatVector a = FloatVector.fromArray(F, square, i * L);
            FloatVector b = FloatVector.fromArray(F, square, (i + 4) * L);
            a.blend(b.rearrange(SWAP_4), ODD_4).intoArray(square, i * L);
            a.rearrange(SWAP_4).blend(b, ODD_4).intoArray(square, (i + 4) * L);
        }
    }

    private static void last(float[] square, float[] y, int yi, int yStride) {
        for (int i = 0; i < LAST; i++) {
            FloatVector a = FloatVector.fromArray(F, square, i * L);
            FloatVector b = FloatVector.fromArray(F, square, (i + LAST) * L);
            a.blend(b.rearrange(SWAP_LAST), ODD_LAST).intoArray(y, yi + i * yStride);
            a.rearrange(SWAP_LAST).blend(b, ODD_LAST).intoArray(y, yi + (i + LAST) * yStride);
        }
    }
}
