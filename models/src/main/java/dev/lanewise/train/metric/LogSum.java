package dev.lanewise.train.metric;

/** {@code log(sum(exp(x)))} over the scores of a sample, in double; StrictMath, so the same bits on every machine. */
final class LogSum {
    private LogSum() {}

    static double of(ClassBatch batch, int i) {
        return ofOthers(batch, i, -1);
    }

    /** Without class {@code left}; for a single other score that score, exactly. */
    static double ofOthers(ClassBatch batch, int i, int left) {
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < batch.classes(); k++) {
            most = k == left ? most : Math.max(most, batch.score(i, k));
        }
        if (Double.isInfinite(most) || Double.isNaN(most)) {
            return most;
        }
        double sum = 0;
        for (int k = 0; k < batch.classes(); k++) {
            sum += k == left ? 0 : StrictMath.exp(batch.score(i, k) - most);
        }
        return most + StrictMath.log(sum);
    }
}
