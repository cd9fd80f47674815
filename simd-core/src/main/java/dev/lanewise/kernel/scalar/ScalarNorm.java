package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.NormKernels;
import dev.lanewise.kernel.NormShapes;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/** Normalisation, without the Vector API. The statistics of channels are in {@link ChannelSums}. */
public final class ScalarNorm implements NormKernels {
    /** Elements of a chunk. */
    private static final int GRAIN = 1 << 13;

    /** A stateless instance. */
    public ScalarNorm() {}

    private static int groupsPerChunk(int d) {
        return Math.max(1, GRAIN / Math.max(1, d));
    }

    private static float low(Tensor centre, int statistics, int s) {
        return centre == null || centre.size() == statistics ? 0f : centre.array()[centre.offset() + statistics + s];
    }

    private static float high(Tensor centre, int s) {
        return centre == null ? 0f : centre.array()[centre.offset() + s];
    }

    private static float element(Tensor t, int i, float absent) {
        return t == null ? absent : t.array()[t.offset() + i];
    }

    @Override
    public void groups(
            int groups, float eps, Tensor x, Tensor weight, Tensor bias, Tensor y, Tensor centre, Tensor rstd) {
        NormShapes.groups("groups", groups, x);
        int count = x.dim(0) * groups;
        NormShapes.perChannel("groups", x, "weight", weight);
        NormShapes.perChannel("groups", x, "bias", bias);
        NormShapes.like("groups", x, "y", y);
        NormShapes.centreWritten("groups", x, count, centre);
        NormShapes.statistics("groups", x, count, "rstd", rstd);
        int grain = groupsPerChunk(x.dim(1) / groups * x.dim(2));
        if (Parallel.inline(count, grain)) {
            groups(groups, eps, x, weight, bias, y, centre, rstd, 0, count);
        } else {
            Parallel.run(count, grain, (from, to, worker) -> {
                groups(groups, eps, x, weight, bias, y, centre, rstd, from, to);
            });
        }
    }

    private static void groups(
            int groups,
            float eps,
            Tensor x,
            Tensor weight,
            Tensor bias,
            Tensor y,
            Tensor centre,
            Tensor rstd,
            int from,
            int to) {
        int per = x.dim(1) / groups;
        int d = per * x.dim(2);
        double[] lanes = DoubleRuns.lanes();
        for (int s = from; s < to; s++) {
            int at = x.offset() + s * d;
            double mean = centre == null ? 0 : DoubleRuns.sum(x.array(), at, d, lanes) / d;
            double variance = DoubleRuns.squares(x.array(), at, d, mean, lanes) / d;
            rstd.array()[rstd.offset() + s] = (float) (1 / Math.sqrt(variance + eps));
            if (centre != null) {
                store(centre, rstd.dim(0), s, mean);
            }
            apply(groups, s, x, weight, bias, centre, rstd, y);
        }
    }

    private static void store(Tensor centre, int count, int s, double mean) {
        float high = (float) mean;
        centre.array()[centre.offset() + s] = high;
        centre.array()[centre.offset() + count + s] = (float) (mean - high);
    }

    /** Group s of y. */
    private static void apply(
            int groups, int s, Tensor x, Tensor weight, Tensor bias, Tensor centre, Tensor rstd, Tensor y) {
        int per = x.dim(1) / groups;
        int length = x.dim(2);
        int c = s % groups * per;
        int xAt = x.offset() + s * per * length;
        int yAt = y.offset() + s * per * length;
        float high = high(centre, s);
        float low = low(centre, rstd.dim(0), s);
        float r = rstd.array()[rstd.offset() + s];
        if (length == 1) {
            float[] w = weight == null ? null : weight.array();
            float[] b = bias == null ? null : bias.array();
            int wAt = weight == null ? 0 : weight.offset() + c;
            int bAt = bias == null ? 0 : bias.offset() + c;
            NormRows.row(x.array(), xAt, per, high, low, r, w, wAt, b, bAt, y.array(), yAt);
        } else {
            for (int i = 0; i < per; i++) {
                float w = element(weight, c + i, 1f);
                float b = element(bias, c + i, 0f);
                NormRows.run(x.array(), xAt + i * length, length, high, low, r, w, b, y.array(), yAt + i * length);
            }
        }
    }

