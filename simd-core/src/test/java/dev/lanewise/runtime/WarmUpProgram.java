package dev.lanewise.runtime;

import com.sun.management.ThreadMXBean;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.vector.Alone;
import dev.lanewise.thread.Parallel;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The program that {@link WarmUpTest} runs in other JVMs: warms all families as {@link WarmUp} does, then makes the first
 * calls of all lines, and prints those of which most allocate.
 */
final class WarmUpProgram {
    static final String FIRST_ALONE = "alone";

    private static final int CALLS = 9;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private WarmUpProgram() {}

    /**
     * Runs.
     *
     * @param args {@link #FIRST_ALONE} to compile the methods that pass vectors by themselves first
     */
    public static void main(String[] args) throws Throwable {
        Parallel.threads(1);
        if (List.of(args).contains(FIRST_ALONE)) {
            System.out.println("alone " + Alone.call(Inlining.PASS_VECTORS));
        }
        Kernels vector = KernelSets.vectorOrFail();
        for (Family family : Family.ALL) {
            if (!WarmUp.warm(family, vector, THREADS, System.nanoTime() + PATIENCE_NANOS, 0)) {
                System.out.println("not warm " + family.name());
            }
        }
        firstCalls(vector, false);
        firstCalls(vector, true);
        System.out.println("done");
    }

    private static void firstCalls(Kernels vector, boolean large) {
        for (AllocationLine line : AllocationLine.all(large)) {
            long[] bytes = new long[CALLS];
            for (int i = 0; i < CALLS; i++) {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                line.call().accept(vector);
                bytes[i] = THREADS.getCurrentThreadAllocatedBytes() - before;
            }
            Arrays.sort(bytes);
            if (bytes[CALLS / 2] > 0) {
                System.out.println("cold " + (large ? "large " : "small ") + line.name() + ": " + bytes[CALLS / 2]
                        + " bytes, call after call");
            }
        }
    }
}
