package dev.lanewise.kernel.scalar;

import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/** Sums over samples and the inside of a channel, for {@link ScalarNorm}: in double, one chain per channel. */
final class ChannelSums {
    /** How many channels are summed at once. */
    static final int BLOCK = 256;

    /** Runs of at least this length are summed in lanes. */
    private static final int LONG = 16;

    /** Elements of a chunk. */
    private static final int GRAIN = 1 << 13;

    /** Channels of a chunk where neighbouring channels are neighbouring elements. */
    private static final int COLUMNS = 64;

    private static final ThreadLocal<double[]> SCRATCH = ThreadLocal.withInitial(() -> new double[2 * BLOCK]);

    private static final ThreadLocal<float[]> FACTORS = ThreadLocal.withInitial(() -> new float[3 * BLOCK]);

    private static final ThreadLocal<float[]> XHAT = ThreadLocal.withInitial(() -> new float[BLOCK]);

    private ChannelSums() {}

    /** This thread's scratch: two sums of each channel of a block, the second ones from BLOCK. */
    static double[] scratch() {
        return SCRATCH.get();
    }

    /** Channels of a chunk. */
    static int grain(Tensor x) {
        int each = Math.max(1, x.dim(0) * x.dim(2));
        return Math.max(x.dim(2) < LONG ? COLUMNS : 1, GRAIN / each);
    }

    /** The means of channels [from, to) and, from BLOCK on, the sums of squared deviations from them. */
    static void moments(Tensor x, int from, int to, double count, double[] sums) {
        Arrays.fill(sums, 0);
        int length = x.dim(2);
        double[] lanes = DoubleRuns.lanes();
        for (int n = 0; n < x.dim(0); n++) {
            int at = x.offset() + (n * x.dim(1) + from) * length;
            if (length == 1) {
                NormColumns.sum(x.array(), at, to - from, sums, 0);
                continue;
            }
            for (int c = 0; c < to - from; c++) {
                if (length >= LONG) {
                    sums[c] += DoubleRuns.sum(x.array(), at + c * length, length, lanes);
                } else {
                    sums[c] = sum(x.array(), at + c * length, length, sums[c]);
                }
            }
        }
        for (int c = 0; c < to - from; c++) {
            sums[c] /= count;
        }
        for (int n = 0; n < x.dim(0); n++) {
            int at = x.offset() + (n * x.dim(1) + from) * length;
            if (length == 1) {
                NormColumns.squares(x.array(), at, to - from, sums, BLOCK);
                continue;
            }
            for (int c = 0; c < to - from; c++) {
                if (length >= LONG) {
                    sums[BLOCK + c] += DoubleRuns.squares(x.array(), at + c * length, length, sums[c], lanes);
                } else {
                    sums[BLOCK + c] = squares(x.array(), at + c * length, length, sums[c], sums[BLOCK + c]);
                }
            }
        }
    }

    private static double sum(float[] x, int at, int length, double before) {
        double sum = before;
        for (int i = at; i < at + length; i++) {
            sum += x[i];
        }
        return sum;
    }

    private static double squares(float[] x, int at, int length, double mean, double before) {
        double sum = before;
        for (int i = at; i < at + length; i++) {
            double v = x[i] - mean;
            sum += v * v;
        }
        return sum;
    }

    /**
     * The sums of {@code dy * xhat} of channels [from, to) and, from BLOCK on, of dy.
     *
     * @param groups of the statistics; 0 if they are those of channels
     */
    static void gradients(
            int groups, Tensor x, Tensor centre, Tensor rstd, Tensor dy, int from, int to, double[] sums) {
        Arrays.fill(sums, 0);
        int length = x.dim(2);
        int channels = x.dim(1);
        int per = groups == 0 ? 1 : channels / groups;
        int perSample = groups == 0 ? 0 : groups;
        int statistics = rstd.dim(0);
        boolean split = centre != null && centre.size() > statistics;
        double[] lanes = DoubleRuns.lanes();
        for (int n = 0; n < x.dim(0); n++) {
            if (length == 1) {
                int at = n * channels + from;
                NormColumns.sum(dy.array(), dy.offset() + at, to - from, sums, BLOCK);
                if (groups == 0) {
                    NormColumns.dot(
                            dy.array(),
                            dy.offset() + at,
                            x.array(),
                            x.offset() + at,
                            to - from,
                            centre,
                            rstd,
                            from,
                            sums);
                    continue;
                }
            }
            for (int c = from; c < to; ) {
                int s = n * perSample + c / per;
                int end = Math.min(to, (c / per + 1) * per);
                float high = centre == null ? 0f : centre.array()[centre.offset() + s];
                float low = split ? centre.array()[centre.offset() + statistics + s] : 0f;
                float r = rstd.array()[rstd.offset() + s];
                if (length == 1) {
                    int at = n * channels + c;
                    NormColumns.dot(
                            dy.array(),
                            dy.offset() + at,
                            x.array(),
                            x.offset() + at,
                            end - c,
                            high,
                            low,
                            r,
                            sums,
                            c - from);
                    c = end;
                }
                for (; c < end; c++) {
                    int at = (n * channels + c) * length;
                    int xAt = x.offset() + at;
                    int dyAt = dy.offset() + at;
                    if (length >= LONG) {
                        sums[c - from] += DoubleRuns.dot(dy.array(), dyAt, x.array(), xAt, length, high, low, r, lanes);
                        sums[BLOCK + c - from] += DoubleRuns.sum(dy.array(), dyAt, length, lanes);
                    } else {
                        for (int i = 0; i < length; i++) {
                            float xhat = ((x.array()[xAt + i] - high) - low) * r;
                            sums[c - from] += (double) dy.array()[dyAt + i] * xhat;
                            sums[BLOCK + c - from] += dy.array()[dyAt + i];
                        }
                    }
                }
            }
        }
    }

