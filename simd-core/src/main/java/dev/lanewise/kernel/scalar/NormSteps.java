package dev.lanewise.kernel.scalar;

import static dev.lanewise.kernel.scalar.Statistic.element;
import static dev.lanewise.kernel.scalar.Statistic.high;
import static dev.lanewise.kernel.scalar.Statistic.low;
import static dev.lanewise.kernel.scalar.Statistic.store;
import static dev.lanewise.kernel.scalar.Statistic.total;

import dev.lanewise.kernel.NormShapes;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/**
 * Normalisation: what both sets share. The innermost loops are the set's own. Here are the statistics of groups.
 */
public abstract class NormSteps extends ChannelSteps {
    /** Elements of some rows that stay in the first-level cache from one pass to the next. */
    private static final int CACHED = 3072;

    private static final int MOST_ROWS = 8;

    // Slots of the workspace.
    private static final int PARTS = 0;
    private static final int ONES = 1;
    private static final int SPARE = 2;

    /** Steps with the loops of a set. */
    protected NormSteps(NormLoops loops) {
        super(loops);
    }

    /** How many rows of d elements are worked on together. */
    private static int together(int d) {
        return Math.clamp(CACHED / Math.max(1, d), 1, MOST_ROWS);
    }

    @Override
    public void groups(
            int groups, float eps, Tensor x, Tensor weight, Tensor bias, Tensor y, Tensor centre, Tensor rstd) {
        NormShapes.normalised("groups", groups, x, weight, bias, y, centre, rstd);
        normalise(groups, eps, null, null, x, weight, bias, y, centre, rstd);
    }

    @Override
    public void addGroups(
            int groups,
            float eps,
            Tensor a,
            Tensor b,
            Tensor x,
            Tensor weight,
            Tensor bias,
            Tensor y,
            Tensor centre,
            Tensor rstd) {
        NormShapes.normalised("addGroups", groups, x, weight, bias, y, centre, rstd);
        NormShapes.like("addGroups", x, "a", a);
        NormShapes.like("addGroups", x, "b", b);
        normalise(groups, eps, a, b, x, weight, bias, y, centre, rstd);
    }

    private void normalise(
            int groups,
            float eps,
            Tensor a,
            Tensor b,
            Tensor x,
            Tensor weight,
            Tensor bias,
            Tensor y,
            Tensor centre,
            Tensor rstd) {
        int count = x.dim(0) * groups;
        int grain = perChunk(x.dim(1) / groups * x.dim(2));
        if (Parallel.inline(count, grain)) {
            normalise(groups, eps, a, b, x, weight, bias, y, centre, rstd, 0, count);
        } else {
            Parallel.run(count, grain, (from, to, worker) -> {
                normalise(groups, eps, a, b, x, weight, bias, y, centre, rstd, from, to);
            });
        }
    }

    // Some rows together: while one waits for the end of its sum, the next one's elements are read.
    private void normalise(
            int groups,
            float eps,
            Tensor a,
            Tensor b,
            Tensor x,
            Tensor weight,
            Tensor bias,
            Tensor y,
            Tensor centre,
            Tensor rstd,
            int from,
            int to) {
        int d = x.dim(1) / groups * x.dim(2);
        int step = together(d);
        for (int first = from; first < to; first += step) {
            int end = Math.min(to, first + step);
            if (a != null) {
                int at = first * d;
                loops.add(
                        a.array(),
                        a.offset() + at,
                        b.array(),
                        b.offset() + at,
                        x.array(),
                        x.offset() + at,
                        (end - first) * d);
            }
            for (int s = first; s < end && centre != null; s++) {
                double sum = loops.sum(x.array(), x.offset() + s * d, d, 0);
                centre.array()[centre.offset() + s] = (float) (sum / d);
            }
            for (int s = first; s < end; s++) {
                statistics(eps, x, d, centre, rstd, s);
            }
            for (int s = first; s < end; s++) {
                apply(groups, s, x, weight, bias, centre, rstd, y);
            }
        }
    }

    /** Mean and rstd of group s, given a number near the mean in its place. */
    private void statistics(float eps, Tensor x, int d, Tensor centre, Tensor rstd, int s) {
        double[] sums = NormScratch.own().pair;
        sums[0] = 0;
        sums[1] = 0;
        float near = high(centre, s);
        loops.moments(x.array(), x.offset() + s * d, d, near, sums);
        double variance = sums[1] / d;
        if (centre != null) {
            double delta = sums[0] / d;
            variance = Math.max(0, variance - delta * delta);
            store(centre, rstd.size(), s, near + delta);
        }
        rstd.array()[rstd.offset() + s] = (float) (1 / Math.sqrt(variance + eps));
    }

