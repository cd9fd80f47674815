package dev.lanewise.kernel.scalar;

/** The innermost loops of {@link ScalarNorm}: a run with one channel, or a row in which each element is a channel. */
final class NormRows {
    private NormRows() {}

    /** A run of one channel. */
    static void run(
            float[] x,
            int xAt,
            int d,
            float high,
            float low,
            float rstd,
            float weight,
            float bias,
            float[] y,
            int yAt) {
        for (int i = 0; i < d; i++) {
            float xhat = ((x[xAt + i] - high) - low) * rstd;
            y[yAt + i] = Math.fma(xhat, weight, bias);
        }
    }

    /** A row whose elements are channels; w or b may be null. */
    static void row(
            float[] x,
            int xAt,
            int d,
            float high,
            float low,
            float rstd,
            float[] w,
            int wAt,
            float[] b,
            int bAt,
            float[] y,
            int yAt) {
        if (w == null && b == null) {
            run(x, xAt, d, high, low, rstd, 1f, 0f, y, yAt);
        } else if (b == null) {
            for (int i = 0; i < d; i++) {
                float xhat = ((x[xAt + i] - high) - low) * rstd;
                y[yAt + i] = Math.fma(xhat, w[wAt + i], 0f);
            }
        } else if (w == null) {
            for (int i = 0; i < d; i++) {
                float xhat = ((x[xAt + i] - high) - low) * rstd;
                y[yAt + i] = Math.fma(xhat, 1f, b[bAt + i]);
            }
        } else {
            for (int i = 0; i < d; i++) {
                float xhat = ((x[xAt + i] - high) - low) * rstd;
                y[yAt + i] = Math.fma(xhat, w[wAt + i], b[bAt + i]);
            }
        }
    }

    /** {@code g = dy * weight} of a run of one channel. */
    static void scaled(float[] dy, int dyAt, int d, float weight, float[] g, int gAt) {
        for (int i = 0; i < d; i++) {
            g[gAt + i] = dy[dyAt + i] * weight;
        }
    }

    /** {@code g = dy * w} of a row whose elements are channels. */
    static void scaledRow(float[] dy, int dyAt, int d, float[] w, int wAt, float[] g, int gAt) {
        for (int i = 0; i < d; i++) {
            g[gAt + i] = dy[dyAt + i] * w[wAt + i];
        }
    }

    /** {@code dx = a * dy - k2 * xhat + k1}; dx may be dy. */
    static void backward(
            float[] x,
            int xAt,
            int d,
            float high,
            float low,
            float rstd,
            float a,
            float k1,
            float k2,
            float[] dy,
            int dyAt,
            float[] dx,
            int dxAt) {
        for (int i = 0; i < d; i++) {
            float xhat = ((x[xAt + i] - high) - low) * rstd;
            dx[dxAt + i] = Math.fma(a, dy[dyAt + i], Math.fma(-k2, xhat, k1));
        }
    }
}
