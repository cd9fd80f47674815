package dev.lanewise.kernel.scalar;

import static dev.lanewise.kernel.scalar.Statistic.element;
import static dev.lanewise.kernel.scalar.Statistic.high;
import static dev.lanewise.kernel.scalar.Statistic.low;
import static dev.lanewise.kernel.scalar.Statistic.store;

import dev.lanewise.kernel.NormKernels;
import dev.lanewise.kernel.NormShapes;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/**
 * Normalisation by the statistics of channels: what both sets share. A channel is N runs of L elements or, where L is 1, a
 * column; columns are worked on in tiles of {@link NormLoops#TILE}.
 */
abstract class ChannelSteps implements NormKernels {
    /** Elements of a chunk. */
    private static final int GRAIN = 1 << 13;

    private static final int TILE = NormLoops.TILE;

    /** The innermost loops. */
    final NormLoops loops;

    ChannelSteps(NormLoops loops) {
        this.loops = loops;
    }

    static int perChunk(int d) {
        return Math.max(1, GRAIN / Math.max(1, d));
    }

    /** Channels of a chunk: whole tiles of columns. */
    private static int channelsPerChunk(Tensor x) {
        int each = Math.max(1, x.dim(0) * x.dim(2));
        return x.dim(2) == 1 ? TILE * Math.max(1, GRAIN / TILE / each) : Math.max(1, GRAIN / each);
    }

    @Override
    public void statistics(Tensor x, float eps, Tensor centre, Tensor mean, Tensor variance, Tensor rstd) {
        NormShapes.rank("statistics", x);
        NormShapes.centreWritten("statistics", x, x.dim(1), centre);
        NormShapes.perChannel("statistics", x, "mean", mean);
        NormShapes.perChannel("statistics", x, "variance", variance);
        NormShapes.perChannel("statistics", x, "rstd", rstd);
        int channels = x.dim(1);
        int grain = channelsPerChunk(x);
        if (Parallel.inline(channels, grain)) {
            statistics(x, eps, centre, mean, variance, rstd, 0, channels);
        } else {
            Parallel.run(channels, grain, (from, to, worker) -> {
                statistics(x, eps, centre, mean, variance, rstd, from, to);
            });
        }
    }

    private void statistics(
            Tensor x, float eps, Tensor centre, Tensor mean, Tensor variance, Tensor rstd, int from, int to) {
        double count = (double) x.dim(0) * x.dim(2);
        NormScratch own = NormScratch.own();
        for (int c = from; c < to; c += TILE) {
            int n = Math.min(TILE, to - c);
            if (x.dim(2) == 1) {
                columnMoments(x, c, n, own);
            } else {
                runMoments(x, c, n, own);
            }
            for (int i = 0; i < n; i++) {
                double delta = own.sums[i] / count;
                double v = Math.max(0, own.sums[TILE + i] / count - delta * delta);
                store(centre, x.dim(1), c + i, own.factors[i] + delta);
                mean.array()[mean.offset() + c + i] = (float) (own.factors[i] + delta);
                variance.array()[variance.offset() + c + i] = (float) v;
                rstd.array()[rstd.offset() + c + i] = (float) (1 / Math.sqrt(v + eps));
            }
        }
    }

    /** Numbers near the means of n columns into the factors, and the moments about them into the sums. */
    private void columnMoments(Tensor x, int c, int n, NormScratch own) {
        int stride = x.dim(1);
        int samples = x.dim(0);
        Arrays.fill(own.sums, 0);
        for (int r = 0; r < samples; r += COLUMN_BLOCK) {
            int rows = Math.min(COLUMN_BLOCK, samples - r);
            loops.columnSums(x.array(), x.offset() + r * stride + c, stride, rows, n, own.block);
            add(own.block, 0, n, own.sums);
        }
        for (int i = 0; i < n; i++) {
            own.factors[i] = (float) (own.sums[i] / samples);
        }
        Arrays.fill(own.sums, 0);
        for (int r = 0; r < samples; r += COLUMN_BLOCK) {
            int rows = Math.min(COLUMN_BLOCK, samples - r);
            loops.columnMoments(x.array(), x.offset() + r * stride + c, stride, rows, n, own.factors, own.block);
            add(own.block, 0, n, own.sums);
            add(own.block, TILE, n, own.sums);
        }
    }

