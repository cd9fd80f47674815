package dev.lanewise.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures a kernel, its scalar twin and the roof over it in turns of a few milliseconds, so that a changing clock and
 * busy neighbours reach all three, and says what is wrong with the kernel: a warm call that allocates has boxed its
 * vectors; one that is slower than its twin should not be there.
 */
final class Judge {
    /** How much slower than the twin is not taken for noise. */
    static final double MARGIN = 0.15;

    /** How often a kernel must have been slower, in a measurement of its own each time, before it is called so. */
    static final int TRIES = 3;

    private static final long SLICE_NANOS = 2_000_000;

    // C2 takes its time for a large kernel: what was measured before that would be another kernel.
    private static final long CALM_NANOS = 400_000_000;
    private static final long SETTLED_NANOS = 3_000_000_000L;

    private static final int LEAST_ROUNDS = 5;
    private static final int MOST_ROUNDS = 60;

    // A kernel that still allocates gets this much longer before it is said to.
    private static final int PATIENCE = 20;

    private final Clock clock;
    private final long bytesAllowed;

    /**
     * A judge.
     *
     * @param bytesAllowed what a warm call may allocate: the bodies of parallel regions
     */
    Judge(Clock clock, long bytesAllowed) {
        this.clock = clock;
        this.bytesAllowed = bytesAllowed;
    }

    /**
     * What runs in turns.
     *
     * @param kernel what is judged
     * @param alone the kernel on the caller's thread only; absent if it has no others
     * @param twin its scalar twin; absent if it has none but itself
     * @param roof what nothing can be faster than, for each amount of work; absent where none is known
     * @param roofPerCall how many runs of the roof do as much as one call of the kernel
     */
    record Sides(
            Runnable kernel,
            Optional<Runnable> alone,
            Optional<Runnable> twin,
            Optional<Runnable> roof,
            double roofPerCall) {}

    /**
     * What was found.
     *
     * @param nanos of a call
     * @param speedup how many times as long it takes on the caller's thread only; NaN if it has no others
     * @param twinNanos of a call of the twin, NaN if there is none
     * @param ratio twin's time by the kernel's: above 1 the kernel is faster; NaN if there is no twin
     * @param share of the roof, in [0, 1] but for noise; NaN if there is none
     * @param bytes that a warm call allocates
     * @param faults a line each
     */
    record Verdict(
            double nanos,
            double speedup,
            double twinNanos,
            double ratio,
            double share,
            long bytes,
            List<String> faults) {}

    /**
     * Warms up and measures.
     *
     * @param nanos about how long it may take, on the wall, if the kernel is compiled by then and nothing has to be repeated
     */
    Verdict judge(Sides sides, long nanos) {
        long begun = clock.wall();
        long warm = nanos / 5;
        long bytes = clock.warm(sides.kernel(), bytesAllowed, warm, PATIENCE * Math.max(warm, 100_000_000));
        clock.settle(sides.kernel(), SLICE_NANOS, CALM_NANOS, SETTLED_NANOS);
        sides.twin().ifPresent(twin -> clock.settle(twin, SLICE_NANOS, CALM_NANOS / 2, SETTLED_NANOS));
        sides.roof().ifPresent(roof -> clock.warm(roof, Long.MAX_VALUE, warm / 4, warm / 4));
        Rounds rounds = race(sides, nanos - (clock.wall() - begun));
        List<String> faults = new ArrayList<>();
        if (bytes > bytesAllowed) {
            faults.add("allocates " + bytes + " bytes in a warm call: it boxes");
        }
        double best = rounds.ratio();
        for (int attempt = 1; best < 1 - MARGIN && attempt < TRIES; attempt++) {
            Rounds again = race(sides, nanos);
            if (again.ratio() > best) {
                best = again.ratio();
                rounds = again;
            }
        }
        if (best < 1 - MARGIN) {
            faults.add(String.format(
                    Locale.ROOT, "slower than its scalar twin: %.2f of its speed in the best of %d", best, TRIES));
        }
        return new Verdict(
                rounds.nanos(), rounds.speedup(), rounds.twinNanos(), best, rounds.share(), bytes, List.copyOf(faults));
    }

    /** Medians over rounds. */
    private record Rounds(double nanos, double speedup, double twinNanos, double ratio, double share) {}

    private Rounds race(Sides sides, long nanos) {
        double[] kernel = new double[MOST_ROUNDS];
        double[] speedup = new double[MOST_ROUNDS];
        double[] twin = new double[MOST_ROUNDS];
        double[] ratio = new double[MOST_ROUNDS];
        double[] share = new double[MOST_ROUNDS];
        long begun = clock.wall();
        int n = 0;
        do {
            double roof = sides.roof().isPresent()
                    ? clock.slice(sides.roof().get(), SLICE_NANOS / 2) * sides.roofPerCall()
                    : Double.NaN;
            kernel[n] = clock.slice(sides.kernel(), SLICE_NANOS);
            speedup[n] =
                    sides.alone().isPresent() ? clock.slice(sides.alone().get(), SLICE_NANOS) / kernel[n] : Double.NaN;
            twin[n] = sides.twin().isPresent() ? clock.slice(sides.twin().get(), SLICE_NANOS) : Double.NaN;
            ratio[n] = twin[n] / kernel[n];
            share[n] = roof / kernel[n];
            n++;
        } while (n < LEAST_ROUNDS || (n < MOST_ROUNDS && clock.wall() - begun < nanos));
        return new Rounds(median(kernel, n), median(speedup, n), median(twin, n), median(ratio, n), median(share, n));
    }

    /** The median of the first n. */
    static double median(double[] values, int n) {
        double[] sorted = Arrays.copyOf(values, n);
        Arrays.sort(sorted);
        int middle = n / 2;
        return n % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
