package dev.lanewise.jmh.peers;

import com.sun.management.OperatingSystemMXBean;
import dev.lanewise.bench.BandwidthRoof;
import dev.lanewise.bench.Clock;
import dev.lanewise.bench.FmaRoof;
import dev.lanewise.bench.Rounds;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.thread.Parallel;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs both sides and the roof in turns of a few milliseconds, so that a changing clock and busy neighbours reach all
 * three.
 */
final class Race {
    private static final long SLICE_NANOS = 4_000_000;
    private static final long WARM_NANOS = 1_500_000_000L;
    // A step of a large model takes a second: then fewer rounds do.
    private static final long ENOUGH_NANOS = 15_000_000_000L;
    private static final long BYTES_SHARED = 16_384;
    private static final long REST_NANOS = 500_000_000L;
    // The CPU time of a process comes in ticks of 10 ms.
    private static final long LOOK_NANOS = 40_000_000L;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Kernels kernels;
    private final int rounds;
    private final Clock clock = Clock.machine();
    private final FmaRoof units = FmaRoof.widest().orElseThrow();

    Race(Kernels kernels, int rounds) {
        this.kernels = kernels;
        this.rounds = rounds;
    }

    /**
     * A result.
     *
     * @param ours microseconds of a call, the median over the rounds
     * @param theirs the same of the peer
     * @param ratio the median over the rounds of peer time by ours: above 1, ours is faster
     * @param roof what the roof's loop did: GFLOP/s, or GB/s for work that is bound by memory
     * @param share how much of that ours did
     * @param difference the largest difference of the two results, relative to the largest element
     * @param scaling what the threads bring to ours
     */
    record Outcome(
            double ours,
            double theirs,
            double ratio,
            double roof,
            double share,
            double difference,
            Rounds.Scaling scaling) {}

    /** Measures one piece of work; both sides were prepared with the same inputs. */
    Outcome run(Workload work, Task theirs) {
        Task ours = work.ours(kernels);
        clock.warm(units::run, BYTES_SHARED);
        // Short work has stopped to allocate long before C2 is done with it.
        long until = System.nanoTime() + WARM_NANOS;
        do {
            clock.warm(ours::run, Math.max(BYTES_SHARED, work.bytesAllowed()));
        } while (System.nanoTime() < until);
        clock.warm(theirs::run, Long.MAX_VALUE);
        double difference = difference(ours.result(), theirs.result());
        boolean memory = work.gflop() == 0;
        BandwidthRoof copy = memory ? new BandwidthRoof(BandwidthRoof.Kind.COPY, work.bytes()) : null;
        if (memory) {
            clock.warm(copy::run, BYTES_SHARED);
        }
        double[] mine = new double[rounds];
        double[] other = new double[rounds];
        double[] ratios = new double[rounds];
        double[] roofs = new double[rounds];
        double[] speedups = new double[rounds];
        double[] cores = new double[rounds];
        int threads = Parallel.threads();
        long begun = System.nanoTime();
        int n = 0;
        while (n < rounds && (n < Rounds.LEAST || System.nanoTime() - begun < ENOUGH_NANOS)) {
            double unitsAlone = threads == 1 ? Double.NaN : onOneThread(units::run, threads);
            double alone = threads == 1 ? Double.NaN : onOneThread(ours::run, threads);
            double all = memory && threads == 1 ? Double.NaN : turn(units::run, threads);
            mine[n] = turn(ours::run, threads);
            roofs[n] = memory ? copy.bytes() / turn(copy::run, threads) : units.gflop() / all * 1e9;
            other[n] = turn(theirs::run, threads);
            ratios[n] = other[n] / mine[n];
            speedups[n] = alone / mine[n];
            cores[n] = unitsAlone / all;
            n++;
        }
        double median = Rounds.median(Arrays.copyOf(mine, n));
        double rate = memory ? work.bytes() / median : work.gflop() / median * 1e9;
        double roof = Rounds.median(Arrays.copyOf(roofs, n));
        return new Outcome(
                median / 1e3,
                Rounds.median(Arrays.copyOf(other, n)) / 1e3,
                Rounds.median(Arrays.copyOf(ratios, n)),
                roof,
                rate / roof,
                difference,
                threads == 1
                        ? new Rounds.Scaling(1, 1)
                        : Rounds.scaling(Arrays.copyOf(speedups, n), Arrays.copyOf(cores, n), threads));
    }

    /** Nanoseconds of a call, alone on the machine: threads of the side before that still spin are waited for. */
    private double turn(Runnable side, int threads) {
        if (threads > 1) {
            awaitRest();
            // Cores and threads that have slept wake up over some calls.
            clock.slice(side, 2 * SLICE_NANOS);
        }
        return clock.slice(side, SLICE_NANOS);
    }

    /** Waits until this process takes next to no CPU time; the thread pools of libraries spin for up to 200 ms. */
    private static void awaitRest() {
        long until = System.nanoTime() + REST_NANOS;
        long used;
        do {
            long before = PROCESS.getProcessCpuTime();
            LockSupport.parkNanos(LOOK_NANOS);
            used = PROCESS.getProcessCpuTime() - before;
        } while (used > LOOK_NANOS / 2 && System.nanoTime() < until);
    }

    /** A turn on this thread only; the others stay. */
    private double onOneThread(Runnable side, int threads) {
        Parallel.reserve(threads - 1);
        try {
            return turn(side, threads);
        } finally {
            Parallel.reserve(0);
        }
    }

    private static double difference(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalStateException("results of " + a.length + " and of " + b.length + " elements");
        }
        double scale = 0;
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            scale = Math.max(scale, Math.abs(a[i]));
            double apart = Math.abs((double) a[i] - b[i]);
            // NaN stays: it agrees with nothing.
            largest = Math.max(largest, apart);
        }
        return scale == 0 ? largest : largest / scale;
    }
}
