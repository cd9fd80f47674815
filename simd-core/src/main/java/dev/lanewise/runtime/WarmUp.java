package dev.lanewise.runtime;

import com.sun.management.ThreadMXBean;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.thread.Parallel;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Compiles the vector kernels beside the work: a daemon thread runs each family on tiny problems until its code no longer
 * allocates. Vectors are objects until C2 has compiled everything that touches them, so "allocates nothing" says
 * "compiled" more reliably than any clock.
 *
 * <p>It begins when it is told to, or after {@value #PATIENCE_MILLIS} ms: vector code keeps the compiler's queue busy for
 * seconds, and the scalar code of a first result would stand behind it.
 */
final class WarmUp extends Thread implements Parallel.Serial {
    private static final System.Logger LOG = System.getLogger("lanewise");

    private static final long PATIENCE_MILLIS = 1_500;

    // A call that allocates nothing once may have taken a compiled path by luck.
    private static final int CALM_ROUNDS = 5;

    // Every so many rounds the exercise runs once with nothing kept from before: what is only done at a first call, as
    // growing scratch, is then no path that the compiler has not seen. So there is one among the calm rounds, too.
    private static final int FIRST_CALLS = 4;

    // Families that a training run is fast enough without are warmed in a quarter of the time, beside the work.
    private static final int RESTS = 3;

    // What a family gets at most, in each of several rounds. One that the compiler is slow with, on a machine that is
    // busy or for good, must not keep the others waiting.
    private static final long[] ROUNDS = {20, 40, 60};

    private final Kernels vector;
    private final CountDownLatch begun = new CountDownLatch(1);

    WarmUp(Kernels vector) {
        super(null, null, "lanewise-warmup", 0, false);
        this.vector = vector;
        setDaemon(true);
    }

    /** Waits no longer. */
    void begin() {
        begun.countDown();
    }

    @Override
    public void run() {
        try {
            // Told or not, it begins.
            boolean _ = begun.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return;
        }
        // With a core of its own this takes half the time, and half the time is worth more than a second slow thread.
        boolean allTaken = Parallel.threads() >= Runtime.getRuntime().availableProcessors();
        Parallel.reserve(allTaken ? 1 : 0);
        try {
            Inlining.force();
            warmAll();
        } finally {
            Parallel.reserve(0);
        }
    }

    private void warmAll() {
        if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)
                || !threads.isThreadAllocatedMemorySupported()) {
            Family.ALL.forEach(family -> Backend.swap(family, vector));
            return;
        }
        List<Family> pending = Family.ALL;
        for (long seconds : ROUNDS) {
            List<Family> cold = new ArrayList<>();
            for (Family family : pending) {
                if (!warm(family, threads, seconds)) {
                    cold.add(family);
                }
            }
            pending = cold;
        }
        if (!pending.isEmpty()) {
            if (pending.size() == Family.ALL.size()) {
                Backend.giveUp();
            }
            String names = String.join(", ", pending.stream().map(Family::name).toList());
            LOG.log(
                    Level.WARNING,
                    "the vector kernels of " + names + " were not compiled within minutes: their scalar kernels stay");
        }
    }

    /** Warms a family for so long, and swaps it if it is then compiled. */
    private boolean warm(Family family, ThreadMXBean threads, long seconds) {
        long begun = System.nanoTime();
        boolean essential = Family.ALL.indexOf(family) < Family.ESSENTIAL;
        if (!essential) {
            Parallel.reserve(0);
        }
        if (!warm(family, vector, threads, begun + seconds * 1_000_000_000L, essential ? 0 : RESTS)) {
            return false;
        }
        Backend.swap(family, vector);
        LOG.log(
                Level.DEBUG,
                () -> family.name() + " runs its vector kernels, warm after " + (System.nanoTime() - begun) / 1_000_000
                        + " ms");
        return true;
    }

    /** Runs the exercise until it allocates nothing; false if the deadline comes first. */
    static boolean warm(Family family, Kernels vector, ThreadMXBean threads, long deadline, int rests) {
        Consumer<Kernels> exercise = family.exercise().get();
        int calm = 0;
        for (int round = 0; calm < CALM_ROUNDS; round++) {
            long start = System.nanoTime();
            if (round % FIRST_CALLS == 0) {
                family.exercise().get().accept(vector);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            exercise.accept(vector);
            boolean quiet = threads.getCurrentThreadAllocatedBytes() == before;
            calm = quiet ? calm + 1 : 0;
            long now = System.nanoTime();
            if (now > deadline) {
                return false;
            }
            if (!quiet && rests > 0) {
                LockSupport.parkNanos(rests * (now - start));
            }
        }
        return true;
    }
}
