package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.I;
import static dev.lanewise.kernel.vector.Lanes.L;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.MAX;

import dev.lanewise.math.SinCos;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * The loops of {@link VectorMap} for sine and cosine: on registers where all numbers of a block are within {@link
 * SinCos#LIMIT}, else the block is left to the scalar function. n is a multiple of a register's length.
 */
final class TurnLoops {
    private static final int BLOCK = 1024;
    private static final int LIMIT_BITS = Float.floatToIntBits(SinCos.LIMIT);

    private TurnLoops() {}

    static void sin(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += BLOCK) {
            int count = Math.min(BLOCK, n - i);
            if (near(x, xo + i, count)) {
                sin(x, xo + i, y, yo + i, count);
            } else {
                for (int j = i; j < i + count; j++) {
                    y[yo + j] = SinCos.sin(x[xo + j]);
                }
            }
        }
    }

    static void sinBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += BLOCK) {
            int count = Math.min(BLOCK, n - i);
            if (near(x, xo + i, count)) {
                sinBackward(x, xo + i, dy, dyo + i, dx, dxo + i, count);
            } else {
                for (int j = i; j < i + count; j++) {
                    dx[dxo + j] = dy[dyo + j] * SinCos.cos(x[xo + j]);
                }
            }
        }
    }

    static void cos(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += BLOCK) {
            int count = Math.min(BLOCK, n - i);
            if (near(x, xo + i, count)) {
                cos(x, xo + i, y, yo + i, count);
            } else {
                for (int j = i; j < i + count; j++) {
                    y[yo + j] = SinCos.cos(x[xo + j]);
                }
            }
        }
    }

    static void cosBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += BLOCK) {
            int count = Math.min(BLOCK, n - i);
            if (near(x, xo + i, count)) {
                cosBackward(x, xo + i, dy, dyo + i, dx, dxo + i, count);
            } else {
                for (int j = i; j < i + count; j++) {
                    dx[dxo + j] = dy[dyo + j] * -SinCos.sin(x[xo + j]);
                }
            }
        }
    }

    /** True if no magnitude is above the limit; false for NaN. The bits of magnitudes are in the order of their values. */
    private static boolean near(float[] x, int xo, int n) {
        IntVector largest = IntVector.zero(I);
        for (int i = 0; i < n; i += L) {
            largest = largest.max(FloatVector.fromArray(F, x, xo + i).abs().reinterpretAsInts());
        }
        return largest.reduceLanes(MAX) <= LIMIT_BITS;
    }

    private static void sin(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            VectorMath.turned(v, 0).blend(v, v.compare(EQ, 0f)).intoArray(y, yo + i);
        }
    }

    private static void sinBackward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector slope = VectorMath.turned(FloatVector.fromArray(F, x, xo + i), 1);
            FloatVector.fromArray(F, dy, dyo + i).mul(slope).intoArray(dx, dxo + i);
        }
    }

    private static void cos(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMath.turned(FloatVector.fromArray(F, x, xo + i), 1).intoArray(y, yo + i);
        }
    }

    private static void cosBackward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector slope =
                    VectorMath.turned(v, 0).blend(v, v.compare(EQ, 0f)).neg();
            FloatVector.fromArray(F, dy, dyo + i).mul(slope).intoArray(dx, dxo + i);
        }
    }
}
