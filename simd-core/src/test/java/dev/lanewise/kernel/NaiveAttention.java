package dev.lanewise.kernel;

import dev.lanewise.math.Threefry;
import dev.lanewise.tensor.Tensor;

/** Attention and its gradient by their definition, in double and with the whole matrix of the weights. */
final class NaiveAttention {
    /** In the order of the tensors' elements. */
    record Results(double[] y, double[] dq, double[] dk, double[] dv, double[] dScores) {}

    private NaiveAttention() {}

    static Results of(AttentionRule rule, AttentionInputs in, Tensor dy) {
        int batch = in.q().dim(0);
        int heads = in.q().dim(1);
        int queries = in.q().dim(2);
        int keys = in.k().dim(2);
        int depth = in.q().dim(3);
        int width = in.v().dim(3);
        Results r = new Results(
                new double[dy.size()],
                new double[in.q().size()],
                new double[in.k().size()],
                new double[in.v().size()],
                new double[batch * heads * queries * keys]);
        for (int b = 0; b < batch; b++) {
            for (int h = 0; h < heads; h++) {
                int keyHead = b * in.k().dim(1) + h / in.group();
                for (int i = 0; i < queries; i++) {
                    int row = (b * heads + h) * queries + i;
                    double[] p = weights(rule, in, b, h, i, keyHead);
                    double[] f = factors(rule, row, keys);
                    double[] g = new double[keys];
                    double mean = 0;
                    for (int j = 0; j < keys; j++) {
                        int v = (keyHead * keys + j) * width;
                        for (int d = 0; d < width; d++) {
                            double up = at(dy, row * width + d);
                            r.y[row * width + d] += p[j] * f[j] * at(in.v(), v + d);
                            r.dv[v + d] += p[j] * f[j] * up;
                            g[j] += up * f[j] * at(in.v(), v + d);
                        }
                        mean += p[j] * g[j];
                    }
                    for (int j = 0; j < keys; j++) {
                        double ds = p[j] * (g[j] - mean);
                        r.dScores[row * keys + j] = ds;
                        for (int d = 0; d < depth; d++) {
                            int k = (keyHead * keys + j) * depth + d;
                            r.dq[row * depth + d] += rule.scale() * ds * at(in.k(), k);
                            r.dk[k] += rule.scale() * ds * at(in.q(), row * depth + d);
                        }
                    }
                }
            }
        }
        return r;
    }

    private static float at(Tensor t, int i) {
        return t.array()[t.offset() + i];
    }

    private static double[] weights(AttentionRule rule, AttentionInputs in, int b, int h, int i, int keyHead) {
        int keys = in.k().dim(2);
        int depth = in.q().dim(3);
        int row = (b * in.q().dim(1) + h) * in.q().dim(2) + i;
        double[] s = new double[keys];
        double largest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < keys; j++) {
            for (int d = 0; d < depth; d++) {
                s[j] += (double) rule.scale()
                        * at(in.q(), row * depth + d)
                        * at(in.k(), (keyHead * keys + j) * depth + d);
            }
            Tensor m = in.mask();
            if (m != null) {
                s[j] += m.get(
                        m.dim(0) == 1 ? 0 : b, m.dim(1) == 1 ? 0 : h, m.dim(2) == 1 ? 0 : i, m.dim(3) == 1 ? 0 : j);
            }
            boolean hidden = rule.causal() && j > i + rule.offset();
            hidden |= in.ignored() != null && in.ignored().get(b * keys + j) != 0;
            s[j] = hidden ? Double.NEGATIVE_INFINITY : s[j];
            largest = Math.max(largest, s[j]);
        }
        double sum = 0;
        for (int j = 0; j < keys; j++) {
            s[j] = largest == Double.NEGATIVE_INFINITY ? 0 : StrictMath.exp(s[j] - largest);
            sum += s[j];
        }
        for (int j = 0; j < keys && sum > 0; j++) {
            s[j] /= sum;
        }
        return s;
    }

    private static double[] factors(AttentionRule rule, int row, int keys) {
        double[] f = new double[keys];
        long key = Threefry.key(rule.seed(), rule.stream());
        for (int j = 0; j < keys; j++) {
            boolean kept = Threefry.unit((int) Threefry.block(key, (long) row * keys + j)) < 1f - rule.dropout();
            f[j] = kept ? 1 / (1.0 - rule.dropout()) : 0;
        }
        return f;
    }
}
