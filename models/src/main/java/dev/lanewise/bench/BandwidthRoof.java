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

    // Two cache lines that stay untouched between pieces: one that two threads write takes longer than all others.
    private static final int APART = 32;

    // For each thread, so that small memory is not all overhead of the loop.
    private static final int LEAST = 256;

    private final Kind kind;
    private final int[] ints;
    private final float[] x;
    private final float[] y;

    // Written so that the sums are not dead code.
    @SuppressWarnings("unused")
    private volatile int sink;

    /**
     * A roof for the threads that {@link Parallel} has now.
     *
     * @param bytes how much memory takes part, all arrays together; a few KiB for each thread at least
     */
    public BandwidthRoof(Kind kind, double bytes) {
        this.kind = kind;
        int least = LEAST * Parallel.threads();
        int floats = 2 * (int) Math.clamp(bytes / (kind == Kind.READ ? 8 : 16), least, 1 << 27);
        ints = new int[kind == Kind.READ ? floats : 0];
        x = new float[kind == Kind.READ ? 0 : floats];
        y = new float[x.length];
    }

    /** Bytes that one {@link #run} reads and writes, on all threads of {@link Parallel}. */
    public double bytes() {
        int moved = length() - Math.ceilDiv(length(), grain()) * APART;
        return (kind == Kind.READ ? 4.0 : 8.0) * moved * passes();
    }

    /** Moves them. */
    public void run() {
        int passes = passes();
        if (Parallel.inline(length(), grain())) {
            move(0, length(), passes);
        } else {
            Parallel.run(length(), grain(), (from, to, worker) -> move(from, to, passes));
        }
    }

    private int length() {
        return kind == Kind.READ ? ints.length : x.length;
    }

    /** Equal pieces for the threads, so that each has its own in its caches. */
    private int grain() {
        int threads = Parallel.threads();
        return threads == 1 ? length() : Math.min(GRAIN, Math.ceilDiv(length(), threads));
    }

    private int passes() {
        return grain() >= GRAIN ? 1 : Math.ceilDiv(WORTH, grain());
    }

    private void move(int from, int to, int passes) {
        int sum = 0;
        for (int pass = 0; pass < passes; pass++) {
            if (kind == Kind.READ) {
                sum += sum(ints, from, to - APART);
            } else {
                shift(x, y, from, to - APART);
            }
        }
        sink = sum;
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
