package dev.lanewise.bench;

import com.sun.management.ThreadMXBean;
import dev.lanewise.thread.Parallel;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/** Times and warms up pieces of work. */
public final class Clock {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Clock MACHINE =
            new Clock(Clock::workNanos, System::nanoTime, THREADS::getCurrentThreadAllocatedBytes);

    // A call that allocates nothing once may have taken a compiled path by luck.
    private static final int CALM_CALLS = 20;
    private static final long WARM_AT_LEAST_NANOS = 500_000_000L;
    private static final long WARM_AT_MOST_NANOS = 60_000_000_000L;

    // Between two looks at the clock, so that looking costs nothing.
    private static final int LOOKS_PER_SLICE = 16;

    // Less is noise.
    private static final double FASTER = 0.95;

    private final LongSupplier work;
    private final LongSupplier wall;
    private final LongSupplier allocated;

    /**
     * A clock of these sources.
     *
     * @param work nanoseconds that count as work
     * @param wall nanoseconds that patience is measured in
     * @param allocated bytes that the caller's thread has allocated so far
     */
    Clock(LongSupplier work, LongSupplier wall, LongSupplier allocated) {
        this.work = work;
        this.wall = wall;
        this.allocated = allocated;
    }

    /** CPU time of the caller if it works alone, which a busy neighbour does not lengthen; else the time on the wall. */
    public static Clock machine() {
        return MACHINE;
    }

    private static long workNanos() {
        return Parallel.threads() == 1 ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    /** What {@link #machine} measures. */
    public static String name() {
        return name(Parallel.threads());
    }

    /** What it measures with so many threads. */
    public static String name(int threads) {
        return threads == 1 ? "CPU time" : "wall clock";
    }

    /** Nanoseconds on the wall, from any start. */
    long wall() {
        return wall.getAsLong();
    }

    /** Nanoseconds per call over as many calls as fill a slice. */
    public double slice(Runnable body, long sliceNanos) {
        long begun = work.getAsLong();
        long calls = 0;
        long batch = 1;
        long taken = 0;
        do {
            for (long i = 0; i < batch; i++) {
                body.run();
            }
            calls += batch;
            long before = taken;
            taken = work.getAsLong() - begun;
            batch = (taken - before) * LOOKS_PER_SLICE < sliceNanos ? 2 * batch : batch;
        } while (taken < sliceNanos);
        return (double) taken / calls;
    }

    /**
     * Repeats work until it has not become faster for a while: what no longer allocates may still run in code that C2 is
     * about to replace.
     *
     * @param calmNanos the while
     */
    void settle(Runnable body, long sliceNanos, long calmNanos, long atMostNanos) {
        long begun = wall.getAsLong();
        long since = begun;
        double best = Double.MAX_VALUE;
        long now = begun;
        while (now - since < calmNanos && now - begun < atMostNanos) {
            double found = slice(body, sliceNanos);
            now = wall.getAsLong();
            if (found < best * FASTER) {
                best = found;
                since = now;
            }
        }
    }

    /**
     * Repeats work until its vectors are registers and no longer objects: until a call allocates no more than it must.
     *
     * @param bytesAllowed that a compiled call allocates at most
     * @return the bytes that the last call allocated: more than allowed if it was not compiled within a minute
     */
    public long warm(Runnable body, long bytesAllowed) {
        return warm(body, bytesAllowed, WARM_AT_LEAST_NANOS, WARM_AT_MOST_NANOS);
    }

    /** The same for at least and at most so long. */
    long warm(Runnable body, long bytesAllowed, long atLeastNanos, long atMostNanos) {
        long begun = wall.getAsLong();
        int calm = 0;
        while (true) {
            long before = allocated.getAsLong();
            body.run();
            long bytes = allocated.getAsLong() - before;
            calm = bytes <= bytesAllowed ? calm + 1 : 0;
            long spent = wall.getAsLong() - begun;
            boolean slow = spent > CALM_CALLS * atLeastNanos / 4;
            if ((calm >= CALM_CALLS || (slow && calm > 2)) && spent >= atLeastNanos || spent > atMostNanos) {
                return bytes;
            }
        }
    }
}
