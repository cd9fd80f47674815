package dev.lanewise.train.log;

import java.util.Arrays;

/** Counts of finite values in buckets of equal width; right edges and counts. */
record Histogram(double min, double max, long count, double sum, double squares, double[] limits, double[] counts) {
    static Histogram of(float[] values, int buckets) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double squares = 0;
        long count = 0;
        for (float v : values) {
            if (Float.isFinite(v)) {
                min = Math.min(min, v);
                max = Math.max(max, v);
                sum += v;
                squares += (double) v * v;
                count++;
            }
        }
        // Values that are all the same get one bucket, which must have a width for TensorBoard to draw it.
        int n = max > min ? buckets : 1;
        double width = max > min ? (max - min) / n : 0;
        double[] limits = new double[n];
        for (int b = 0; b < n; b++) {
            limits[b] = b == n - 1 ? max : min + (b + 1) * width;
        }
        double[] counts = new double[n];
        for (float v : values) {
            if (Float.isFinite(v)) {
                int at = Arrays.binarySearch(limits, v);
                counts[Math.min(n - 1, at < 0 ? -at - 1 : at)]++;
            }
        }
        return new Histogram(min, max, count, sum, squares, limits, counts);
    }

    Proto message() {
        return new Proto()
                .float64(1, min)
                .float64(2, max)
                .float64(3, (double) count)
                .float64(4, sum)
                .float64(5, squares)
                .float64s(6, limits)
                .float64s(7, counts);
    }
}
