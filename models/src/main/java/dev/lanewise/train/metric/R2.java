package dev.lanewise.train.metric;

import dev.lanewise.tensor.Value;

/**
 * The coefficient of determination, {@code 1 - sum (prediction - target)^2 / sum (target - mean)^2}: 1 is perfect, 0 is as
 * good as the mean of the targets. For targets [N,*] the plain mean over the columns *.
 *
 * <p>Of targets that are all the same it is 1 if they are met and 0 if not; of fewer than two samples NaN. The sums around the
 * mean are carried along with it (Chan, Golub and LeVeque, 1979), since the difference of two large sums would lose them.
 */
public final class R2 implements Metric {
    private long samples;
    private Sum[] residual = {};
    private double[] mean = {};
    private double[] spread = {};

    /** Of no samples yet. */
    public R2() {}

    @Override
    public void add(Value predictions, Value targets) {
        Operands.checkSame(toString(), predictions, targets);
        if (targets.size() == 0) {
            return;
        }
        int rows = targets.shape().rank() == 0 ? 1 : targets.dim(0);
        int columns = targets.size() / rows;
        ensure(columns);
        for (int n = 0; n < rows; n++) {
            samples++;
            for (int c = 0; c < columns; c++) {
                double t = Operands.get(targets, n * columns + c);
                double e = Operands.get(predictions, n * columns + c) - t;
                residual[c].add(e * e);
                double d = t - mean[c];
                mean[c] += d / samples;
                spread[c] += d * (t - mean[c]);
            }
        }
    }

    private void ensure(int columns) {
        if (samples > 0 && columns != mean.length) {
            throw new IllegalArgumentException(
                    "r2: " + columns + " columns, but " + mean.length + " in the batches before");
        }
        if (samples == 0) {
            residual = new Sum[columns];
            for (int c = 0; c < columns; c++) {
                residual[c] = new Sum();
            }
            mean = new double[columns];
            spread = new double[columns];
        }
    }

    @Override
    public void merge(Metric other) {
        if (!(other instanceof R2 r)) {
            throw Operands.unlike(toString(), other);
        }
        long more = r.samples;
        if (more == 0) {
            return;
        }
        ensure(r.mean.length);
        double all = (double) samples + more;
        for (int c = 0; c < mean.length; c++) {
            double d = r.mean[c] - mean[c];
            spread[c] += r.spread[c] + d * d * (samples / all * more);
            mean[c] += d * (more / all);
            residual[c].add(r.residual[c]);
        }
        samples += more;
    }

    @Override
    public double value() {
        if (samples < 2) {
            return Double.NaN;
        }
        Sum sum = new Sum();
        for (int c = 0; c < mean.length; c++) {
            double left = residual[c].value();
            sum.add(spread[c] == 0 && !Double.isNaN(left) ? (left == 0 ? 1 : 0) : 1 - left / spread[c]);
        }
        return sum.value() / mean.length;
    }

    /** How many samples there are: rows, not elements. */
    @Override
    public long count() {
        return samples;
    }

    @Override
    public void reset() {
        samples = 0;
    }

    @Override
    public String toString() {
        return "r2";
    }
}
