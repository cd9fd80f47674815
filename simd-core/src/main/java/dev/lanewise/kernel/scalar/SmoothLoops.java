package dev.lanewise.kernel.scalar;

import dev.lanewise.math.GeluTanh;
import dev.lanewise.math.Mish;
import dev.lanewise.math.Sigmoid;
import dev.lanewise.math.Silu;
import dev.lanewise.math.Softplus;
import dev.lanewise.math.Tanh;
import dev.lanewise.math.TanhShrink;

/** The loops of smooth activations. */
final class SmoothLoops {
    // From here on 1 + |x| is |x|: the quotient is 1, also where it would be inf / inf.
    private static final float SIGN = 0x1p25f;

    private SmoothLoops() {}

    static void tanhShrink(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = TanhShrink.tanhShrink(v);
        }
    }

    static void tanhShrinkBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (square(Tanh.tanh(v)));
        }
    }

    static void softsign(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = Math.abs(v) > SIGN ? Math.copySign(1f, v) : v / (1f + Math.abs(v));
        }
    }

    static void softsignBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (square(1f / (1f + Math.abs(v))));
        }
    }

    static void softplus(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = a * v > b ? v : Softplus.softplus(a * v) / a;
        }
    }

    static void softplusBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (a * v > b ? 1f : Sigmoid.sigmoid(a * v));
        }
    }

    static void logSigmoid(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = -Softplus.softplus(-v);
        }
    }

    static void logSigmoidBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (Sigmoid.sigmoid(-v));
        }
    }

    static void silu(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = Silu.silu(v);
        }
    }

    static void siluBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (Silu.derivative(v));
        }
    }

    static void mish(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = Mish.mish(v);
        }
    }

    static void mishBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (Mish.derivative(v));
        }
    }

    static void geluTanh(float a, float b, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            y[i] = GeluTanh.gelu(v);
        }
    }

    static void geluTanhBackward(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            dx[i] = dy[i] * (GeluTanh.derivative(v));
        }
    }

    private static float square(float v) {
        return v * v;
    }
}
