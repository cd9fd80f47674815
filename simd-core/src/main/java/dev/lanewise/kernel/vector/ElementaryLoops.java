package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.SQRT;

import jdk.incubator.vector.FloatVector;

/**
 * The loops of {@link VectorMap} for elementary functions.
 *
 * <p>All work on whole registers: n is a multiple of their length. The gradient at x is {@code dx = dy * f'(x)}.
 */
final class ElementaryLoops {
    private ElementaryLoops() {}

    static void log(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            VectorMath.log(v).intoArray(y, yo + i);
        }
    }

    static void logBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(FloatVector.broadcast(F, 1f).div(v)).intoArray(dx, dxo + i);
        }
    }

    static void log1p(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            VectorMath.log1p(v).intoArray(y, yo + i);
        }
    }

    static void log1pBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(FloatVector.broadcast(F, 1f).div(v.add(1f))).intoArray(dx, dxo + i);
        }
    }

    static void expm1(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            VectorMath.expm1(v).intoArray(y, yo + i);
        }
    }

    static void expm1Backward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector e = VectorMath.exp(v);
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(e).intoArray(dx, dxo + i);
        }
    }

    static void sqrt(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            v.lanewise(SQRT).intoArray(y, yo + i);
        }
    }

    static void sqrtBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(FloatVector.broadcast(F, 0.5f).div(v.lanewise(SQRT))).intoArray(dx, dxo + i);
        }
    }

    static void rsqrt(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector.broadcast(F, 1f).div(v.lanewise(SQRT)).intoArray(y, yo + i);
        }
    }

    static void rsqrtBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(FloatVector.broadcast(F, -0.5f).div(v).div(v.lanewise(SQRT)))
                    .intoArray(dx, dxo + i);
        }
    }

    static void square(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            v.mul(v).intoArray(y, yo + i);
        }
    }

    static void squareBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(v.mul(2f)).intoArray(dx, dxo + i);
        }
    }

    static void abs(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            v.abs().intoArray(y, yo + i);
        }
    }

    static void absBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector sign = v.blend(1f, v.compare(GT, 0f)).blend(-1f, v.compare(LT, 0f));
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(sign).intoArray(dx, dxo + i);
        }
    }

    static void reciprocal(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector.broadcast(F, 1f).div(v).intoArray(y, yo + i);
        }
    }

    static void reciprocalBackward(
            float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(FloatVector.broadcast(F, -1f).div(v).div(v)).intoArray(dx, dxo + i);
        }
    }

    static void erf(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            VectorMath.erf(v).intoArray(y, yo + i);
        }
    }

    static void erfBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector slope = VectorMath.erfDerivative(v);
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(slope).intoArray(dx, dxo + i);
        }
    }

    static void clamp(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            v.max(a).min(b).intoArray(y, yo + i);
        }
    }

    static void clampBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector slope =
                    FloatVector.broadcast(F, 1f).blend(0f, v.compare(LT, a)).blend(0f, v.compare(GT, b));
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(slope.blend(v, v.compare(NE, v))).intoArray(dx, dxo + i);
        }
    }
}
