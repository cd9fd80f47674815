package dev.lanewise.kernel.scalar;

import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/** How the steps of normalisation read and write what is one number per statistic or channel. */
final class Statistic {
    private Statistic() {}

    static float low(Tensor centre, int statistics, int s) {
        return centre == null || centre.size() == statistics ? 0f : centre.array()[centre.offset() + statistics + s];
    }

    static float high(Tensor centre, int s) {
        return centre == null ? 0f : centre.array()[centre.offset() + s];
    }

    static float element(Tensor t, int i, float absent) {
        return t == null ? absent : t.array()[t.offset() + i];
    }

    /** Stores the mean of a statistic. */
    static void store(Tensor centre, int count, int s, double mean) {
        float high = (float) mean;
        centre.array()[centre.offset() + s] = high;
        centre.array()[centre.offset() + count + s] = (float) (mean - high);
    }

    /** {@code y[c] = sum over i of parts[from + i * stride + c]}, in double. */
    static void total(float[] parts, int channels, int count, int stride, int from, Tensor y) {
        double[] sums = NormScratch.own().sums;
        for (int c = 0; c < channels && y != null; c += NormLoops.TILE) {
            int n = Math.min(NormLoops.TILE, channels - c);
            Arrays.fill(sums, 0, n, 0);
            for (int i = 0; i < count; i++) {
                int at = from + i * stride + c;
                for (int k = 0; k < n; k++) {
                    sums[k] += parts[at + k];
                }
            }
            for (int k = 0; k < n; k++) {
                y.array()[y.offset() + c + k] = (float) sums[k];
            }
        }
    }
}
