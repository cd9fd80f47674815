package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.NormKernels;
import dev.lanewise.kernel.RowSums;
import java.util.Arrays;

/** The loops of normalisation without the Vector API, which are also the ends of rows and tiles for those with it. */
public class ScalarNormLoops implements NormLoops {
    private static final int LANES = RowSums.LANES;

    private static final ThreadLocal<float[][]> SCRATCH = ThreadLocal.withInitial(() -> new float[2][LANES]);

    /** A stateless instance. */
    public ScalarNormLoops() {}

    @Override
    public double sum(float[] x, int at, int n, double before) {
        float[] lanes = ScalarReduce.lanes();
        double sum = before;
        for (int i = 0; i < n; i += NormKernels.BLOCK) {
            sum += ScalarReduce.sum(x, at + i, Math.min(NormKernels.BLOCK, n - i), lanes);
        }
        return sum;
    }

    @Override
    public void add(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = a[aAt + i] + b[bAt + i];
        }
    }

    @Override
    public void moments(float[] x, int at, int n, float shift, double[] sums) {
        float[][] lanes = SCRATCH.get();
        for (int i = 0; i < n; i += NormKernels.BLOCK) {
            moments(x, at + i, Math.min(NormKernels.BLOCK, n - i), shift, lanes[0], lanes[1]);
            sums[0] += RowSums.fold(lanes[0]);
            sums[1] += RowSums.fold(lanes[1]);
        }
    }

    private static void moments(float[] x, int at, int n, float shift, float[] s1, float[] s2) {
        Arrays.fill(s1, 0f);
        Arrays.fill(s2, 0f);
        for (int i = 0; i < n; i += LANES) {
            int base = at + i;
            int part = Math.min(LANES, n - i);
            for (int l = 0; l < part; l++) {
                float v = x[base + l] - shift;
                s1[l] += v;
                s2[l] = Math.fma(v, v, s2[l]);
            }
        }
    }

    @Override
    public void run(
            float[] x,
            int xAt,
            int n,
            float high,
            float low,
            float rstd,
            float weight,
            float bias,
            float[] y,
            int yAt) {
        for (int i = 0; i < n; i++) {
            float xhat = ((x[xAt + i] - high) - low) * rstd;
            y[yAt + i] = Math.fma(xhat, weight, bias);
        }
    }

    @Override
    public void row(
            float[] x,
            int xAt,
            int n,
            float high,
            float low,
            float rstd,
            float[] weight,
            int weightAt,
            float[] bias,
            int biasAt,
            float[] y,
            int yAt) {
        for (int i = 0; i < n; i++) {
            float xhat = ((x[xAt + i] - high) - low) * rstd;
            float w = weight == null ? 1f : weight[weightAt + i];
            float b = bias == null ? 0f : bias[biasAt + i];
            y[yAt + i] = Math.fma(xhat, w, b);
        }
    }

    @Override
    public void gradients(
            float[] dy, int dyAt, float[] x, int xAt, int n, float high, float low, float rstd, double[] sums) {
        rowGradients(dy, dyAt, null, 0, x, xAt, n, high, low, rstd, sums);
    }

    @Override
    public void rowGradients(
            float[] dy,
            int dyAt,
            float[] weight,
            int weightAt,
            float[] x,
            int xAt,
            int n,
            float high,
            float low,
            float rstd,
            double[] sums) {
        float[][] lanes = SCRATCH.get();
        for (int from = 0; from < n; from += NormKernels.BLOCK) {
            Arrays.fill(lanes[0], 0f);
            Arrays.fill(lanes[1], 0f);
            int to = Math.min(n, from + NormKernels.BLOCK);
            for (int i = from; i < to; i++) {
                float xhat = ((x[xAt + i] - high) - low) * rstd;
                float g = weight == null ? dy[dyAt + i] : dy[dyAt + i] * weight[weightAt + i];
                int l = i % LANES;
                lanes[0][l] += g;
                lanes[1][l] = Math.fma(g, xhat, lanes[1][l]);
            }
            sums[0] += RowSums.fold(lanes[0]);
            sums[1] += RowSums.fold(lanes[1]);
        }
    }

    @Override
    public void backward(
            float[] x,
            int xAt,
            int n,
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
        for (int i = 0; i < n; i++) {
            float xhat = ((x[xAt + i] - high) - low) * rstd;
            dx[dxAt + i] = Math.fma(a, dy[dyAt + i], Math.fma(-k2, xhat, k1));
        }
    }

    @Override
    public void rowsBackward(
            float[] x,
            int xAt,
            float[] dy,
            int dyAt,
            float[] dx,
            int dxAt,
            int stride,
            int rows,
            int n,
            float[] weight,
            int weightAt,
            float[] factors,
            float[] sums,
            int sumsAt,
            int half) {
        for (int r = 0; r < rows; r++) {
            float high = factors[r * FACTORS];
            float low = factors[r * FACTORS + 1];
            float rstd = factors[r * FACTORS + 2];
            float k1 = factors[r * FACTORS + 3];
            float k2 = factors[r * FACTORS + 4];
            int at = r * stride;
            for (int i = 0; i < n; i++) {
                float xhat = ((x[xAt + at + i] - high) - low) * rstd;
                float g = dy[dyAt + at + i];
                sums[sumsAt + i] = Math.fma(g, xhat, sums[sumsAt + i]);
                sums[sumsAt + half + i] += g;
                dx[dxAt + at + i] = Math.fma(rstd, g * weight[weightAt + i], Math.fma(-k2, xhat, k1));
            }
        }
    }

    @Override
    public void columnSums(float[] x, int at, int stride, int rows, int n, float[] sums) {
        columnSums(x, at, stride, rows, 0, n, sums);
    }

    /** The same of columns [from, n). */
    protected static void columnSums(float[] x, int at, int stride, int rows, int from, int n, float[] sums) {
        Arrays.fill(sums, from, n, 0f);
        for (int r = 0; r < rows; r++) {
            int row = at + r * stride;
            for (int c = from; c < n; c++) {
                sums[c] += x[row + c];
            }
        }
    }

    @Override
    public void columnMoments(float[] x, int at, int stride, int rows, int n, float[] shift, float[] sums) {
        columnMoments(x, at, stride, rows, 0, n, shift, sums);
    }

    /** The same of columns [from, n). */
    protected static void columnMoments(
            float[] x, int at, int stride, int rows, int from, int n, float[] shift, float[] sums) {
        Arrays.fill(sums, from, n, 0f);
        Arrays.fill(sums, TILE + from, TILE + n, 0f);
        for (int r = 0; r < rows; r++) {
            int row = at + r * stride;
            for (int c = from; c < n; c++) {
                float v = x[row + c] - shift[c];
                sums[c] += v;
                sums[TILE + c] = Math.fma(v, v, sums[TILE + c]);
            }
        }
    }

    @Override
    public void columnGradients(
            float[] dy, int dyAt, float[] x, int xAt, int stride, int rows, int n, float[] k, float[] sums) {
        columnGradients(dy, dyAt, x, xAt, stride, rows, 0, n, k, sums);
    }

    /** The same of columns [from, n). */
    protected static void columnGradients(
            float[] dy, int dyAt, float[] x, int xAt, int stride, int rows, int from, int n, float[] k, float[] sums) {
        Arrays.fill(sums, from, n, 0f);
        Arrays.fill(sums, TILE + from, TILE + n, 0f);
        for (int r = 0; r < rows; r++) {
            int at = r * stride;
            for (int c = from; c < n; c++) {
                float xhat = ((x[xAt + at + c] - k[c]) - k[TILE + c]) * k[2 * TILE + c];
                float g = dy[dyAt + at + c];
                sums[c] += g;
                sums[TILE + c] = Math.fma(g, xhat, sums[TILE + c]);
            }
        }
    }

    @Override
    public void columns(float[] x, int xAt, int stride, int rows, int n, float[] k, float[] y, int yAt) {
        columns(x, xAt, stride, rows, 0, n, k, y, yAt);
    }

    /** The same of columns [from, n). */
    protected static void columns(
            float[] x, int xAt, int stride, int rows, int from, int n, float[] k, float[] y, int yAt) {
        for (int r = 0; r < rows; r++) {
            int at = r * stride;
            for (int c = from; c < n; c++) {
                float xhat = ((x[xAt + at + c] - k[c]) - k[TILE + c]) * k[2 * TILE + c];
                y[yAt + at + c] = Math.fma(xhat, k[3 * TILE + c], k[4 * TILE + c]);
            }
        }
    }

    @Override
    public void columnsBackward(
            float[] x, int xAt, float[] dy, int dyAt, int stride, int rows, int n, float[] k, float[] dx, int dxAt) {
        columnsBackward(x, xAt, dy, dyAt, stride, rows, 0, n, k, dx, dxAt);
    }

    /** The same of columns [from, n). */
    protected static void columnsBackward(
            float[] x,
            int xAt,
            float[] dy,
            int dyAt,
            int stride,
            int rows,
            int from,
            int n,
            float[] k,
            float[] dx,
            int dxAt) {
        for (int r = 0; r < rows; r++) {
            int at = r * stride;
            for (int c = from; c < n; c++) {
                float xhat = ((x[xAt + at + c] - k[c]) - k[TILE + c]) * k[2 * TILE + c];
                float rest = Math.fma(-k[5 * TILE + c], xhat, k[4 * TILE + c]);
                dx[dxAt + at + c] = Math.fma(k[3 * TILE + c], dy[dyAt + at + c], rest);
            }
        }
    }
}
