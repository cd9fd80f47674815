package dev.lanewise.report;

/** How values are laid out on an axis. */
public enum Scale {
    /** Equal differences have equal length. */
    LINEAR,
    /** Equal ratios have equal length; values that are not positive are gaps. For a loss. */
    LOG,
    /**
     * A fraction of one, by the logarithm of what is missing to one: 90 %, 99 % and 99.9 % are equally far apart, so
     * the last tenths of an accuracy are as visible as the first. Values of one and more sit on the upper edge;
     * negative values are gaps.
     */
    LOG_ERROR;

    /**
     * The value on a scale where equal differences have equal length; NaN when it has no place, infinite on no edge but
     * LOG_ERROR's.
     */
    double transform(double value) {
        if (!Double.isFinite(value)) {
            return Double.NaN;
        }
        // StrictMath: the same report has the same bytes on every machine.
        return switch (this) {
            case LINEAR -> value;
            case LOG -> value > 0 ? StrictMath.log10(value) : Double.NaN;
            case LOG_ERROR -> value < 0 ? Double.NaN : -StrictMath.log10(Math.max(0, 1 - value));
        };
    }
}
