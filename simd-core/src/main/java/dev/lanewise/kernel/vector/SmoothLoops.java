package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/**
 * The loops of {@link VectorMap} for smooth activations.
 *
 * <p>All work on whole registers: n is a multiple of their length. The gradient at x is {@code dx = dy * f'(x)}.
 */
final class SmoothLoops {
    // From here on 1 + |x| is |x|: the quotient is 1, also where it would be inf / inf.
    private static final float SIGN = 0x1p25f;

    private SmoothLoops() {}

    static void tanhShrink(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            VectorActivations.tanhShrink(v).intoArray(y, yo + i);
        }
    }

    static void tanhShrinkBackward(
            float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector t = VectorMath.tanh(v);
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(t.mul(t)).intoArray(dx, dxo + i);
        }
    }

    static void softsign(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector w = v.abs();
            FloatVector limit = FloatVector.broadcast(F, 1f)
                    .reinterpretAsInts()
                    .or(v.reinterpretAsInts().and(Integer.MIN_VALUE))
                    .reinterpretAsFloats();
            v.div(w.add(1f)).blend(limit, w.compare(GT, SIGN)).intoArray(y, yo + i);
        }
    }

    static void softsignBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector q = FloatVector.broadcast(F, 1f).div(v.abs().add(1f));
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(q.mul(q)).intoArray(dx, dxo + i);
        }
    }

    /** In two loops over short blocks: together they are more calls than C2 compiles well. */
    static void softplus(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        float[] block = Registers.block();
        for (int i = 0; i < n; i += block.length) {
            int count = Math.min(block.length, n - i);
            softplusPowers(a, x, xo + i, block, count);
            softplus(a, b, x, xo + i, block, y, yo + i, count);
        }
    }

    private static void softplusPowers(float a, float[] x, int xo, float[] powers, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            VectorMath.exp(v.mul(a).abs().neg()).intoArray(powers, i);
        }
    }

    private static void softplus(float a, float b, float[] x, int xo, float[] powers, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector e = VectorMath.log1p(FloatVector.fromArray(F, powers, i));
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector u = v.mul(a);
            FloatVector p = u.blend(0f, u.compare(LT, 0f)).add(e).div(a);
            p.blend(v, u.compare(GT, b)).intoArray(y, yo + i);
        }
    }

    static void softplusBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector u = v.mul(a);
            FloatVector s = VectorMath.sigmoid(u);
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(s.blend(1f, u.compare(GT, b))).intoArray(dx, dxo + i);
        }
    }

    static void logSigmoid(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        float[] block = Registers.block();
        for (int i = 0; i < n; i += block.length) {
            int count = Math.min(block.length, n - i);
            softplusPowers(-1f, x, xo + i, block, count);
            logSigmoid(x, xo + i, block, y, yo + i, count);
        }
    }

    private static void logSigmoid(float[] x, int xo, float[] powers, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector e = VectorMath.log1p(FloatVector.fromArray(F, powers, i));
            FloatVector u = FloatVector.fromArray(F, x, xo + i).neg();
            u.blend(0f, u.compare(LT, 0f)).add(e).neg().intoArray(y, yo + i);
        }
    }

    static void logSigmoidBackward(
            float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector s = VectorMath.sigmoid(v.neg());
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(s).intoArray(dx, dxo + i);
        }
    }

    static void silu(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            VectorActivations.silu(v).intoArray(y, yo + i);
        }
    }

    static void siluBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector slope = VectorActivations.siluDerivative(v);
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(slope).intoArray(dx, dxo + i);
        }
    }

    static void mish(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            VectorActivations.mish(v).intoArray(y, yo + i);
        }
    }

    static void mishBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector slope = VectorActivations.mishDerivative(v);
            FloatVector vdy = FloatVector.fromArray(F, dy, dyo + i);
            vdy.mul(slope).intoArray(dx, dxo + i);
        }
    }

    /** In two loops over short blocks: together they are more calls than C2 inlines into one method. */
    static void geluTanh(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        float[] block = Registers.block();
        int half = block.length / 2;
        for (int i = 0; i < n; i += half) {
            int count = Math.min(half, n - i);
            geluTanhExponents(x, xo + i, block, half, count);
            geluTanh(x, xo + i, block, half, y, yo + i, count);
        }
    }

    static void geluTanhBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        float[] block = Registers.block();
        int half = block.length / 2;
        for (int i = 0; i < n; i += half) {
            int count = Math.min(half, n - i);
            geluTanhExponents(x, xo + i, block, half, count);
            geluTanhBackward(x, xo + i, block, half, dy, dyo + i, dx, dxo + i, count);
        }
    }

    private static void geluTanhExponents(float[] x, int xo, float[] block, int half, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            VectorActivations.geluTanhExponent(v, block, half + i).intoArray(block, i);
        }
    }

    private static void geluTanh(float[] x, int xo, float[] block, int half, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector high = FloatVector.fromArray(F, block, i);
            FloatVector low = FloatVector.fromArray(F, block, half + i);
            VectorActivations.geluTanh(v, high, low).intoArray(y, yo + i);
        }
    }

    private static void geluTanhBackward(
            float[] x, int xo, float[] block, int half, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector high = FloatVector.fromArray(F, block, i);
            FloatVector low = FloatVector.fromArray(F, block, half + i);
            FloatVector slope = VectorActivations.geluTanhDerivative(v, high, low);
            FloatVector.fromArray(F, dy, dyo + i).mul(slope).intoArray(dx, dxo + i);
        }
    }
}
