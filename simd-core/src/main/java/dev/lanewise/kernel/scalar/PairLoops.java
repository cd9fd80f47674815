package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.math.Exp;
import dev.lanewise.tensor.Tensor;

/** The values of {@link Pair}, a loop each. */
final class PairLoops {
    /** Logarithms of probabilities are cut here. */
    static final float LEAST_LOG = -100f;

    private PairLoops() {}

    static void value(Pair loss, float option, Tensor x, Tensor t, Tensor y, int from, int to) {
        int n = to - from;
        float[] a = x.array();
        float[] b = t.array();
        float[] out = y.array();
        int at = x.offset() + from;
        int bt = t.offset() + from;
        int ot = y.offset() + from;
        switch (loss) {
            case SQUARED_ERROR -> squared(a, at, b, bt, out, ot, n);
            case ABSOLUTE_ERROR -> absolute(a, at, b, bt, out, ot, n);
            case HUBER -> huber(option, a, at, b, bt, out, ot, n);
            case SMOOTH_L1 -> smooth(option, a, at, b, bt, out, ot, n);
            case BINARY_CROSS_ENTROPY -> binary(a, at, b, bt, out, ot, n);
            case BINARY_CROSS_ENTROPY_WITH_LOGITS -> logits(a, at, b, bt, out, ot, n);
            case KL_DIVERGENCE -> kl(a, at, b, bt, out, ot, n);
            case KL_DIVERGENCE_LOG_TARGET -> klLog(a, at, b, bt, out, ot, n);
            case BINARY_FOCAL -> focal(option, a, at, b, bt, out, ot, n);
            case GAUSSIAN_KL -> gaussian(a, at, b, bt, out, ot, n);
            case TRIPLET_MARGIN -> margin(option, a, at, b, bt, out, ot, n);
        }
    }

    private static void squared(float[] x, int at, float[] t, int bt, float[] y, int ot, int n) {
        for (int i = 0; i < n; i++) {
            float d = x[at + i] - t[bt + i];
            y[ot + i] = d * d;
        }
    }

    private static void absolute(float[] x, int at, float[] t, int bt, float[] y, int ot, int n) {
        for (int i = 0; i < n; i++) {
            y[ot + i] = Math.abs(x[at + i] - t[bt + i]);
        }
    }

    private static void huber(float delta, float[] x, int at, float[] t, int bt, float[] y, int ot, int n) {
        for (int i = 0; i < n; i++) {
            float d = Math.abs(x[at + i] - t[bt + i]);
            y[ot + i] = d <= delta ? 0.5f * d * d : delta * (d - 0.5f * delta);
        }
    }

    private static void smooth(float beta, float[] x, int at, float[] t, int bt, float[] y, int ot, int n) {
        for (int i = 0; i < n; i++) {
            float d = Math.abs(x[at + i] - t[bt + i]);
            y[ot + i] = d < beta ? 0.5f * d * d / beta : d - 0.5f * beta;
        }
    }

    /** {@code log(x)}, at least -100. */
    static float cutLog(double x) {
        return Math.max((float) StrictMath.log(x), LEAST_LOG);
    }

    private static void binary(float[] x, int at, float[] t, int bt, float[] y, int ot, int n) {
        for (int i = 0; i < n; i++) {
            float p = x[at + i];
            float q = t[bt + i];
            y[ot + i] = -(q * cutLog(p) + (1f - q) * cutLog(1.0 - p));
        }
    }

    private static void logits(float[] x, int at, float[] t, int bt, float[] y, int ot, int n) {
        for (int i = 0; i < n; i++) {
            float z = x[at + i];
            // The product is subtracted first: for a large z and a target of 1 the rest is all that is left.
            y[ot + i] = (Math.max(z, 0f) - z * t[bt + i]) + Logistic.tail(Math.abs(z));
        }
    }

    private static void kl(float[] x, int at, float[] t, int bt, float[] y, int ot, int n) {
        for (int i = 0; i < n; i++) {
            float q = t[bt + i];
            y[ot + i] = q == 0f ? -q * x[at + i] : q * (Logistic.log(q) - x[at + i]);
        }
    }

    private static void klLog(float[] x, int at, float[] t, int bt, float[] y, int ot, int n) {
        for (int i = 0; i < n; i++) {
            y[ot + i] = Exp.exp(t[bt + i]) * (t[bt + i] - x[at + i]);
        }
    }

    private static void focal(float gamma, float[] x, int at, float[] t, int bt, float[] y, int ot, int n) {
        for (int i = 0; i < n; i++) {
            float z = x[at + i];
            float q = t[bt + i];
            y[ot + i] = q * Logistic.focal(z, gamma) + (1f - q) * Logistic.focal(-z, gamma);
        }
    }

    private static void gaussian(float[] x, int at, float[] t, int bt, float[] y, int ot, int n) {
        for (int i = 0; i < n; i++) {
            double mean = x[at + i];
            double log = t[bt + i];
            y[ot + i] = (float) (0.5 * (mean * mean + (StrictMath.expm1(log) - log)));
        }
    }

    private static void margin(float margin, float[] x, int at, float[] t, int bt, float[] y, int ot, int n) {
        for (int i = 0; i < n; i++) {
            float v = (x[at + i] - t[bt + i]) + margin;
            y[ot + i] = v < 0f ? 0f : v;
        }
    }
}
