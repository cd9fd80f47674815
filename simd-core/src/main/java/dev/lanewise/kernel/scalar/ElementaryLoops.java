package dev.lanewise.kernel.scalar;

import dev.lanewise.math.Erf;
import dev.lanewise.math.Exp;
import dev.lanewise.math.Expm1;
import dev.lanewise.math.Log;
import dev.lanewise.math.Log1p;
import dev.lanewise.math.Pow;
import dev.lanewise.math.SinCos;

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

    static void log1p(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = Log1p.log1p(v);
        }
    }

    static void log1pBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (1f / (1f + v));
        }
    }

    static void expm1(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = Expm1.expm1(v);
        }
    }

    static void expm1Backward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (Exp.exp(v));
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

    static void abs(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = Math.abs(v);
        }
    }

    static void absBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (Math.signum(v));
        }
    }

    static void reciprocal(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = 1f / v;
        }
    }

    static void reciprocalBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (-1f / v / v);
        }
    }

    static void sin(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = SinCos.sin(v);
        }
    }

    static void sinBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * SinCos.cos(v);
        }
    }

    static void cos(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = SinCos.cos(v);
        }
    }

    static void cosBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * -SinCos.sin(v);
        }
    }

    static void erf(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = Erf.erf(v);
        }
    }

    static void erfBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * Erf.derivative(v);
        }
    }

    static void pow(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = Pow.pow(v, a, 1);
        }
    }

    static void powBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        double exponent = Pow.derivativeExponent(a);
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * Pow.pow(v, exponent, a);
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
