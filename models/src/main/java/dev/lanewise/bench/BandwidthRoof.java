package dev.lanewise.bench;

import dev.lanewise.thread.Parallel;
import java.util.Locale;

/** How fast plain Java moves bytes, with loops that C2 makes vectors of, on as much memory as is asked for. */
public final class BandwidthRoof {
    /** What moves. */
    public enum Kind {
        /** Reads alone: a sum of ints. */
        READ,
        /** As many reads as writes: {@code y = x + 1}. */
        COPY;

        /** As tables show it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int GRAIN = 1 << 15;

    // So that small memory is not all overhead of the loop.
    private static final int LEAST = 256;

    private final Kind kind;
    private final int[] ints;
    private final float[] x;
    private final float[] y;

    // Written so that the sums are not dead code.
    @SuppressWarnings("unused")
    private volatile int sink;

    /**
     * A roof.
     *
     * @param bytes how much memory takes part, all arrays together
     */
    public BandwidthRoof(Kind kind, double bytes) {
        this.kind = kind;
        int floats = 2 * (int) Math.clamp(bytes / (kind == Kind.READ ? 8 : 16), LEAST, 1 << 27);
        ints = new int[kind == Kind.READ ? floats : 0];
        x = new float[kind == Kind.READ ? 0 : floats];
        y = new float[x.length];
    }

    /** Bytes that one {@link #run} reads and writes. */
    public double bytes() {
        return 4.0 * ints.length + 8.0 * x.length;
    }

    /** Moves them. */
    public void run() {
        int n = kind == Kind.READ ? ints.length : x.length;
        if (Parallel.inline(n, GRAIN)) {
            move(0, n);
        } else {
            Parallel.run(n, GRAIN, (from, to, worker) -> move(from, to));
        }
    }

    private void move(int from, int to) {
        if (kind == Kind.READ) {
            sink = sum(ints, from, to);
        } else {
            shift(x, y, from, to);
        }
    }

    private static void shift(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = x[i] + 1f;
        }
    }

    /** From both halves at once: C2 makes no vectors of a loop that does nothing but add up one array. */
    private static int sum(int[] a, int from, int to) {
        int half = (to - from) / 2;
        int sum = 0;
        for (int i = from; i < from + half; i++) {
            sum += a[i] ^ a[i + half];
        }
        return sum;
    }
}
