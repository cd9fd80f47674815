package dev.lanewise.kernel.scalar;

import dev.lanewise.math.Log;

/** The loops of elementary functions. */
final class ElementaryLoops {
    private ElementaryLoops() {}

    static void log(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = Log.log(v);
        }
    }

    static void logBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (1f / v);
        }
    }

    static void sqrt(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = (float) Math.sqrt(v);
        }
    }

    static void sqrtBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (0.5f / (float) Math.sqrt(v));
        }
    }

    static void rsqrt(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = 1f / (float) Math.sqrt(v);
        }
    }

    static void rsqrtBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (-0.5f / v / (float) Math.sqrt(v));
        }
    }

    static void square(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = v * v;
        }
    }

    static void squareBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (2f * v);
        }
    }

    static void clamp(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = Math.min(Math.max(v, a), b);
        }
    }

    static void clampBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (v < a || v > b ? 0f : one(v));
        }
    }

    /** 1, or NaN for NaN. */
    private static float one(float v) {
        return Float.isNaN(v) ? v : 1f;
    }
}
