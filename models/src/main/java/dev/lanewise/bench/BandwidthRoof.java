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

    // More than the caches of a core hold is shared in pieces, of which a thread may take some of another's.
    private static final int GRAIN = 1 << 19;

    // Less is moved again and again by the same thread, so that handing out the pieces costs next to nothing.
    private static final int WORTH = 1 << 21;

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

    /** Bytes that one {@link #run} reads and writes, on all threads of {@link Parallel}. */
    public double bytes() {
        return (4.0 * ints.length + 8.0 * x.length) * passes();
    }

    /** Moves them. */
    public void run() {
        int n = length();
        int passes = passes();
        if (Parallel.inline(n, grain())) {
            move(0, n, passes);
        } else {
            Parallel.run(n, grain(), (from, to, worker) -> move(from, to, passes));
        }
    }

    private int length() {
        return kind == Kind.READ ? ints.length : x.length;
    }

    /** Equal pieces for the threads, so that each has its own in its caches. */
    private int grain() {
        return Math.min(GRAIN, Math.ceilDiv(length(), Parallel.threads()));
    }

    private int passes() {
        return grain() == GRAIN ? 1 : Math.ceilDiv(WORTH, grain());
    }

    private void move(int from, int to, int passes) {
        for (int pass = 0; pass < passes; pass++) {
            if (kind == Kind.READ) {
                sink = sum(ints, from, to);
            } else {
                shift(x, y, from, to);
            }
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
