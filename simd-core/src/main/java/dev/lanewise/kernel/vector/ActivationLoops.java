package dev.lanewise.kernel.vector;

import dev.lanewise.math.Exp;
import dev.lanewise.math.Gelu;
import dev.lanewise.math.Sigmoid;
import dev.lanewise.math.Tanh;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The loops of {@link VectorElementwise} for activations. Short ones have masked tails; those with an exponential leave
 * the tail to the scalar function, because a second exponential in the method would be too much to inline.
 */
final class ActivationLoops {
    // Short enough for the first-level cache; a multiple of every width.
    private static final ThreadLocal<float[]> BLOCK = ThreadLocal.withInitial(() -> new float[1024]);

    private ActivationLoops() {}

    /** {@code y = x < 0 ? 0 : x}. */
    static void relu(float alpha, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < Lanes.F.loopBound(n); i += Lanes.L) {
            FloatVector vx = FloatVector.fromArray(Lanes.F, x, xo + i);
            relu(vx).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = Lanes.F.indexInRange(i, n);
            FloatVector vx = FloatVector.fromArray(Lanes.F, x, xo + i, tail);
            relu(vx).intoArray(y, yo + i, tail);
        }
    }

    // A compare and a blend keep NaN and -0; FloatVector.max is six instructions.
    private static FloatVector relu(FloatVector x) {
        return x.blend(0f, x.compare(VectorOperators.LT, 0f));
    }

    /** {@code dx = y > 0 ? dy : 0}, NaN where y is NaN. */
    static void reluBackward(float alpha, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        int i = 0;
        for (; i < Lanes.F.loopBound(n); i += Lanes.L) {
            FloatVector vy = FloatVector.fromArray(Lanes.F, y, yo + i);
            FloatVector vdy = FloatVector.fromArray(Lanes.F, dy, dyo + i);
            reluBackward(vy, vdy).intoArray(dx, dxo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = Lanes.F.indexInRange(i, n);
            FloatVector vy = FloatVector.fromArray(Lanes.F, y, yo + i, tail);
            FloatVector vdy = FloatVector.fromArray(Lanes.F, dy, dyo + i, tail);
            reluBackward(vy, vdy).intoArray(dx, dxo + i, tail);
        }
    }

    private static FloatVector reluBackward(FloatVector y, FloatVector dy) {
        FloatVector dx = FloatVector.zero(Lanes.F).blend(dy, y.compare(VectorOperators.GT, 0f));
        return dx.blend(y, y.compare(VectorOperators.NE, y));
    }

    /** {@code y = 1 / (1 + exp(-x))}. */
    static void sigmoid(float alpha, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < Lanes.F.loopBound(n); i += Lanes.L) {
            FloatVector vx = FloatVector.fromArray(Lanes.F, x, xo + i);
            VectorMath.sigmoid(vx).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = Sigmoid.sigmoid(x[xo + i]);
        }
    }

    /** {@code dx = dy * (y * (1 - y))}. */
    static void sigmoidBackward(float alpha, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        int i = 0;
        for (; i < Lanes.F.loopBound(n); i += Lanes.L) {
            FloatVector vy = FloatVector.fromArray(Lanes.F, y, yo + i);
            FloatVector vdy = FloatVector.fromArray(Lanes.F, dy, dyo + i);
            vdy.mul(vy.mul(FloatVector.broadcast(Lanes.F, 1f).sub(vy))).intoArray(dx, dxo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = Lanes.F.indexInRange(i, n);
            FloatVector vy = FloatVector.fromArray(Lanes.F, y, yo + i, tail);
            FloatVector vdy = FloatVector.fromArray(Lanes.F, dy, dyo + i, tail);
            vdy.mul(vy.mul(FloatVector.broadcast(Lanes.F, 1f).sub(vy))).intoArray(dx, dxo + i, tail);
        }
    }

    /** {@code y = tanh(x)}. */
    static void tanh(float alpha, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < Lanes.F.loopBound(n); i += Lanes.L) {
            FloatVector vx = FloatVector.fromArray(Lanes.F, x, xo + i);
            VectorMath.tanh(vx).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = Tanh.tanh(x[xo + i]);
        }
    }

    /** {@code dx = dy * fma(-y, y, 1)}. */
    static void tanhBackward(float alpha, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        int i = 0;
        for (; i < Lanes.F.loopBound(n); i += Lanes.L) {
            FloatVector vy = FloatVector.fromArray(Lanes.F, y, yo + i);
            FloatVector vdy = FloatVector.fromArray(Lanes.F, dy, dyo + i);
            vdy.mul(vy.neg().fma(vy, FloatVector.broadcast(Lanes.F, 1f))).intoArray(dx, dxo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = Lanes.F.indexInRange(i, n);
            FloatVector vy = FloatVector.fromArray(Lanes.F, y, yo + i, tail);
            FloatVector vdy = FloatVector.fromArray(Lanes.F, dy, dyo + i, tail);
            vdy.mul(vy.neg().fma(vy, FloatVector.broadcast(Lanes.F, 1f))).intoArray(dx, dxo + i, tail);
        }
    }

    /** {@code y = exp(x)}. */
    static void exp(float alpha, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < Lanes.F.loopBound(n); i += Lanes.L) {
            FloatVector vx = FloatVector.fromArray(Lanes.F, x, xo + i);
            VectorMath.exp(vx).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = Exp.exp(x[xo + i]);
        }
    }

    /** {@code y = x Phi(x)}. */
    static void gelu(float alpha, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < Lanes.F.loopBound(n); i += Lanes.L) {
            FloatVector vx = FloatVector.fromArray(Lanes.F, x, xo + i);
            VectorMath.gelu(vx).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = Gelu.gelu(x[xo + i]);
        }
    }

    /**
     * {@code dx = dy * (Phi(x) + x phi(x))}, in two loops over short blocks: together, the exponential and the quotient
     * are more calls than C2 reliably inlines into one method.
     */
    static void geluBackward(float alpha, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        float[] bells = BLOCK.get();
        int whole = Lanes.F.loopBound(n);
        int i = 0;
        for (; i < whole; i += bells.length) {
            int count = Math.min(bells.length, whole - i);
            geluBells(x, xo + i, bells, count);
            geluBackward(x, xo + i, bells, dy, dyo + i, dx, dxo + i, count);
        }
        for (i = whole; i < n; i++) {
            dx[dxo + i] = dy[dyo + i] * Gelu.derivative(x[xo + i]);
        }
    }

    private static void geluBells(float[] x, int xo, float[] bells, int n) {
        for (int i = 0; i < n; i += Lanes.L) {
            VectorMath.geluBell(FloatVector.fromArray(Lanes.F, x, xo + i)).intoArray(bells, i);
        }
    }

    private static void geluBackward(
            float[] x, int xo, float[] bells, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += Lanes.L) {
            FloatVector vx = FloatVector.fromArray(Lanes.F, x, xo + i);
            FloatVector vdy = FloatVector.fromArray(Lanes.F, dy, dyo + i);
            FloatVector bell = FloatVector.fromArray(Lanes.F, bells, i);
            vdy.mul(VectorMath.geluDerivative(vx, bell)).intoArray(dx, dxo + i);
        }
    }
}
