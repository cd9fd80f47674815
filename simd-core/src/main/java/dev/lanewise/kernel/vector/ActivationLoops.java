package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.lanewise.math.Exp;
import jdk.incubator.vector.FloatVector;

/**
 * The loops of {@link VectorElementwise} for activations.
 *
 * <p>All work on whole registers: n is a multiple of their length. The gradient at x is {@code dx = dy * f'(x)}.
 */
final class ActivationLoops {
    // Elements after one outside the range that are not asked.
    private static final int OUTSIDE = 256;

    private ActivationLoops() {}

    // A compare and a blend keep NaN and -0; FloatVector.max is six instructions.
    static void relu(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            v.blend(0f, v.compare(LT, 0f)).intoArray(y, yo + i);
        }
    }

    /** x is the output of relu. */
    static void reluBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            FloatVector open = FloatVector.zero(F).blend(vdy, v.compare(GT, 0f));
            open.blend(v, v.compare(NE, v)).intoArray(dx, dxo + i);
        }
    }

    static void sigmoid(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            VectorMath.sigmoid(v).intoArray(y, yo + i);
        }
    }

    /** x is the output of sigmoid. */
    static void sigmoidBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(v.mul(FloatVector.broadcast(F, 1f).sub(v))).intoArray(dx, dxo + i);
        }
    }

    static void tanh(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            VectorMath.tanh(v).intoArray(y, yo + i);
        }
    }

    /** x is the output of tanh. */
    static void tanhBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(v.neg().fma(v, FloatVector.broadcast(F, 1f))).intoArray(dx, dxo + i);
        }
    }

    /** Two loops: one for what is inside the range, which has one comparison where {@link VectorMath#exp} needs two. */
    static void exp(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        int i = 0;
        while (i < n) {
            i = expInside(x, xo, y, yo, i, n);
            int to = Math.min(n, i + OUTSIDE);
            expAnywhere(x, xo, y, yo, i, to);
            i = to;
        }
    }

    /** From i on, until a register has something outside the range; returns where that is, or n. */
    private static int expInside(float[] x, int xo, float[] y, int yo, int from, int n) {
        int i = from;
        for (; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            if (!v.abs().compare(LE, -Exp.LOW).allTrue()) {
                return i;
            }
            VectorMath.expInside(v).intoArray(y, yo + i);
        }
        return i;
    }

    private static void expAnywhere(float[] x, int xo, float[] y, int yo, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            VectorMath.exp(v).intoArray(y, yo + i);
        }
    }

    static void gelu(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            VectorMath.gelu(v).intoArray(y, yo + i);
        }
    }

    /**
     * In two loops over short blocks: together, the exponential and the quotient are more calls than C2 reliably inlines
     * into one method.
     */
    static void geluBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        float[] bells = Registers.block();
        for (int i = 0; i < n; i += bells.length) {
            int count = Math.min(bells.length, n - i);
            geluBells(x, xo + i, bells, count);
            geluBackward(x, xo + i, bells, dy, dyo + i, dx, dxo + i, count);
        }
    }

    private static void geluBells(float[] x, int xo, float[] bells, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMath.geluBell(FloatVector.fromArray(F, x, xo + i)).intoArray(bells, i);
        }
    }

    private static void geluBackward(
            float[] x, int xo, float[] bells, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector vx = FloatVector.fromArray(F, x, xo + i);
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            FloatVector bell = FloatVector.fromArray(F, bells, i);
            vdy.mul(VectorMath.geluDerivative(vx, bell)).intoArray(dx, dxo + i);
        }
    }
}
