package dev.lanewise.kernel.scalar;

/**
 * A heap of values with the indices they come from, the last in order on top. An element is before another if it is larger,
 * NaN being larger than all else, or if it is equal and its index is lower.
 */
final class Heap {
    private Heap() {}

    /** True if (v, i) comes after (w, j). */
    private static boolean after(float v, int i, float w, int j) {
        return Extremes.above(w, v) || (!Extremes.above(v, w) && i > j);
    }

    /** The heap of the first k elements of x. */
    static void first(float[] x, int xAt, int k, float[] y, int yAt, int[] at, int atAt) {
        for (int i = 0; i < k; i++) {
            y[yAt + i] = x[xAt + i];
            at[atAt + i] = i;
        }
        for (int i = k / 2 - 1; i >= 0; i--) {
            sink(i, k, y, yAt, at, atAt);
        }
    }

    /** Puts an element in the place of the last in order. */
    static void replace(float v, int i, int k, float[] y, int yAt, int[] at, int atAt) {
        y[yAt] = v;
        at[atAt] = i;
        sink(0, k, y, yAt, at, atAt);
    }

    /** Brings a heap into order. */
    static void sort(int k, float[] y, int yAt, int[] at, int atAt) {
        for (int n = k - 1; n > 0; n--) {
            float v = y[yAt];
            int i = at[atAt];
            y[yAt] = y[yAt + n];
            at[atAt] = at[atAt + n];
            y[yAt + n] = v;
            at[atAt + n] = i;
            sink(0, n, y, yAt, at, atAt);
        }
    }

    /** Lets an element of a heap of n sink to its place. */
    private static void sink(int from, int n, float[] y, int yAt, int[] at, int atAt) {
        float v = y[yAt + from];
        int i = at[atAt + from];
        int hole = from;
        for (int child = 2 * hole + 1; child < n; child = 2 * hole + 1) {
            int next = child + 1;
            if (next < n && after(y[yAt + next], at[atAt + next], y[yAt + child], at[atAt + child])) {
                child = next;
            }
            if (!after(y[yAt + child], at[atAt + child], v, i)) {
                break;
            }
            y[yAt + hole] = y[yAt + child];
            at[atAt + hole] = at[atAt + child];
            hole = child;
        }
        y[yAt + hole] = v;
        at[atAt + hole] = i;
    }
}
