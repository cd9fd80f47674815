package dev.lanewise.kernel.scalar;

import dev.lanewise.math.Exp;
import dev.lanewise.math.Expm1;

/**
 * The loops of functions that are put together from pieces: with minimum and maximum where they do, for C2 vectorises
 * those.
 */
final class RectifierLoops {
    private RectifierLoops() {}

    static void hardTanh(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = Math.min(Math.max(v, a), b);
        }
    }

    static void hardTanhBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (v <= a || v >= b ? 0f : one(v));
        }
    }

    static void leakyRelu(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = Math.max(v, 0f) + a * Math.min(v, 0f);
        }
    }

    static void leakyReluBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (slope(Math.max(Math.signum(v), 0f), a));
        }
    }

    static void elu(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = v > 0f ? v : a * Expm1.expm1(v);
        }
    }

    static void eluBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (v > 0f ? 1f : a * Exp.exp(v));
        }
    }

    static void selu(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = b * (v > 0f ? v : a * Expm1.expm1(v));
        }
    }

    static void seluBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (b * (v > 0f ? 1f : a * Exp.exp(v)));
        }
    }

    static void celu(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = v > 0f ? v : a * Expm1.expm1(v / a);
        }
    }

    static void celuBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (v > 0f ? 1f : Exp.exp(v / a));
        }
    }

    static void hardSigmoid(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = Math.min(Math.max(v + 3f, 0f), 6f) / 6f;
        }
    }

    static void hardSigmoidBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (v <= -3f || v >= 3f ? 0f : one(v) / 6f);
        }
    }

    static void hardSwish(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = Math.max(v, -3f) * (Math.min(Math.max(v + 3f, 0f), 6f) / 6f);
        }
    }

    static void hardSwishBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (v <= -3f ? 0f : v >= 3f ? 1f : v / 3f + 0.5f);
        }
    }

    static void softShrink(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = v - Math.min(Math.max(v, -a), a);
        }
    }

    static void softShrinkBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (v > a || v < -a ? 1f : zero(v));
        }
    }

    static void hardShrink(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = v > a || v < -a ? v : zero(v);
        }
    }

    static void hardShrinkBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (v > a || v < -a ? 1f : zero(v));
        }
    }

    /** 1, or NaN for NaN. */
    private static float one(float v) {
        return Float.isNaN(v) ? v : 1f;
    }

    /** 0, or NaN for NaN. */
    private static float zero(float v) {
        return Float.isNaN(v) ? v : 0f;
    }

    /** 1 where positive is 1, negative where it is 0. */
    private static float slope(float positive, float negative) {
        return positive + negative * (1f - positive);
    }
}
