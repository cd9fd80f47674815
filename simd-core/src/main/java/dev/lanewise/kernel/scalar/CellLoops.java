package dev.lanewise.kernel.scalar;

import dev.lanewise.math.Sigmoid;
import dev.lanewise.math.Tanh;
import dev.lanewise.tensor.Tensor;

/**
 * The loops of {@link ScalarCell} over the first n elements of arrays; the last operand named is overwritten. Rows pass
 * through these small arrays in pieces that stay in the first-level cache, because C2 vectorises a loop over several
 * arrays only if all are indexed by the bare loop variable.
 */
final class CellLoops {
    // Eight arrays of this length are half of the first-level cache.
    static final int PIECE = 512;

    private CellLoops() {}

    static void load(Tensor t, int at, float[] piece, int n) {
        System.arraycopy(t.array(), t.offset() + at, piece, 0, n);
    }

    static void store(float[] piece, Tensor t, int at, int n) {
        System.arraycopy(piece, 0, t.array(), t.offset() + at, n);
    }

    static void sigmoid(float[] x, int n) {
        for (int j = 0; j < n; j++) {
            x[j] = Sigmoid.sigmoid(x[j]);
        }
    }

    static void tanh(float[] x, int n) {
        for (int j = 0; j < n; j++) {
            x[j] = Tanh.tanh(x[j]);
        }
    }

    static void relu(float[] x, int n) {
        for (int j = 0; j < n; j++) {
            x[j] = x[j] < 0f ? 0f : x[j];
        }
    }

    /** s += x. */
    static void add(float[] x, float[] s, int n) {
        for (int j = 0; j < n; j++) {
            s[j] = s[j] + x[j];
        }
    }

    /** y = a b. */
    static void product(float[] a, float[] b, float[] y, int n) {
        for (int j = 0; j < n; j++) {
            y[j] = a[j] * b[j];
        }
    }

    /** y = a b + y. */
    static void accumulateProduct(float[] a, float[] b, float[] y, int n) {
        for (int j = 0; j < n; j++) {
            y[j] = Math.fma(a[j], b[j], y[j]);
        }
    }

    /** s = s tanh', of the output y. */
    static void tanhBackward(float[] y, float[] s, int n) {
        for (int j = 0; j < n; j++) {
            s[j] = s[j] * Math.fma(-y[j], y[j], 1f);
        }
    }

    /** s = y > 0 ? s : 0, NaN where y is NaN. */
    static void reluBackward(float[] y, float[] s, int n) {
        for (int j = 0; j < n; j++) {
            float passed = y[j] > 0f ? s[j] : 0f;
            s[j] = Float.isNaN(y[j]) ? y[j] : passed;
        }
    }

    /** c = i g + f c. */
    static void lstmCell(float[] i, float[] f, float[] g, float[] c, int n) {
        for (int j = 0; j < n; j++) {
            c[j] = Math.fma(i[j], g[j], f[j] * c[j]);
        }
    }

    /** From s, the gradient of h, and dc: o becomes its gradient before the sigmoid, dc that of c as a whole. */
    static void lstmOutputBackward(float[] o, float[] tanhC, float[] s, float[] dc, int n) {
        for (int j = 0; j < n; j++) {
            dc[j] = Math.fma(s[j] * o[j], Math.fma(-tanhC[j], tanhC[j], 1f), dc[j]);
            o[j] = s[j] * tanhC[j] * (o[j] * (1f - o[j]));
        }
    }

    /** Gates become their gradients before their functions, dc that of the previous c. */
    static void lstmCellBackward(float[] i, float[] f, float[] g, float[] cPrevious, float[] dc, int n) {
        for (int j = 0; j < n; j++) {
            float di = dc[j] * g[j] * (i[j] * (1f - i[j]));
            float df = dc[j] * cPrevious[j] * (f[j] * (1f - f[j]));
            float dg = dc[j] * i[j] * Math.fma(-g[j], g[j], 1f);
            dc[j] = dc[j] * f[j];
            i[j] = di;
            f[j] = df;
            g[j] = dg;
        }
    }

    /** h = z h + (1 - z) c. */
    static void gruMix(float[] z, float[] c, float[] h, int n) {
        for (int j = 0; j < n; j++) {
            h[j] = Math.fma(z[j], h[j], (1f - z[j]) * c[j]);
        }
    }

    /** z and candidate c become their gradients before their functions, s that of the previous h. */
    static void gruMixBackward(float[] z, float[] c, float[] s, float[] hPrevious, int n) {
        for (int j = 0; j < n; j++) {
            float dz = s[j] * (hPrevious[j] - c[j]) * (z[j] * (1f - z[j]));
            float dc = s[j] * (1f - z[j]) * Math.fma(-c[j], c[j], 1f);
            s[j] = s[j] * z[j];
            z[j] = dz;
            c[j] = dc;
        }
    }

    /** From dc, the candidate's gradient: r becomes its gradient before the sigmoid, b that of what r multiplied. */
    static void gruResetBackward(float[] r, float[] b, float[] dc, int n) {
        for (int j = 0; j < n; j++) {
            float dr = dc[j] * b[j] * (r[j] * (1f - r[j]));
            b[j] = dc[j] * r[j];
            r[j] = dr;
        }
    }
}
