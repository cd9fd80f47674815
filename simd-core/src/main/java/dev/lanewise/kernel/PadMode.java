package dev.lanewise.kernel;

/** What stands in the padding of an axis. */
public enum PadMode {
    /** One value, 0 unless said otherwise. */
    CONSTANT,
    /** The input mirrored at its edge, which is not repeated: {@code c b | a b c | b a}; less than the extent. */
    REFLECT,
    /** The element at the edge: {@code a a | a b c | c c}. */
    REPLICATE,
    /** The input once more: {@code b c | a b c | a b}; at most the extent. */
    CIRCULAR,
    /** The mean of the plane that is padded: of all elements of one channel of one sample. */
    MEAN;

    /**
     * Where in the axis a padded element comes from.
     *
     * @param i the element, counted from the input's first
     * @param extent of the input
     * @return its source, or -1 if it is no element of the input
     */
    public int source(int i, int extent) {
        if (i >= 0 && i < extent) {
            return i;
        }
        return switch (this) {
            case CONSTANT, MEAN -> -1;
            case REFLECT -> i < 0 ? -i : 2 * (extent - 1) - i;
            case REPLICATE -> i < 0 ? 0 : extent - 1;
            case CIRCULAR -> Math.floorMod(i, extent);
        };
    }
}
