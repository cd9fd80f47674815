package dev.lanewise.jmh;

import java.util.Locale;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Counts floating-point operations, which JMH reports beside the score, and prints what share of the FMA loop's rate they
 * are: the loop runs before and after every iteration, so that a changing clock reaches both.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Flops {
    private static final long SLICE_NANOS = 20_000_000;
    private static final long BYTES_SHARED = 4_096;

    /** Billions of operations done; as JMH divides by the seconds: GFLOP/s. */
    public double gflop;

    private double counted;
    private double roof;
    private long begun;

    /** Counts the operations of one call. */
    void add(double gflopOfCall) {
        gflop += gflopOfCall;
        counted += gflopOfCall;
    }

    /** Compiles the roof's loop. */
    @Setup(Level.Trial)
    public void warm() {
        Clock.warm(FmaRoof::run, BYTES_SHARED);
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

    private static double roof() {
        return FmaRoof.gflop() / Clock.slice(FmaRoof::run, SLICE_NANOS) * 1e9;
    }
}