    private static void add(float[] block, int at, int n, double[] sums) {
        for (int i = at; i < at + n; i++) {
            sums[i] += block[i];
        }
    }

    private void runMoments(Tensor x, int c, int n, NormScratch own) {
        int length = x.dim(2);
        for (int i = 0; i < n; i++) {
            int stride = x.dim(1) * length;
            int first = x.offset() + (c + i) * length;
            double sum = 0;
            for (int s = 0; s < x.dim(0); s++) {
                sum = loops.sum(x.array(), first + s * stride, length, sum);
            }
            own.factors[i] = (float) (sum / ((double) x.dim(0) * length));
            own.pair[0] = 0;
            own.pair[1] = 0;
            for (int s = 0; s < x.dim(0); s++) {
                loops.moments(x.array(), first + s * stride, length, own.factors[i], own.pair);
            }
            own.sums[i] = own.pair[0];
            own.sums[TILE + i] = own.pair[1];
        }
    }

    @Override
    public void rstd(Tensor variance, float eps, Tensor rstd) {
        NormShapes.like("rstd", variance, "rstd", rstd);
        for (int i = 0; i < variance.size(); i++) {
            double v = variance.array()[variance.offset() + i];
            rstd.array()[rstd.offset() + i] = (float) (1 / Math.sqrt(v + eps));
        }
    }

    @Override
    public void channels(Tensor x, Tensor weight, Tensor bias, Tensor centre, Tensor rstd, Tensor y) {
        NormShapes.rank("channels", x);
        NormShapes.perChannel("channels", x, "weight", weight);
        NormShapes.perChannel("channels", x, "bias", bias);
        NormShapes.centre("channels", x, x.dim(1), centre);
        NormShapes.perChannel("channels", x, "rstd", rstd);
        NormShapes.like("channels", x, "y", y);
        // Samples where a channel has one element, else channels of samples.
        int runs = x.dim(2) == 1 ? x.dim(0) : x.dim(0) * x.dim(1);
        int grain = perChunk(x.dim(2) == 1 ? x.dim(1) : x.dim(2));
        if (Parallel.inline(runs, grain)) {
            channels(x, weight, bias, centre, rstd, y, 0, runs);
        } else {
            Parallel.run(runs, grain, (from, to, worker) -> {
                channels(x, weight, bias, centre, rstd, y, from, to);
            });
        }
    }

    private void channels(
            Tensor x, Tensor weight, Tensor bias, Tensor centre, Tensor rstd, Tensor y, int from, int to) {
        int length = x.dim(2);
        int channels = x.dim(1);
        float[] k = NormScratch.own().factors;
        for (int c = 0; c < channels && length == 1; c += TILE) {
            int n = Math.min(TILE, channels - c);
            columns(centre, rstd, c, n, k);
            for (int i = 0; i < n; i++) {
                k[3 * TILE + i] = element(weight, c + i, 1f);
                k[4 * TILE + i] = element(bias, c + i, 0f);
            }
            int at = from * channels + c;
            loops.columns(x.array(), x.offset() + at, channels, to - from, n, k, y.array(), y.offset() + at);
        }
        for (int s = from; s < to && length != 1; s++) {
            int c = s % channels;
            float high = high(centre, c);
            float low = low(centre, channels, c);
            float r = rstd.array()[rstd.offset() + c];
            float w = element(weight, c, 1f);
            float b = element(bias, c, 0f);
            int at = s * length;
            loops.run(x.array(), x.offset() + at, length, high, low, r, w, b, y.array(), y.offset() + at);
        }
    }