    /** Group s of y. */
    private void apply(int groups, int s, Tensor x, Tensor weight, Tensor bias, Tensor centre, Tensor rstd, Tensor y) {
        int per = x.dim(1) / groups;
        int length = x.dim(2);
        int c = s % groups * per;
        int xAt = x.offset() + s * per * length;
        int yAt = y.offset() + s * per * length;
        float high = high(centre, s);
        float low = low(centre, rstd.size(), s);
        float r = rstd.array()[rstd.offset() + s];
        if (length == 1) {
            float[] w = weight == null ? null : weight.array();
            float[] b = bias == null ? null : bias.array();
            int wAt = weight == null ? 0 : weight.offset() + c;
            int bAt = bias == null ? 0 : bias.offset() + c;
            loops.row(x.array(), xAt, per, high, low, r, w, wAt, b, bAt, y.array(), yAt);
        } else {
            for (int i = 0; i < per; i++) {
                float w = element(weight, c + i, 1f);
                float b = element(bias, c + i, 0f);
                loops.run(x.array(), xAt + i * length, length, high, low, r, w, b, y.array(), yAt + i * length);
            }
        }
    }

    @Override
    public void groupsBackward(
            int groups,
            Tensor x,
            Tensor weight,
            Tensor centre,
            Tensor rstd,
            Tensor dy,
            Tensor dx,
            Tensor dWeight,
            Tensor dBias,
            Workspace work) {
        NormShapes.gradients("groupsBackward", groups, x, weight, centre, rstd, dy, dx, dWeight, dBias);
        if (x.dim(2) == 1) {
            rowsBackward(groups, x, weight, centre, rstd, dy, dx, dWeight, dBias, work);
        } else {
            runsBackward(groups, x, weight, centre, rstd, dy, dx, dWeight, dBias, work);
        }
    }

    // 1. Blocks of rows: dx, and the block's sums of every channel. 2. The sums of the blocks.
    private void rowsBackward(
            int groups,
            Tensor x,
            Tensor weight,
            Tensor centre,
            Tensor rstd,
            Tensor dy,
            Tensor dx,
            Tensor dWeight,
            Tensor dBias,
            Workspace work) {
        int channels = x.dim(1);
        int blocks = (x.dim(0) + COLUMN_BLOCK - 1) / COLUMN_BLOCK;
        float[] parts = work.floats(0, PARTS, blocks * 2 * channels);
        float[] w = weight == null ? work.floats(0, ONES, channels) : weight.array();
        int wAt = weight == null ? 0 : weight.offset();
        if (weight == null) {
            Arrays.fill(w, 0, channels, 1f);
        }
        int grain = perChunk(channels * COLUMN_BLOCK);
        if (Parallel.inline(blocks, grain)) {
            rowsBackward(groups, x, w, wAt, centre, rstd, dy, dx, parts, work, 0, blocks, 0);
        } else {
            Parallel.run(blocks, grain, (from, to, worker) -> {
                rowsBackward(groups, x, w, wAt, centre, rstd, dy, dx, parts, work, from, to, worker);
            });
        }
        total(parts, channels, blocks, 2 * channels, 0, dWeight);
        total(parts, channels, blocks, 2 * channels, channels, dBias);
    }

    private void rowsBackward(
            int groups,
            Tensor x,
            float[] weight,
            int weightAt,
            Tensor centre,
            Tensor rstd,
            Tensor dy,
            Tensor dx,
            float[] parts,
            Workspace work,
            int from,
            int to,
            int worker) {
        int channels = x.dim(1);
        int d = channels / groups;
        int step = together(channels);
        float[] out = dx == null ? work.floats(worker, SPARE, step * channels) : dx.array();
        float[] factors = NormScratch.own().factors;
        for (int block = from; block < to; block++) {
            int partAt = block * 2 * channels;
            Arrays.fill(parts, partAt, partAt + 2 * channels, 0f);
            int end = Math.min(x.dim(0), (block + 1) * COLUMN_BLOCK);
            for (int n = block * COLUMN_BLOCK; n < end; n += step) {
                int rows = Math.min(step, end - n);
                for (int g = 0; g < groups; g++) {
                    int c = g * d;
                    int at = n * channels + c;
                    for (int r = 0; r < rows; r++) {
                        factors(groups, x, weight, weightAt + c, centre, rstd, dy, (n + r) * groups + g, factors, r);
                    }
                    loops.rowsBackward(
                            x.array(),
                            x.offset() + at,
                            dy.array(),
                            dy.offset() + at,
                            out,
                            dx == null ? c : dx.offset() + at,
                            channels,
                            rows,
                            d,
                            weight,
                            weightAt + c,
                            factors,
                            parts,
                            partAt + c,
                            channels);
                }
            }
        }
    }