    /** Rounds the sums of {@link #gradients}. */
    static void store(double[] sums, int from, int to, Tensor dWeight, Tensor dBias) {
        for (int c = from; c < to; c++) {
            if (dWeight != null) {
                dWeight.array()[dWeight.offset() + c] = (float) sums[c - from];
            }
            if (dBias != null) {
                dBias.array()[dBias.offset() + c] = (float) sums[BLOCK + c - from];
            }
        }
    }

    /** The gradients of channels [from, to): through the statistics if they are x's own. */
    static void backward(
            boolean own,
            Tensor x,
            Tensor weight,
            Tensor centre,
            Tensor rstd,
            Tensor dy,
            Tensor dMean,
            Tensor dVariance,
            Tensor dx,
            Tensor dWeight,
            Tensor dBias,
            int from,
            int to) {
        double count = (double) x.dim(0) * x.dim(2);
        double[] sums = scratch();
        for (int block = from; block < to; block += BLOCK) {
            int end = Math.min(to, block + BLOCK);
            gradients(0, x, centre, rstd, dy, block, end, sums);
            store(sums, block, end, dWeight, dBias);
            if (dx != null) {
                float[] k = factors(own, count, weight, rstd, dMean, dVariance, sums, block, end);
                apply(own, x, centre, rstd, dy, dx, k, block, end);
            }
        }
    }

    /** Of each channel of a block: a, from BLOCK on k1, from 2 BLOCK on k2. */
    private static float[] factors(
            boolean own,
            double count,
            Tensor weight,
            Tensor rstd,
            Tensor dMean,
            Tensor dVariance,
            double[] sums,
            int from,
            int to) {
        float[] k = FACTORS.get();
        for (int c = from; c < to; c++) {
            double r = rstd.array()[rstd.offset() + c];
            double a = weight == null ? r : r * weight.array()[weight.offset() + c];
            double mean = dMean == null ? 0 : dMean.array()[dMean.offset() + c];
            double variance = dVariance == null ? 0 : dVariance.array()[dVariance.offset() + c];
            int i = c - from;
            k[i] = (float) a;
            k[BLOCK + i] = own ? (float) ((mean - a * sums[BLOCK + i]) / count) : 0f;
            k[2 * BLOCK + i] = own ? (float) ((a * sums[i] - 2 * variance / r) / count) : 0f;
        }
        return k;
    }

    private static void apply(
            boolean own, Tensor x, Tensor centre, Tensor rstd, Tensor dy, Tensor dx, float[] k, int from, int to) {
        int channels = x.dim(1);
        int width = to - from;
        float[] xhat = XHAT.get();
        for (int n = 0; x.dim(2) == 1 && n < x.dim(0); n++) {
            int at = n * channels + from;
            int dyAt = dy.offset() + at;
            int dxAt = dx.offset() + at;
            if (own) {
                NormColumns.backward(
                        x.array(),
                        x.offset() + at,
                        width,
                        centre,
                        rstd,
                        from,
                        k,
                        dy.array(),
                        dyAt,
                        dx.array(),
                        dxAt,
                        xhat);
            } else {
                NormColumns.scaled(dy.array(), dyAt, width, k, dx.array(), dxAt);
            }
        }
        for (int c = from; x.dim(2) != 1 && c < to; c++) {
            int i = c - from;
            if (own) {
                float r = rstd.array()[rstd.offset() + c];
                channel(x, centre, r, dy, dx, c, k[i], k[BLOCK + i], k[2 * BLOCK + i]);
            } else {
                scaled(dy, dx, c, k[i]);
            }
        }
    }

    private static void channel(
            Tensor x, Tensor centre, float rstd, Tensor dy, Tensor dx, int c, float a, float k1, float k2) {
        int length = x.dim(2);
        int channels = x.dim(1);
        float high = centre.array()[centre.offset() + c];
        float low = centre.size() > channels ? centre.array()[centre.offset() + channels + c] : 0f;
        for (int n = 0; n < x.dim(0); n++) {
            int at = (n * channels + c) * length;
            NormRows.backward(
                    x.array(),
                    x.offset() + at,
                    length,
                    high,
                    low,
                    rstd,
                    a,
                    k1,
                    k2,
                    dy.array(),
                    dy.offset() + at,
                    dx.array(),
                    dx.offset() + at);
        }
    }

    private static void scaled(Tensor dy, Tensor dx, int c, float a) {
        int length = dy.dim(2);
        for (int n = 0; n < dy.dim(0); n++) {
            int at = (n * dy.dim(1) + c) * length;
            NormRows.scaled(dy.array(), dy.offset() + at, length, a, dx.array(), dx.offset() + at);
        }
    }
}
