package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.LossKernels.Signed;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/** Values and gradients of {@link Signed}. */
final class SignedLoops {
    private SignedLoops() {}

    static void value(Signed loss, float margin, Tensor xs, IntTensor signs, Tensor ys, int from, int to) {
        float[] x = xs.array();
        int[] s = signs.array();
        float[] y = ys.array();
        int n = to - from;
        int at = xs.offset() + from;
        int st = signs.offset() + from;
        int ot = ys.offset() + from;
        switch (loss) {
            case HINGE -> {
                for (int i = 0; i < n; i++) {
                    y[ot + i] = positive(margin - s[st + i] * x[at + i]);
                }
            }
            case SQUARED_HINGE -> {
                for (int i = 0; i < n; i++) {
                    float v = positive(margin - s[st + i] * x[at + i]);
                    y[ot + i] = v * v;
                }
            }
            case HINGE_EMBEDDING -> {
                for (int i = 0; i < n; i++) {
                    y[ot + i] = s[st + i] > 0 ? x[at + i] : positive(margin - x[at + i]);
                }
            }
            case COSINE_EMBEDDING -> {
                for (int i = 0; i < n; i++) {
                    y[ot + i] = s[st + i] > 0 ? 1f - x[at + i] : positive(x[at + i] - margin);
                }
            }
            case CONTRASTIVE -> {
                for (int i = 0; i < n; i++) {
                    float v = s[st + i] > 0 ? x[at + i] : positive(margin - x[at + i]);
                    y[ot + i] = 0.5f * v * v;
                }
            }
        }
    }

    private static float positive(float v) {
        return v < 0f ? 0f : v;
    }

    static void gradient(
            Signed loss, float margin, Tensor xs, IntTensor signs, Tensor dys, Tensor dxs, int from, int to) {
        float[] x = xs.array();
        int[] s = signs.array();
        float[] dy = dys.array();
        float[] dx = dxs.array();
        int n = to - from;
        int at = xs.offset() + from;
        int st = signs.offset() + from;
        int gt = dys.offset() + from;
        int ot = dxs.offset() + from;
        switch (loss) {
            case HINGE -> {
                for (int i = 0; i < n; i++) {
                    dx[ot + i] = -s[st + i] * step(margin - s[st + i] * x[at + i]) * dy[gt + i];
                }
            }
            case SQUARED_HINGE -> {
                for (int i = 0; i < n; i++) {
                    dx[ot + i] = -2f * s[st + i] * positive(margin - s[st + i] * x[at + i]) * dy[gt + i];
                }
            }
            case HINGE_EMBEDDING -> {
                for (int i = 0; i < n; i++) {
                    dx[ot + i] = (s[st + i] > 0 ? same(x[at + i]) : -step(margin - x[at + i])) * dy[gt + i];
                }
            }
            case COSINE_EMBEDDING -> {
                for (int i = 0; i < n; i++) {
                    dx[ot + i] = (s[st + i] > 0 ? -same(x[at + i]) : step(x[at + i] - margin)) * dy[gt + i];
                }
            }
            case CONTRASTIVE -> {
                for (int i = 0; i < n; i++) {
                    dx[ot + i] = (s[st + i] > 0 ? x[at + i] : -positive(margin - x[at + i])) * dy[gt + i];
                }
            }
        }
    }

    /** 1 above 0, 0 up to it; NaN stays NaN. */
    private static float step(float v) {
        return v > 0f ? 1f : v <= 0f ? 0f : v;
    }

    /** 1; NaN stays NaN. */
    private static float same(float v) {
        return Float.isNaN(v) ? v : 1f;
    }
}