    /** High, low and rstd of n columns into the first of the factors. */
    private static void columns(Tensor centre, Tensor rstd, int c, int n, float[] k) {
        for (int i = 0; i < n; i++) {
            k[i] = high(centre, c + i);
            k[TILE + i] = low(centre, rstd.size(), c + i);
            k[2 * TILE + i] = rstd.array()[rstd.offset() + c + i];
        }
    }

    @Override
    public void channelsBackward(
            Tensor x,
            Tensor weight,
            Tensor centre,
            Tensor rstd,
            Tensor dy,
            Tensor dMean,
            Tensor dVariance,
            Tensor dx,
            Tensor dWeight,
            Tensor dBias) {
        NormShapes.rank("channelsBackward", x);
        NormShapes.perChannel("channelsBackward", x, "dMean", dMean);
        NormShapes.perChannel("channelsBackward", x, "dVariance", dVariance);
        gradients("channelsBackward", true, x, weight, centre, rstd, dy, dMean, dVariance, dx, dWeight, dBias);
    }

    @Override
    public void channelsFixedBackward(
            Tensor x, Tensor weight, Tensor centre, Tensor rstd, Tensor dy, Tensor dx, Tensor dWeight, Tensor dBias) {
        NormShapes.rank("channelsFixedBackward", x);
        gradients("channelsFixedBackward", false, x, weight, centre, rstd, dy, null, null, dx, dWeight, dBias);
    }

    private void gradients(
            String op,
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
            Tensor dBias) {
        NormShapes.perChannel(op, x, "weight", weight);
        NormShapes.centre(op, x, x.dim(1), centre);
        NormShapes.perChannel(op, x, "rstd", rstd);
        NormShapes.like(op, x, "dy", dy);
        NormShapes.like(op, x, "dx", dx);
        NormShapes.perChannel(op, x, "dWeight", dWeight);
        NormShapes.perChannel(op, x, "dBias", dBias);
        int channels = x.dim(1);
        int grain = channelsPerChunk(x);
        if (Parallel.inline(channels, grain)) {
            gradients(own, x, weight, centre, rstd, dy, dMean, dVariance, dx, dWeight, dBias, 0, channels);
        } else {
            Parallel.run(channels, grain, (from, to, worker) -> {
                gradients(own, x, weight, centre, rstd, dy, dMean, dVariance, dx, dWeight, dBias, from, to);
            });
        }
    }

    // Of a tile at a time: the sums, the factors that they make, dx.
    private void gradients(
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
        NormScratch scratch = NormScratch.own();
        for (int c = from; c < to; c += TILE) {
            int n = Math.min(TILE, to - c);
            columns(centre, rstd, c, n, scratch.factors);
            if (x.dim(2) == 1) {
                columnGradients(x, dy, c, n, scratch);
            } else {
                runGradients(x, dy, c, n, scratch);
            }
            for (int i = 0; i < n; i++) {
                double s1 = scratch.sums[i];
                double s2 = scratch.sums[TILE + i];
                if (dBias != null) {
                    dBias.array()[dBias.offset() + c + i] = (float) s1;
                }
                if (dWeight != null) {
                    dWeight.array()[dWeight.offset() + c + i] = (float) s2;
                }
                double r = scratch.factors[2 * TILE + i];
                double a = weight == null ? r : r * weight.array()[weight.offset() + c + i];
                double mean = element(dMean, c + i, 0f);
                double variance = element(dVariance, c + i, 0f);
                scratch.factors[3 * TILE + i] = (float) a;
                scratch.factors[4 * TILE + i] = (float) ((mean - a * s1) / count);
                scratch.factors[5 * TILE + i] = (float) ((a * s2 - 2 * variance / r) / count);
            }
            if (dx != null) {
                apply(own, x, dy, dx, c, n, scratch.factors);
            }
        }
    }

