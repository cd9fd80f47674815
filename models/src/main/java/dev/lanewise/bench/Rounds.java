package dev.lanewise.bench;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Figures over the rounds of a measurement. */
public final class Rounds {
    /** Fewer than this are not enough for a figure. */
    public static final int LEAST = 5;

    /** How far from the number of its threads, in parts of it, the gain of work that shares nothing may be. */
    public static final double CORES_MARGIN = 0.05;

    private Rounds() {}

    /**
     * What several threads bring.
     *
     * @param speedup how many times as fast as on one thread
     * @param cores the same of multiply-adds in registers, which share nothing: what the machine had to give
     */
    public record Scaling(double speedup, double cores) {}

    /**
     * Medians over the rounds in which the machine had a core for every thread, or over all of them if those are fewer than
     * {@link #LEAST}. A virtual machine may have a single core for seconds while its neighbours are busy, and what threads
     * bring is then not to be seen; nor is it where the one thread was held up, which makes everything look better.
     *
     * @param speedups of a piece of work, by rounds
     * @param cores the same of multiply-adds in registers, in the same rounds; NaN where not known
     */
    public static Scaling scaling(double[] speedups, double[] cores, int threads) {
        int[] good = IntStream.range(0, speedups.length)
                .filter(round -> hadCores(cores[round], threads))
                .toArray();
        int[] counted =
                good.length < LEAST ? IntStream.range(0, speedups.length).toArray() : good;
        return new Scaling(median(at(counted, speedups)), median(at(counted, cores)));
    }

    /** Whether multiply-adds in registers gained what so many threads should bring them. */
    static boolean hadCores(double cores, int threads) {
        return Math.abs(cores / threads - 1) <= CORES_MARGIN;
    }

    private static double[] at(int[] rounds, double[] values) {
        return Arrays.stream(rounds).mapToDouble(round -> values[round]).toArray();
    }

    /** The median; of an even number, the mean of the two in the middle. */
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
