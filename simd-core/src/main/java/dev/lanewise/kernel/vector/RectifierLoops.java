package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;

/**
 * The loops of {@link VectorMap} for functions that are put together from pieces.
 *
 * <p>All work on whole registers: n is a multiple of their length. The gradient at x is {@code dx = dy * f'(x)}.
 */
final class RectifierLoops {
    private RectifierLoops() {}

    static void hardTanh(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            v.max(a).min(b).intoArray(y, yo + i);
        }
    }

    static void hardTanhBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector slope =
                    FloatVector.broadcast(F, 1f).blend(0f, v.compare(LE, a)).blend(0f, v.compare(GE, b));
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(slope.blend(v, v.compare(NE, v))).intoArray(dx, dxo + i);
        }
    }

    static void leakyRelu(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            v.max(0f).add(v.min(0f).mul(a)).intoArray(y, yo + i);
        }
    }

    static void leakyReluBackward(
            float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        float low = 0f + a * (1f - 0f);
        float high = 1f + a * (1f - 1f);
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector slope = FloatVector.broadcast(F, low).blend(high, v.compare(GT, 0f));
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(slope.blend(v, v.compare(NE, v))).intoArray(dx, dxo + i);
        }
    }

    static void elu(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector e = VectorMath.expm1(v);
            e.mul(a).blend(v, v.compare(GT, 0f)).intoArray(y, yo + i);
        }
    }

    static void eluBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector e = VectorMath.exp(v);
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(e.mul(a).blend(1f, v.compare(GT, 0f))).intoArray(dx, dxo + i);
        }
    }

    static void selu(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector e = VectorMath.expm1(v);
            e.mul(a).blend(v, v.compare(GT, 0f)).mul(b).intoArray(y, yo + i);
        }
    }

    static void seluBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector e = VectorMath.exp(v);
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(e.mul(a).blend(1f, v.compare(GT, 0f)).mul(b)).intoArray(dx, dxo + i);
        }
    }

    static void celu(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector e = VectorMath.expm1(v.div(a));
            e.mul(a).blend(v, v.compare(GT, 0f)).intoArray(y, yo + i);
        }
    }

    static void celuBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector e = VectorMath.exp(v.div(a));
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(e.blend(1f, v.compare(GT, 0f))).intoArray(dx, dxo + i);
        }
    }

    static void hardSigmoid(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            v.add(3f).max(0f).min(6f).div(6f).intoArray(y, yo + i);
        }
    }

    static void hardSigmoidBackward(
            float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector slope = FloatVector.broadcast(F, 1f / 6f)
                    .blend(0f, v.compare(LE, -3f))
                    .blend(0f, v.compare(GE, 3f));
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(slope.blend(v, v.compare(NE, v))).intoArray(dx, dxo + i);
        }
    }

    static void hardSwish(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            v.max(-3f).mul(v.add(3f).max(0f).min(6f).div(6f)).intoArray(y, yo + i);
        }
    }

    static void hardSwishBackward(
            float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector slope =
                    v.div(3f).add(0.5f).blend(0f, v.compare(LE, -3f)).blend(1f, v.compare(GE, 3f));
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(slope).intoArray(dx, dxo + i);
        }
    }

    static void softShrink(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            v.sub(v.max(-a).min(a)).intoArray(y, yo + i);
        }
    }

    static void softShrinkBackward(
            float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector slope = FloatVector.zero(F).blend(1f, v.compare(GT, a)).blend(1f, v.compare(LT, -a));
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(slope.blend(v, v.compare(NE, v))).intoArray(dx, dxo + i);
        }
    }

    static void hardShrink(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector kept = FloatVector.zero(F).blend(v, v.compare(GT, a)).blend(v, v.compare(LT, -a));
            kept.blend(v, v.compare(NE, v)).intoArray(y, yo + i);
        }
    }

    static void hardShrinkBackward(
            float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector slope = FloatVector.zero(F).blend(1f, v.compare(GT, a)).blend(1f, v.compare(LT, -a));
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(slope.blend(v, v.compare(NE, v))).intoArray(dx, dxo + i);
        }
    }
}