    private void columnGradients(Tensor x, Tensor dy, int c, int n, NormScratch own) {
        int stride = x.dim(1);
        Arrays.fill(own.sums, 0);
        for (int r = 0; r < x.dim(0); r += COLUMN_BLOCK) {
            int rows = Math.min(COLUMN_BLOCK, x.dim(0) - r);
            int at = r * stride + c;
            loops.columnGradients(
                    dy.array(), dy.offset() + at, x.array(), x.offset() + at, stride, rows, n, own.factors, own.block);
            add(own.block, 0, n, own.sums);
            add(own.block, TILE, n, own.sums);
        }
    }

    private void runGradients(Tensor x, Tensor dy, int c, int n, NormScratch own) {
        int length = x.dim(2);
        for (int i = 0; i < n; i++) {
            float high = own.factors[i];
            float low = own.factors[TILE + i];
            float rstd = own.factors[2 * TILE + i];
            own.pair[0] = 0;
            own.pair[1] = 0;
            for (int s = 0; s < x.dim(0); s++) {
                int at = (s * x.dim(1) + c + i) * length;
                loops.gradients(
                        dy.array(), dy.offset() + at, x.array(), x.offset() + at, length, high, low, rstd, own.pair);
            }
            own.sums[i] = own.pair[0];
            own.sums[TILE + i] = own.pair[1];
        }
    }

    /** dx of n channels: through the statistics if they are x's own. */
    private void apply(boolean own, Tensor x, Tensor dy, Tensor dx, int c, int n, float[] k) {
        int channels = x.dim(1);
        int length = x.dim(2);
        if (!own) {
            // a * dy as the normalisation of dy with a for rstd.
            Arrays.fill(k, 0, 2 * TILE, 0f);
            System.arraycopy(k, 3 * TILE, k, 2 * TILE, n);
            Arrays.fill(k, 3 * TILE, 4 * TILE, 1f);
            Arrays.fill(k, 4 * TILE, 5 * TILE, 0f);
        }
        if (length == 1 && own) {
            loops.columnsBackward(
                    x.array(),
                    x.offset() + c,
                    dy.array(),
                    dy.offset() + c,
                    channels,
                    x.dim(0),
                    n,
                    k,
                    dx.array(),
                    dx.offset() + c);
        } else if (length == 1) {
            loops.columns(dy.array(), dy.offset() + c, channels, x.dim(0), n, k, dx.array(), dx.offset() + c);
        }
        for (int i = 0; i < n && length != 1; i++) {
            for (int s = 0; s < x.dim(0); s++) {
                int at = (s * channels + c + i) * length;
                int dyAt = dy.offset() + at;
                int dxAt = dx.offset() + at;
                float r = k[2 * TILE + i];
                if (own) {
                    loops.backward(
                            x.array(),
                            x.offset() + at,
                            length,
                            k[i],
                            k[TILE + i],
                            r,
                            k[3 * TILE + i],
                            k[4 * TILE + i],
                            k[5 * TILE + i],
                            dy.array(),
                            dyAt,
                            dx.array(),
                            dxAt);
                } else {
                    loops.run(dy.array(), dyAt, length, 0f, 0f, r, 1f, 0f, dx.array(), dxAt);
                }
            }
        }
    }

    @Override
    public void limitRows(Tensor x, double p, float limit, float guard) {
        NormShapes.limitRows(x, p, limit);
        int d = x.dim(1);
        double[] lanes = DoubleRuns.lanes();
        for (int r = 0; r < x.dim(0); r++) {
            int at = x.offset() + r * d;
            double norm = DoubleRuns.norm(x.array(), at, d, p, lanes);
            if (norm > limit) {
                float factor = (float) (limit / (norm + guard));
                for (int i = at; i < at + d; i++) {
                    x.array()[i] *= factor;
                }
            }
        }
    }
}
