package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.math.Exp;
import dev.lanewise.math.Sigmoid;
import dev.lanewise.tensor.Tensor;

/** The gradients of {@link Pair}. A loss of the difference has one for both operands, but for the sign. */
final class PairGradients {
    /** The least denominator of the derivative of binary cross-entropy. */
    private static final float LEAST_VARIANCE = 1e-12f;

    private PairGradients() {}

    static void byX(Pair loss, float option, Tensor x, Tensor t, Tensor dy, Tensor dx, int from, int to) {
        int n = to - from;
        float[] a = x.array();
        float[] b = t.array();
        float[] g = dy.array();
        float[] out = dx.array();
        int at = x.offset() + from;
        int bt = t.offset() + from;
        int gt = dy.offset() + from;
        int ot = dx.offset() + from;
        switch (loss) {
            case SQUARED_ERROR, ABSOLUTE_ERROR, HUBER, SMOOTH_L1, TRIPLET_MARGIN ->
                difference(loss, option, 1f, a, at, b, bt, g, gt, out, ot, n);
            case BINARY_CROSS_ENTROPY -> binary(a, at, b, bt, g, gt, out, ot, n);
            case BINARY_CROSS_ENTROPY_WITH_LOGITS -> logits(a, at, b, bt, g, gt, out, ot, n);
            case KL_DIVERGENCE -> negativeProduct(b, bt, g, gt, out, ot, n);
            case KL_DIVERGENCE_LOG_TARGET -> {
                for (int i = 0; i < n; i++) {
                    out[ot + i] = -Exp.exp(b[bt + i]) * g[gt + i];
                }
            }
            case BINARY_FOCAL -> focal(option, a, at, b, bt, g, gt, out, ot, n);
            case GAUSSIAN_KL -> {
                for (int i = 0; i < n; i++) {
                    out[ot + i] = a[at + i] * g[gt + i];
                }
            }
        }
    }

    static void byTarget(Pair loss, float option, Tensor x, Tensor t, Tensor dy, Tensor dt, int from, int to) {
        int n = to - from;
        float[] a = x.array();
        float[] b = t.array();
        float[] g = dy.array();
        float[] out = dt.array();
        int at = x.offset() + from;
        int bt = t.offset() + from;
        int gt = dy.offset() + from;
        int ot = dt.offset() + from;
        switch (loss) {
            case SQUARED_ERROR, ABSOLUTE_ERROR, HUBER, SMOOTH_L1, TRIPLET_MARGIN ->
                difference(loss, option, -1f, a, at, b, bt, g, gt, out, ot, n);
            case BINARY_CROSS_ENTROPY -> {
                for (int i = 0; i < n; i++) {
                    out[ot + i] = (PairLoops.cutLog(1.0 - a[at + i]) - PairLoops.cutLog(a[at + i])) * g[gt + i];
                }
            }
            case BINARY_CROSS_ENTROPY_WITH_LOGITS -> negativeProduct(a, at, g, gt, out, ot, n);
            case KL_DIVERGENCE -> {
                for (int i = 0; i < n; i++) {
                    out[ot + i] = ((Logistic.log(b[bt + i]) - a[at + i]) + 1f) * g[gt + i];
                }
            }
            case KL_DIVERGENCE_LOG_TARGET -> {
                for (int i = 0; i < n; i++) {
                    out[ot + i] = Exp.exp(b[bt + i]) * ((b[bt + i] - a[at + i]) + 1f) * g[gt + i];
                }
            }
            case BINARY_FOCAL -> {
                for (int i = 0; i < n; i++) {
                    float z = a[at + i];
                    out[ot + i] = (Logistic.focal(z, option) - Logistic.focal(-z, option)) * g[gt + i];
                }
            }
            case GAUSSIAN_KL -> {
                for (int i = 0; i < n; i++) {
                    out[ot + i] = (float) (0.5 * StrictMath.expm1(b[bt + i])) * g[gt + i];
                }
            }
        }
    }

    /** {@code out = sign * f'(x - t) * g}. */
    private static void difference(
            Pair loss,
            float option,
            float sign,
            float[] x,
            int at,
            float[] t,
            int bt,
            float[] g,
            int gt,
            float[] out,
            int ot,
            int n) {
        switch (loss) {
            case SQUARED_ERROR -> {
                float two = 2f * sign;
                for (int i = 0; i < n; i++) {
                    out[ot + i] = two * (x[at + i] - t[bt + i]) * g[gt + i];
                }
            }
            case HUBER -> {
                for (int i = 0; i < n; i++) {
                    float d = x[at + i] - t[bt + i];
                    float slope = Math.abs(d) <= option ? d : option * Math.signum(d);
                    out[ot + i] = sign * slope * g[gt + i];
                }
            }
            case SMOOTH_L1 -> {
                for (int i = 0; i < n; i++) {
                    float d = x[at + i] - t[bt + i];
                    float slope = Math.abs(d) < option ? d / option : Math.signum(d);
                    out[ot + i] = sign * slope * g[gt + i];
                }
            }
            case TRIPLET_MARGIN -> {
                for (int i = 0; i < n; i++) {
                    float v = (x[at + i] - t[bt + i]) + option;
                    out[ot + i] = v <= 0f ? 0f : Float.isNaN(v) ? v : sign * g[gt + i];
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    out[ot + i] = sign * Math.signum(x[at + i] - t[bt + i]) * g[gt + i];
                }
            }
        }
    }

    private static void binary(float[] x, int at, float[] t, int bt, float[] g, int gt, float[] out, int ot, int n) {
        for (int i = 0; i < n; i++) {
            float p = x[at + i];
            out[ot + i] = (p - t[bt + i]) / Math.max((1f - p) * p, LEAST_VARIANCE) * g[gt + i];
        }
    }

    private static void logits(float[] x, int at, float[] t, int bt, float[] g, int gt, float[] out, int ot, int n) {
        for (int i = 0; i < n; i++) {
            out[ot + i] = (Sigmoid.sigmoid(x[at + i]) - t[bt + i]) * g[gt + i];
        }
    }

    private static void negativeProduct(float[] x, int at, float[] g, int gt, float[] out, int ot, int n) {
        for (int i = 0; i < n; i++) {
            out[ot + i] = -x[at + i] * g[gt + i];
        }
    }

    private static void focal(
            float gamma, float[] x, int at, float[] t, int bt, float[] g, int gt, float[] out, int ot, int n) {
        for (int i = 0; i < n; i++) {
            float z = x[at + i];
            float q = t[bt + i];
            float slope = q * Logistic.focalDerivative(z, gamma) - (1f - q) * Logistic.focalDerivative(-z, gamma);
            out[ot + i] = slope * g[gt + i];
        }
    }
}