    @Override
    public void groupsBackward(int groups, Tensor x, Tensor weight, Tensor centre, Tensor rstd, Tensor dy, Tensor dx) {
        NormShapes.groups("groupsBackward", groups, x);
        int count = x.dim(0) * groups;
        NormShapes.perChannel("groupsBackward", x, "weight", weight);
        NormShapes.centre("groupsBackward", x, count, centre);
        NormShapes.statistics("groupsBackward", x, count, "rstd", rstd);
        NormShapes.like("groupsBackward", x, "dy", dy);
        NormShapes.like("groupsBackward", x, "dx", dx);
        int grain = groupsPerChunk(x.dim(1) / groups * x.dim(2));
        if (Parallel.inline(count, grain)) {
            groupsBackward(groups, x, weight, centre, rstd, dy, dx, 0, count);
        } else {
            Parallel.run(count, grain, (from, to, worker) -> {
                groupsBackward(groups, x, weight, centre, rstd, dy, dx, from, to);
            });
        }
    }

    private static void groupsBackward(
            int groups, Tensor x, Tensor weight, Tensor centre, Tensor rstd, Tensor dy, Tensor dx, int from, int to) {
        int per = x.dim(1) / groups;
        int d = per * x.dim(2);
        double[] lanes = DoubleRuns.lanes();
        for (int s = from; s < to; s++) {
            int xAt = x.offset() + s * d;
            int dxAt = dx.offset() + s * d;
            float high = high(centre, s);
            float low = low(centre, rstd.dim(0), s);
            float r = rstd.array()[rstd.offset() + s];
            // dx holds g until the last loop.
            scaled(groups, s, weight, dy, dx, x.dim(2), per);
            double g = centre == null ? 0 : DoubleRuns.sum(dx.array(), dxAt, d, lanes) / d;
            double gx = DoubleRuns.dot(dx.array(), dxAt, x.array(), xAt, d, high, low, r, lanes) / d;
            NormRows.backward(
                    x.array(),
                    xAt,
                    d,
                    high,
                    low,
                    r,
                    r,
                    (float) (-g * r),
                    (float) (gx * r),
                    dx.array(),
                    dxAt,
                    dx.array(),
                    dxAt);
        }
    }

    private static void scaled(int groups, int s, Tensor weight, Tensor dy, Tensor g, int length, int per) {
        int dyAt = dy.offset() + s * per * length;
        int gAt = g.offset() + s * per * length;
        int c = s % groups * per;
        if (weight == null) {
            System.arraycopy(dy.array(), dyAt, g.array(), gAt, per * length);
        } else if (length == 1) {
            NormRows.scaledRow(dy.array(), dyAt, per, weight.array(), weight.offset() + c, g.array(), gAt);
        } else {
            for (int i = 0; i < per; i++) {
                float w = weight.array()[weight.offset() + c + i];
                NormRows.scaled(dy.array(), dyAt + i * length, length, w, g.array(), gAt + i * length);
            }
        }
    }

    @Override
    public void groupsWeights(
            int groups, Tensor x, Tensor centre, Tensor rstd, Tensor dy, Tensor dWeight, Tensor dBias) {
        NormShapes.groups("groupsWeights", groups, x);
        int count = x.dim(0) * groups;
        NormShapes.centre("groupsWeights", x, count, centre);
        NormShapes.statistics("groupsWeights", x, count, "rstd", rstd);
        NormShapes.like("groupsWeights", x, "dy", dy);
        NormShapes.perChannel("groupsWeights", x, "dWeight", dWeight);
        NormShapes.perChannel("groupsWeights", x, "dBias", dBias);
        int channels = x.dim(1);
        int grain = ChannelSums.grain(x);
        if (Parallel.inline(channels, grain)) {
            groupsWeights(groups, x, centre, rstd, dy, dWeight, dBias, 0, channels);
        } else {
            Parallel.run(channels, grain, (from, to, worker) -> {
                groupsWeights(groups, x, centre, rstd, dy, dWeight, dBias, from, to);
            });
        }
    }

