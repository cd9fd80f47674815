package dev.lanewise.kernel.scalar;

import dev.lanewise.tensor.Tensor;

/** Distances and lengths of rows [R,D], in double. */
final class RowLosses {
    private RowLosses() {}

    static void distance(float p, float eps, Tensor a, Tensor b, Tensor y, int from, int to) {
        int d = a.dim(-1);
        for (int r = from; r < to; r++) {
            int at = a.offset() + r * d;
            int bt = b.offset() + r * d;
            y.array()[y.offset() + r] = (float) length(p, eps, a.array(), at, b.array(), bt, d);
        }
    }

    private static double length(float p, float eps, float[] a, int at, float[] b, int bt, int d) {
        double sum = 0;
        if (p == 2f) {
            for (int i = 0; i < d; i++) {
                double v = difference(a[at + i], b[bt + i], eps);
                sum += v * v;
            }
            return Math.sqrt(sum);
        }
        if (p == 1f) {
            for (int i = 0; i < d; i++) {
                sum += Math.abs(difference(a[at + i], b[bt + i], eps));
            }
            return sum;
        }
        if (p == Float.POSITIVE_INFINITY) {
            for (int i = 0; i < d; i++) {
                sum = Math.max(sum, Math.abs(difference(a[at + i], b[bt + i], eps)));
            }
            return sum;
        }
        for (int i = 0; i < d; i++) {
            sum += StrictMath.pow(Math.abs(difference(a[at + i], b[bt + i], eps)), p);
        }
        return StrictMath.pow(sum, 1.0 / p);
    }

    private static double difference(float a, float b, float eps) {
        return ((double) a - b) + eps;
    }

    static void distanceBackward(
            float p, float eps, Tensor a, Tensor b, Tensor y, Tensor dy, Tensor da, int from, int to) {
        int d = a.dim(-1);
        float[] out = da.array();
        for (int r = from; r < to; r++) {
            int at = a.offset() + r * d;
            int bt = b.offset() + r * d;
            int ot = da.offset() + r * d;
            double g = dy.array()[dy.offset() + r];
            // Not from y, which is rounded: the element of a row of one must be its own length.
            double length = length(p, eps, a.array(), at, b.array(), bt, d);
            double share = p == Float.POSITIVE_INFINITY ? 1.0 / ties(length, eps, a, at, b, bt, d) : 1;
            for (int i = 0; i < d; i++) {
                double v = difference(a.array()[at + i], b.array()[bt + i], eps);
                out[ot + i] = (float) (g * share * slope(p, v, length));
            }
        }
    }

    private static int ties(double length, float eps, Tensor a, int at, Tensor b, int bt, int d) {
        int ties = 0;
        for (int i = 0; i < d; i++) {
            ties += Math.abs(difference(a.array()[at + i], b.array()[bt + i], eps)) == length ? 1 : 0;
        }
        return Math.max(1, ties);
    }

    /** The derivative of the length by one element v. */
    private static double slope(float p, double v, double length) {
        if (length == 0) {
            return 0;
        }
        if (Double.isNaN(length)) {
            return length;
        }
        if (p == 2f) {
            return v / length;
        }
        if (p == 1f) {
            return Math.signum(v);
        }
        if (p == Float.POSITIVE_INFINITY) {
            return Math.abs(v) == length ? Math.signum(v) : 0;
        }
        return v == 0 ? 0 : Math.signum(v) * StrictMath.pow(Math.abs(v) / length, p - 1.0);
    }

    static void unitRows(float eps, Tensor x, Tensor y, Tensor scale, int from, int to) {
        int d = x.dim(-1);
        for (int r = from; r < to; r++) {
            int at = x.offset() + r * d;
            int yt = y.offset() + r * d;
            double sum = eps;
            for (int i = 0; i < d; i++) {
                sum += (double) x.array()[at + i] * x.array()[at + i];
            }
            double factor = 1 / Math.sqrt(sum);
            for (int i = 0; i < d; i++) {
                y.array()[yt + i] = (float) (x.array()[at + i] * factor);
            }
            scale.array()[scale.offset() + r] = (float) factor;
        }
    }

    static void unitRowsBackward(Tensor y, Tensor scale, Tensor dy, Tensor dx, int from, int to) {
        int d = y.dim(-1);
        for (int r = from; r < to; r++) {
            int yt = y.offset() + r * d;
            int gt = dy.offset() + r * d;
            int ot = dx.offset() + r * d;
            double dot = 0;
            for (int i = 0; i < d; i++) {
                dot += (double) y.array()[yt + i] * dy.array()[gt + i];
            }
            double factor = scale.array()[scale.offset() + r];
            for (int i = 0; i < d; i++) {
                dx.array()[ot + i] = (float) (factor * (dy.array()[gt + i] - y.array()[yt + i] * dot));
            }
        }
    }
}
