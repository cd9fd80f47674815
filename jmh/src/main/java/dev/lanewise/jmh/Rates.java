package dev.lanewise.jmh;

import dev.lanewise.bench.Clock;
import dev.lanewise.bench.FmaRoof;
import java.util.Locale;
import java.util.Optional;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Counts floating-point operations and bytes, which JMH reports beside the score as GFLOP/s and GB/s, and prints what share
 * of the multiply-add loop's rate they are: the loop runs before and after every iteration, so that a changing clock
 * reaches both.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Rates {
    private static final long SLICE_NANOS = 20_000_000;
    private static final long BYTES_SHARED = 4_096;

    /** Billions of floating-point operations done; as JMH divides by the seconds: GFLOP/s. */
    public double gflop;

    /** Billions of bytes moved, at least; as JMH divides by the seconds: GB/s. */
    public double gb;

    private final Optional<FmaRoof> loop = FmaRoof.widest();
    private double counted;
    private double roof;
    private long begun;

    /** Counts one call. */
    void add(double flop, double bytes) {
        gflop += 1e-9 * flop;
        gb += 1e-9 * bytes;
        counted += 1e-9 * flop;
    }

    /** Compiles the roof's loop. */
    @Setup(Level.Trial)
    public void warm() {
        loop.ifPresent(l -> Clock.machine().warm(l::run, BYTES_SHARED));
    }

    /** Samples the roof and starts the clock. */
    @Setup(Level.Iteration)
    public void start() {
        roof = roof();
        counted = 0;
        begun = System.nanoTime();
    }

    /** Prints the iteration's rate beside the roof. */
    @TearDown(Level.Iteration)
    public void stop() {
        double rate = counted / (System.nanoTime() - begun) * 1e9;
        double around = (roof + roof()) / 2;
        System.out.printf(
                Locale.ROOT, "%.1f GFLOP/s, %.0f %% of the FMA loop's %.1f; ", rate, 100 * rate / around, around);
    }

    private double roof() {
        return loop.map(l -> l.gflop() / Clock.machine().slice(l::run, SLICE_NANOS) * 1e9)
                .orElse(Double.NaN);
    }
}
