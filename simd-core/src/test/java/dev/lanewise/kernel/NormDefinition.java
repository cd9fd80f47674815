package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.tensor.Tensor;

/** Which statistic an element belongs to, and mean and rstd of each. */
final class NormDefinition {
    /** Named closeness of values of the order of 1: some float roundings. */
    static final double CLOSE = 2e-6;

    /** Named closeness of a gradient, as a fraction of the largest magnitude. */
    static final double CLOSE_GRADIENT = 4e-6;

    static final float EPS = 1e-3f;

    final double[] mean;
    final double[] variance;
    final double[] count;
    private final NormProblem p;
    private final int groups;

    /** Of channels if groups is 0. */
    NormDefinition(NormProblem p, int groups, boolean centred) {
        this.p = p;
        this.groups = groups;
        int statistics = groups == 0 ? p.c : p.n * groups;
        mean = new double[statistics];
        variance = new double[statistics];
        count = new double[statistics];
        each((i, j, k) -> count[of(i, j)]++);
        if (centred) {
            each((i, j, k) -> mean[of(i, j)] += p.x(i, j, k) / count[of(i, j)]);
        }
        each((i, j, k) -> variance[of(i, j)] += Math.pow(p.x(i, j, k) - mean[of(i, j)], 2) / count[of(i, j)]);
    }

    int of(int i, int j) {
        return groups == 0 ? j : i * groups + j / (p.c / groups);
    }

    double rstd(int s) {
        return 1 / Math.sqrt(variance[s] + EPS);
    }

    double xhat(int i, int j, int k) {
        return (p.x(i, j, k) - mean[of(i, j)]) * rstd(of(i, j));
    }

    interface Element {
        void at(int i, int j, int k);
    }

    void each(Element element) {
        for (int i = 0; i < p.n; i++) {
            for (int j = 0; j < p.c; j++) {
                for (int k = 0; k < p.l; k++) {
                    element.at(i, j, k);
                }
            }
        }
    }

    void assertNormalised(Tensor y, Tensor weight, Tensor bias) {
        each((i, j, k) -> {
            double w = weight == null ? 1 : weight.get(j);
            double b = bias == null ? 0 : bias.get(j);
            assertEquals(xhat(i, j, k) * w + b, y.get(i, j, k), CLOSE * 8, "y " + i + " " + j + " " + k);
        });
    }

    /** The sums of {@code dy * xhat} and of dy for every channel. */
    double[][] sums() {
        double[][] sums = new double[2][p.c];
        each((i, j, k) -> {
            sums[0][j] += p.dy.tensor().get(i, j, k) * xhat(i, j, k);
            sums[1][j] += p.dy.tensor().get(i, j, k);
        });
        return sums;
    }

    static void assertClose(double[] expected, Tensor found) {
        double scale = 1;
        for (double e : expected) {
            scale = Math.max(scale, Math.abs(e));
        }
        for (int i = 0; i < expected.length; i++) {
            float value = found.array()[found.offset() + i];
            assertEquals(expected[i], value, CLOSE_GRADIENT * scale, "at " + i);
        }
    }
}
