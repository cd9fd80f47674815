package dev.lanewise.train.metric;

/** Which way a figure improves. */
public enum Goal {
    /** Lower is better: a loss, an error. */
    MIN,
    /** Higher is better: an accuracy, a score. */
    MAX;

    /**
     * True if a value is better than another by more than a margin. A value that is not finite is better than none; any
     * finite value is better than one that is not.
     *
     * @param margin at least 0, in the unit of the values
     */
    public boolean better(double value, double than, double margin) {
        if (!Double.isFinite(value) || !Double.isFinite(than)) {
            return Double.isFinite(value);
        }
        return this == MIN ? than - value > margin : value - than > margin;
    }

    /** True if a value is better than another, by however little. */
    public boolean better(double value, double than) {
        return better(value, than, 0);
    }
}
