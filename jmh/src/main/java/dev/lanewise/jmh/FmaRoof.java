package dev.lanewise.jmh;

import dev.lanewise.thread.Parallel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The most that the machine's fused multiply-add units do: independent chains in registers, no memory. */
public final class FmaRoof {
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;

    // Two units that answer after four cycles are busy with 8 chains; 12 and their two factors fit 16 registers.
    private static final int CHAINS = 12;

    private static final int STEPS = 1 << 13;
    private static final int CHUNKS_PER_THREAD = 8;

    // Written so that the chains are not dead code.
    @SuppressWarnings("unused")
    private static volatile float sink;

    private FmaRoof() {}

    /** Billions of floating-point operations in one {@link #run}. */
    public static double gflop() {
        return 2e-9 * CHAINS * F.length() * STEPS * CHUNKS_PER_THREAD * Parallel.threads();
    }

    /** Runs the chains on all threads of {@link Parallel}. */
    public static void run() {
        int chunks = CHUNKS_PER_THREAD * Parallel.threads();
        if (Parallel.threads() == 1) {
            chunks(0, chunks);
        } else {
            Parallel.run(chunks, 1, (from, to, worker) -> chunks(from, to));
        }
    }

    private static void chunks(int from, int to) {
        float sum = 0f;
        for (int chunk = from; chunk < to; chunk++) {
            sum += chains(chunk);
        }
        sink = sum;
    }

    private static float chains(float start) {
        FloatVector a = FloatVector.broadcast(F, 0.5f);
        FloatVector b = FloatVector.broadcast(F, 0.25f);
        FloatVector c0 = FloatVector.broadcast(F, start);
        FloatVector c1 = FloatVector.broadcast(F, start + 1f);
        FloatVector c2 = FloatVector.broadcast(F, start + 2f);
        FloatVector c3 = FloatVector.broadcast(F, start + 3f);
        FloatVector c4 = FloatVector.broadcast(F, start + 4f);
        FloatVector c5 = FloatVector.broadcast(F, start + 5f);
        FloatVector c6 = FloatVector.broadcast(F, start + 6f);
        FloatVector c7 = FloatVector.broadcast(F, start + 7f);
        FloatVector c8 = FloatVector.broadcast(F, start + 8f);
        FloatVector c9 = FloatVector.broadcast(F, start + 9f);
        FloatVector c10 = FloatVector.broadcast(F, start + 10f);
        FloatVector c11 = FloatVector.broadcast(F, start + 11f);
        for (int i = 0; i < STEPS; i++) {
            c0 = a.fma(b, c0);
            c1 = a.fma(b, c1);
            c2 = a.fma(b, c2);
            c3 = a.fma(b, c3);
            c4 = a.fma(b, c4);
            c5 = a.fma(b, c5);
            c6 = a.fma(b, c6);
            c7 = a.fma(b, c7);
            c8 = a.fma(b, c8);
            c9 = a.fma(b, c9);
            c10 = a.fma(b, c10);
            c11 = a.fma(b, c11);
        }
        FloatVector low = c0.add(c1).add(c2).add(c3).add(c4).add(c5);
        FloatVector high = c6.add(c7).add(c8).add(c9).add(c10).add(c11);
        return low.add(high).lane(0);
    }
}
