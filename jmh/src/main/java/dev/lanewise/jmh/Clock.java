package dev.lanewise.jmh;

import com.sun.management.ThreadMXBean;
import dev.lanewise.thread.Parallel;
import java.lang.management.ManagementFactory;

/** Times and warms up pieces of work. */
public final class Clock {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    // A call that allocates nothing once may have taken a compiled path by luck.
    private static final int CALM_CALLS = 20;
    private static final long WARM_AT_LEAST_NANOS = 500_000_000L;
    private static final long WARM_AT_MOST_NANOS = 60_000_000_000L;

    private Clock() {}

    /** CPU time of the caller if it works alone, which a busy neighbour does not lengthen; else the time on the wall. */
    public static long nanos() {
        return Parallel.threads() == 1 ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    /** What {@link #nanos} measures. */
    public static String name() {
        return Parallel.threads() == 1 ? "CPU time" : "wall clock";
    }

    /** Nanoseconds per call over as many calls as fill a slice. */
    public static double slice(Runnable work, long sliceNanos) {
        long begun = nanos();
        long calls = 0;
        long taken;
        do {
            work.run();
            calls++;
            taken = nanos() - begun;
        } while (taken < sliceNanos);
        return (double) taken / calls;
    }

    /**
     * Repeats work until its vectors are registers and no longer objects: until a call allocates no more than it must.
     *
     * @param bytesAllowed that a compiled call allocates at most
     * @return the bytes that the last call allocated: more than allowed if it was not compiled within a minute
     */
    public static long warm(Runnable work, long bytesAllowed) {
        long begun = System.nanoTime();
        int calm = 0;
        while (true) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            work.run();
            long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
            calm = bytes <= bytesAllowed ? calm + 1 : 0;
            long spent = System.nanoTime() - begun;
            if ((calm >= CALM_CALLS && spent > WARM_AT_LEAST_NANOS) || spent > WARM_AT_MOST_NANOS) {
                return bytes;
            }
        }
    }
}
