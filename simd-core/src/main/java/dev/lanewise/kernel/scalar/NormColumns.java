package dev.lanewise.kernel.scalar;

import dev.lanewise.tensor.Tensor;

/**
 * The loops of {@link ScalarNorm} where a channel has one element per sample (L = 1): they run over neighbouring channels,
 * and give the bits of those over the inside of a channel.
 */
final class NormColumns {
    private NormColumns() {}

    /** {@code sums[c] += x}. */
    static void sum(float[] x, int at, int n, double[] sums, int to) {
        for (int c = 0; c < n; c++) {
            sums[to + c] += x[at + c];
        }
    }

    /** {@code sums[to + c] += (x - sums[c])^2}. */
    static void squares(float[] x, int at, int n, double[] sums, int to) {
        for (int c = 0; c < n; c++) {
            double v = x[at + c] - sums[c];
            sums[to + c] += v * v;
        }
    }

    /** {@code sums[to + c] += dy * xhat}, one statistic for all channels. */
    static void dot(
            float[] dy, int dyAt, float[] x, int xAt, int n, float high, float low, float rstd, double[] sums, int to) {
        for (int c = 0; c < n; c++) {
            float xhat = ((x[xAt + c] - high) - low) * rstd;
            sums[to + c] += (double) dy[dyAt + c] * xhat;
        }
    }

    /** {@code sums[c] += dy * xhat}, a statistic for each channel; the first of them is s. */
    static void dot(float[] dy, int dyAt, float[] x, int xAt, int n, Tensor centre, Tensor rstd, int s, double[] sums) {
        float[] mean = centre.array();
        float[] r = rstd.array();
        int high = centre.offset() + s;
        int rAt = rstd.offset() + s;
        if (centre.size() > rstd.size()) {
            int low = high + rstd.size();
            for (int c = 0; c < n; c++) {
                float xhat = ((x[xAt + c] - mean[high + c]) - mean[low + c]) * r[rAt + c];
                sums[c] += (double) dy[dyAt + c] * xhat;
            }
        } else {
            for (int c = 0; c < n; c++) {
                float xhat = (x[xAt + c] - mean[high + c]) * r[rAt + c];
                sums[c] += (double) dy[dyAt + c] * xhat;
            }
        }
    }

    /** Row n of y by given statistics of channels. */
    static void channels(int n, Tensor x, Tensor weight, Tensor bias, Tensor centre, Tensor rstd, Tensor y) {
        int channels = x.dim(1);
        int yAt = y.offset() + n * channels;
        normalise(x.array(), x.offset() + n * channels, channels, centre, rstd, 0, y.array(), yAt);
        affine(y.array(), yAt, channels, weight, bias);
    }

    private static void normalise(float[] x, int xAt, int n, Tensor centre, Tensor rstd, int s, float[] y, int yAt) {
        float[] mean = centre.array();
        float[] r = rstd.array();
        int high = centre.offset() + s;
        int rAt = rstd.offset() + s;
        if (centre.size() > rstd.size()) {
            int low = high + rstd.size();
            for (int c = 0; c < n; c++) {
                y[yAt + c] = ((x[xAt + c] - mean[high + c]) - mean[low + c]) * r[rAt + c];
            }
        } else {
            for (int c = 0; c < n; c++) {
                y[yAt + c] = (x[xAt + c] - mean[high + c]) * r[rAt + c];
            }
        }
    }

    private static void affine(float[] y, int at, int n, Tensor weight, Tensor bias) {
        if (weight == null) {
            for (int c = 0; c < n; c++) {
                float b = bias == null ? 0f : bias.array()[bias.offset() + c];
                y[at + c] += b;
            }
            return;
        }
        float[] w = weight.array();
        int wAt = weight.offset();
        if (bias == null) {
            for (int c = 0; c < n; c++) {
                y[at + c] = Math.fma(y[at + c], w[wAt + c], 0f);
            }
        } else {
            float[] b = bias.array();
            int bAt = bias.offset();
            for (int c = 0; c < n; c++) {
                y[at + c] = Math.fma(y[at + c], w[wAt + c], b[bAt + c]);
            }
        }
    }

    /**
     * {@code dx = a * dy - k2 * xhat + k1} of n channels of one sample, the first of them s.
     *
     * @param k the factors: a, k1 from ChannelSums.BLOCK on, k2 from twice that on
     */
    static void backward(
            float[] x,
            int xAt,
            int n,
            Tensor centre,
            Tensor rstd,
            int s,
            float[] k,
            float[] dy,
            int dyAt,
            float[] dx,
            int dxAt,
            float[] xhat) {
        normalise(x, xAt, n, centre, rstd, s, xhat, 0);
        for (int c = 0; c < n; c++) {
            float rest = Math.fma(-k[2 * ChannelSums.BLOCK + c], xhat[c], k[ChannelSums.BLOCK + c]);
            dx[dxAt + c] = Math.fma(k[c], dy[dyAt + c], rest);
        }
    }

    /** {@code dx = a * dy} of n channels of one sample. */
    static void scaled(float[] dy, int dyAt, int n, float[] k, float[] dx, int dxAt) {
        for (int c = 0; c < n; c++) {
            dx[dxAt + c] = dy[dyAt + c] * k[c];
        }
    }
}
