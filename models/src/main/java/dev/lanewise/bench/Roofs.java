package dev.lanewise.bench;

import dev.lanewise.thread.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What this machine does at most: multiply-adds at each width, bytes from each level of memory. */
final class Roofs {
    private static final int ROUNDS = 5;
    private static final int AT_MOST_ROUNDS = 100;

    // Less is noise.
    private static final double BETTER = 0.97;

    // On a busy machine C2 takes its time.
    private static final long WARM_AT_MOST_NANOS = 10_000_000_000L;

    /** What a run on several threads may allocate: the bodies of its parallel loops. */
    private static final long BYTES_SHARED = 4_096;

    /**
     * Multiply-adds.
     *
     * @param bits the width
     * @param threads that work
     * @param gflops billions of floating-point operations a second
     */
    record Flops(int bits, int threads, double gflops) {}

    /**
     * Memory.
     *
     * @param level L1, L2, L3 or memory
     * @param kind what moves
     * @param bytes how much memory takes part, for all threads
     * @param threads that work
     * @param gbs billions of bytes a second, read and written
     */
    record Bandwidth(String level, BandwidthRoof.Kind kind, double bytes, int threads, double gbs) {}

    private final Caches caches = Caches.ofMachine();
    private final List<Flops> flops = new ArrayList<>();
    private final List<Bandwidth> bandwidths = new ArrayList<>();

    /** Measures with one thread and with so many; gives each roof as soon as it is known. */
    static Roofs measure(int threads, long nanos, Consumer<Flops> onFlops, Consumer<Bandwidth> onBandwidth) {
        Roofs roofs = new Roofs();
        List<Integer> counts = threads == 1 ? List.of(1) : List.of(1, threads);
        int kinds = BandwidthRoof.Kind.values().length;
        int pieces = counts.size()
                * (FmaRoof.all().size() + kinds * roofs.caches.levels().size());
        for (int count : counts) {
            Parallel.threads(count);
            for (FmaRoof roof : FmaRoof.all()) {
                double gflops = roof.gflop() / nanosPerRun(roof::run, nanos / pieces) * 1e9;
                roofs.flops.add(new Flops(roof.bits(), count, gflops));
                onFlops.accept(roofs.flops.getLast());
            }
            for (Caches.Level level : roofs.caches.levels()) {
                for (BandwidthRoof.Kind kind : BandwidthRoof.Kind.values()) {
                    Bandwidth found = roofs.bandwidth(level, kind, count, nanos / pieces);
                    roofs.bandwidths.add(found);
                    onBandwidth.accept(found);
                }
            }
        }
        return roofs;
    }

    private Bandwidth bandwidth(Caches.Level level, BandwidthRoof.Kind kind, int threads, long nanos) {
        // L1 and L2 are each core's own.
        boolean shared = level.name().equals("L3") || level.name().equals("memory");
        double bytes = caches.sample(level) * (shared ? 1 : threads);
        BandwidthRoof roof = new BandwidthRoof(kind, bytes);
        return new Bandwidth(level.name(), kind, bytes, threads, roof.bytes() / nanosPerRun(roof::run, nanos));
    }

    private static double nanosPerRun(Runnable roof, long nanos) {
        return best(Clock.machine(), roof, Parallel.threads() == 1 ? 0 : BYTES_SHARED, nanos);
    }

    /**
     * The best of slices, as a roof is what nothing exceeds: a few after the last that was better than those before, for a
     * loop that is still being compiled would be a roof that everything exceeds.
     */
    static double best(Clock clock, Runnable roof, long bytesAllowed, long nanos) {
        clock.warm(roof, bytesAllowed, nanos / 2, WARM_AT_MOST_NANOS);
        double best = Double.MAX_VALUE;
        int better = 0;
        for (int round = 0; round < better + ROUNDS && round < AT_MOST_ROUNDS; round++) {
            double found = clock.slice(roof, nanos / 2 / ROUNDS);
            better = found < best * BETTER ? round : better;
            best = Math.min(best, found);
        }
        return best;
    }

    List<Flops> flops() {
        return flops;
    }

    List<Bandwidth> bandwidths() {
        return bandwidths;
    }

    /** The widest multiply-adds with so many threads, GFLOP/s; NaN without the vector module. */
    double gflops(int threads) {
        return flops.stream()
                .filter(f -> f.threads() == threads)
                .mapToDouble(Flops::gflops)
                .max()
                .orElse(Double.NaN);
    }

    /** What moves so many bytes for one work, most of which are read or not. */
    Bandwidth under(Work work, int threads) {
        String level = caches.holding(work.footprint()).name();
        BandwidthRoof.Kind kind = kind(work);
        return bandwidths.stream()
                .filter(b -> b.level().equals(level) && b.kind() == kind && b.threads() == threads)
                .findFirst()
                .orElseThrow();
    }

    /** A work that hardly writes, or only where it has read, is compared with reading alone. */
    static BandwidthRoof.Kind kind(Work work) {
        boolean inPlace = work.footprint() < work.bytes();
        return inPlace || work.writes() * 4 < work.reads() ? BandwidthRoof.Kind.READ : BandwidthRoof.Kind.COPY;
    }
}
