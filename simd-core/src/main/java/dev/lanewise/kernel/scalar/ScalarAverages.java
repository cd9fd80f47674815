package dev.lanewise.kernel.scalar;

import static dev.lanewise.kernel.scalar.ScalarUpdate.BLOCK;
import static dev.lanewise.kernel.scalar.ScalarUpdate.BLOCKS;
import static dev.lanewise.kernel.scalar.ScalarUpdate.GRAIN;
import static dev.lanewise.kernel.scalar.ScalarUpdate.read;
import static dev.lanewise.kernel.scalar.ScalarUpdate.write;

import dev.lanewise.kernel.UpdateShapes;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/** Averaging of weights and clipping of gradients, for {@link ScalarUpdate}. */
final class ScalarAverages {
    private static final int LANES = 16;

    private static final ThreadLocal<double[]> SUMS = ThreadLocal.withInitial(() -> new double[LANES]);

    private ScalarAverages() {}

    static void average(Tensor average, Tensor p, float weight) {
        UpdateShapes.sameSize("average", "average", average, p);
        if (Parallel.inline(p.size(), GRAIN)) {
            average(average, p, weight, 0, p.size());
        } else {
            Parallel.run(p.size(), GRAIN, (from, to, worker) -> average(average, p, weight, from, to));
        }
    }

    private static void average(Tensor average, Tensor p, float weight, int from, int to) {
        float[][] blocks = BLOCKS.get();
        for (int i = from; i < to; i += BLOCK) {
            int n = Math.min(BLOCK, to - i);
            float[] averageBlock = read(average, i, blocks[0], n);
            average(averageBlock, read(p, i, blocks[1], n), weight, n);
            write(averageBlock, average, i, n);
        }
    }

    private static void average(float[] average, float[] p, float weight, int n) {
        for (int i = 0; i < n; i++) {
            average[i] = Math.fma(weight, p[i] - average[i], average[i]);
        }
    }

    static void clamp(Tensor g, float limit) {
        if (Parallel.inline(g.size(), GRAIN)) {
            clamp(g, limit, 0, g.size());
        } else {
            Parallel.run(g.size(), GRAIN, (from, to, worker) -> clamp(g, limit, from, to));
        }
    }

    private static void clamp(Tensor g, float limit, int from, int to) {
        float[] array = g.array();
        int end = g.offset() + to;
        for (int i = g.offset() + from; i < end; i++) {
            array[i] = Math.max(-limit, Math.min(limit, array[i]));
        }
    }

    static double powerSum(Tensor g, double order) {
        int n = g.size();
        int chunks = n / GRAIN + (n % GRAIN == 0 ? 0 : 1);
        if (Parallel.inline(n, GRAIN)) {
            double total = 0;
            for (int c = 0; c < chunks; c++) {
                total = joined(total, chunk(g, order, c), order);
            }
            return total;
        }
        double[] sums = new double[chunks];
        Parallel.run(chunks, 1, (from, to, worker) -> {
            for (int c = from; c < to; c++) {
                sums[c] = chunk(g, order, c);
            }
        });
        double total = 0;
        for (double sum : sums) {
            total = joined(total, sum, order);
        }
        return total;
    }

    private static double joined(double a, double b, double order) {
        return Double.isInfinite(order) ? Math.max(a, b) : a + b;
    }

    private static double chunk(Tensor g, double order, int c) {
        int from = g.offset() + c * GRAIN;
        int to = from + Math.min(GRAIN, g.size() - c * GRAIN);
        double[] lanes = SUMS.get();
        Arrays.fill(lanes, 0);
        if (order == 2) {
            squares(g.array(), from, to, lanes);
        } else if (order == 1) {
            sizes(g.array(), from, to, lanes);
        } else if (Double.isInfinite(order)) {
            maxima(g.array(), from, to, lanes);
        } else {
            powers(g.array(), from, to, order, lanes);
        }
        double total = 0;
        for (double lane : lanes) {
            total = joined(total, lane, order);
        }
        return total;
    }

    private static void squares(float[] g, int from, int to, double[] lanes) {
        for (int i = from; i < to; i += LANES) {
            int n = Math.min(LANES, to - i);
            for (int l = 0; l < n; l++) {
                lanes[l] += (double) g[i + l] * g[i + l];
            }
        }
    }

    private static void sizes(float[] g, int from, int to, double[] lanes) {
        for (int i = from; i < to; i += LANES) {
            int n = Math.min(LANES, to - i);
            for (int l = 0; l < n; l++) {
                lanes[l] += Math.abs(g[i + l]);
            }
        }
    }

    private static void maxima(float[] g, int from, int to, double[] lanes) {
        for (int i = from; i < to; i += LANES) {
            int n = Math.min(LANES, to - i);
            for (int l = 0; l < n; l++) {
                lanes[l] = Math.max(lanes[l], Math.abs(g[i + l]));
            }
        }
    }

    private static void powers(float[] g, int from, int to, double order, double[] lanes) {
        for (int i = from; i < to; i++) {
            lanes[(i - from) % LANES] += StrictMath.pow(Math.abs(g[i]), order);
        }
    }
}
