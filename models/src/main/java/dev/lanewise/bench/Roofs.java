package dev.lanewise.bench;

import dev.lanewise.thread.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What this machine does at most: multiply-adds at each width, bytes from each level of memory. */
final class Roofs {
    private static final int ROUNDS = 5;

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

    /** The best of a few slices: a roof is what nothing exceeds. */
    private static double nanosPerRun(Runnable roof, long nanos) {
        Clock.machine().warm(roof, Long.MAX_VALUE, nanos / 2, nanos / 2);
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            best = Math.min(best, Clock.machine().slice(roof, nanos / 2 / ROUNDS));
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
