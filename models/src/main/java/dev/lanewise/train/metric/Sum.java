package dev.lanewise.train.metric;

/** A sum of doubles that carries its rounding error along (Neumaier, 1974). */
final class Sum {
    private double sum;
    private double error;

    void add(double x) {
        double next = sum + x;
        error += Math.abs(sum) >= Math.abs(x) ? sum - next + x : x - next + sum;
        sum = next;
    }

    void add(Sum other) {
        add(other.sum);
        error += other.error;
    }

    double value() {
        // An infinite sum has an error of inf - inf.
        return Double.isFinite(sum) ? sum + error : sum;
    }

    void reset() {
        sum = 0;
        error = 0;
    }
}