    /** The factors of row r of {@link NormLoops#rowsBackward}, which is group s. */
    private void factors(
            int groups,
            Tensor x,
            float[] weight,
            int weightAt,
            Tensor centre,
            Tensor rstd,
            Tensor dy,
            int s,
            float[] factors,
            int r) {
        int d = x.dim(1) / groups;
        double[] sums = NormScratch.own().pair;
        sums[0] = 0;
        sums[1] = 0;
        float high = high(centre, s);
        float low = low(centre, rstd.size(), s);
        float scale = rstd.array()[rstd.offset() + s];
        int xAt = x.offset() + s * d;
        int dyAt = dy.offset() + s * d;
        loops.rowGradients(dy.array(), dyAt, weight, weightAt, x.array(), xAt, d, high, low, scale, sums);
        int at = r * NormLoops.FACTORS;
        factors[at] = high;
        factors[at + 1] = low;
        factors[at + 2] = scale;
        factors[at + 3] = centre == null ? 0f : (float) (-sums[0] / d * scale);
        factors[at + 4] = (float) (sums[1] / d * scale);
    }

    // 1. The sums of every channel of every sample; from those of a group its dx. 2. Their sums over samples.
    private void runsBackward(
            int groups,
            Tensor x,
            Tensor weight,
            Tensor centre,
            Tensor rstd,
            Tensor dy,
            Tensor dx,
            Tensor dWeight,
            Tensor dBias,
            Workspace work) {
        int channels = x.dim(1);
        int runs = x.dim(0) * channels;
        float[] terms = work.floats(0, PARTS, Math.multiplyExact(2, runs));
        int count = x.dim(0) * groups;
        int grain = perChunk(channels / groups * x.dim(2));
        if (Parallel.inline(count, grain)) {
            runsBackward(groups, x, weight, centre, rstd, dy, dx, terms, 0, count);
        } else {
            Parallel.run(count, grain, (from, to, worker) -> {
                runsBackward(groups, x, weight, centre, rstd, dy, dx, terms, from, to);
            });
        }
        total(terms, channels, x.dim(0), channels, runs, dWeight);
        total(terms, channels, x.dim(0), channels, 0, dBias);
    }

    private void runsBackward(
            int groups,
            Tensor x,
            Tensor weight,
            Tensor centre,
            Tensor rstd,
            Tensor dy,
            Tensor dx,
            float[] terms,
            int from,
            int to) {
        int per = x.dim(1) / groups;
        int length = x.dim(2);
        int runs = x.dim(0) * x.dim(1);
        double[] sums = NormScratch.own().pair;
        for (int s = from; s < to; s++) {
            float high = high(centre, s);
            float low = low(centre, rstd.size(), s);
            float r = rstd.array()[rstd.offset() + s];
            double g = 0;
            double gx = 0;
            for (int i = 0; i < per; i++) {
                int run = s * per + i;
                int xAt = x.offset() + run * length;
                int dyAt = dy.offset() + run * length;
                sums[0] = 0;
                sums[1] = 0;
                loops.gradients(dy.array(), dyAt, x.array(), xAt, length, high, low, r, sums);
                terms[run] = (float) sums[0];
                terms[runs + run] = (float) sums[1];
                float w = element(weight, s % groups * per + i, 1f);
                g += (double) w * terms[run];
                gx += (double) w * terms[runs + run];
            }
            float k1 = centre == null ? 0f : (float) (-g / ((double) per * length) * r);
            float k2 = (float) (gx / ((double) per * length) * r);
            for (int i = 0; i < per && dx != null; i++) {
                int at = (s * per + i) * length;
                float a = r * element(weight, s % groups * per + i, 1f);
                int xAt = x.offset() + at;
                int dyAt = dy.offset() + at;
                loops.backward(
                        x.array(),
                        xAt,
                        length,
                        high,
                        low,
                        r,
                        a,
                        k1,
                        k2,
                        dy.array(),
                        dyAt,
                        dx.array(),
                        dx.offset() + at);
            }
        }
    }
}