    private static void groupsWeights(
            int groups,
            Tensor x,
            Tensor centre,
            Tensor rstd,
            Tensor dy,
            Tensor dWeight,
            Tensor dBias,
            int from,
            int to) {
        for (int c = from; c < to; c += ChannelSums.BLOCK) {
            int end = Math.min(to, c + ChannelSums.BLOCK);
            double[] sums = ChannelSums.scratch();
            ChannelSums.gradients(groups, x, centre, rstd, dy, c, end, sums);
            ChannelSums.store(sums, c, end, dWeight, dBias);
        }
    }

    @Override
    public void statistics(Tensor x, float eps, Tensor centre, Tensor mean, Tensor variance, Tensor rstd) {
        NormShapes.rank("statistics", x);
        NormShapes.centreWritten("statistics", x, x.dim(1), centre);
        NormShapes.perChannel("statistics", x, "mean", mean);
        NormShapes.perChannel("statistics", x, "variance", variance);
        NormShapes.perChannel("statistics", x, "rstd", rstd);
        int channels = x.dim(1);
        int grain = ChannelSums.grain(x);
        if (Parallel.inline(channels, grain)) {
            statistics(x, eps, centre, mean, variance, rstd, 0, channels);
        } else {
            Parallel.run(channels, grain, (from, to, worker) -> {
                statistics(x, eps, centre, mean, variance, rstd, from, to);
            });
        }
    }

    private static void statistics(
            Tensor x, float eps, Tensor centre, Tensor mean, Tensor variance, Tensor rstd, int from, int to) {
        double count = (double) x.dim(0) * x.dim(2);
        double[] means = ChannelSums.scratch();
        for (int c = from; c < to; c += ChannelSums.BLOCK) {
            int end = Math.min(to, c + ChannelSums.BLOCK);
            ChannelSums.moments(x, c, end, count, means);
            for (int i = c; i < end; i++) {
                double v = means[ChannelSums.BLOCK + i - c] / count;
                store(centre, x.dim(1), i, means[i - c]);
                mean.array()[mean.offset() + i] = (float) means[i - c];
                variance.array()[variance.offset() + i] = (float) v;
                rstd.array()[rstd.offset() + i] = (float) (1 / Math.sqrt(v + eps));
            }
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
        int grain = groupsPerChunk(x.dim(2) == 1 ? x.dim(1) : x.dim(2));
        if (Parallel.inline(runs, grain)) {
            channels(x, weight, bias, centre, rstd, y, 0, runs);
        } else {
            Parallel.run(runs, grain, (from, to, worker) -> {
                channels(x, weight, bias, centre, rstd, y, from, to);
            });
        }
    }

    private static void channels(
            Tensor x, Tensor weight, Tensor bias, Tensor centre, Tensor rstd, Tensor y, int from, int to) {
        int length = x.dim(2);
        int channels = x.dim(1);
        for (int s = from; s < to && length == 1; s++) {
            NormColumns.channels(s, x, weight, bias, centre, rstd, y);
        }
        for (int s = from; s < to && length != 1; s++) {
            int c = s % channels;
            float high = high(centre, c);
            float low = low(centre, channels, c);
            float r = rstd.array()[rstd.offset() + c];
            float w = element(weight, c, 1f);
            float b = element(bias, c, 0f);
            int at = s * length;
            NormRows.run(x.array(), x.offset() + at, length, high, low, r, w, b, y.array(), y.offset() + at);
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
        channelGradients("channelsBackward", true, x, weight, centre, rstd, dy, dMean, dVariance, dx, dWeight, dBias);
    }

    @Override
    public void channelsFixedBackward(
            Tensor x, Tensor weight, Tensor centre, Tensor rstd, Tensor dy, Tensor dx, Tensor dWeight, Tensor dBias) {
        NormShapes.rank("channelsFixedBackward", x);
        channelGradients("channelsFixedBackward", false, x, weight, centre, rstd, dy, null, null, dx, dWeight, dBias);
    }

    private static void channelGradients(
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
        int grain = ChannelSums.grain(x);
        if (Parallel.inline(channels, grain)) {
            ChannelSums.backward(own, x, weight, centre, rstd, dy, dMean, dVariance, dx, dWeight, dBias, 0, channels);
        } else {
            Parallel.run(channels, grain, (from, to, worker) -> {
                ChannelSums.backward(own, x, weight, centre, rstd, dy, dMean, dVariance, dx, dWeight, dBias, from, to);
            });
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
