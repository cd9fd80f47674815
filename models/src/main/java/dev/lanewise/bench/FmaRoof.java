package dev.lanewise.bench;

import dev.lanewise.kernel.FmaLoop;
import dev.lanewise.runtime.KernelSets;
import dev.lanewise.thread.Parallel;
import java.util.List;
import java.util.Optional;

/** The most that the multiply-add units do at one width, on all threads of {@link Parallel}. */
public final class FmaRoof {
    private static final int CHUNKS_PER_THREAD = 8;

    private final FmaLoop loop;

    // Written so that the chains are not dead code.
    @SuppressWarnings("unused")
    private volatile float sink;

    private FmaRoof(FmaLoop loop) {
        this.loop = loop;
    }

    /** A roof for each width of this machine, the narrowest first; none without the vector module. */
    public static List<FmaRoof> all() {
        return KernelSets.fmaLoops().stream().map(FmaRoof::new).toList();
    }

    /** The roof of the widest vectors; absent without the vector module. */
    public static Optional<FmaRoof> widest() {
        List<FmaRoof> all = all();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /** The width. */
    public int bits() {
        return loop.bits();
    }

    /** Billions of floating-point operations in one {@link #run}. */
    public double gflop() {
        return 1e-9 * loop.flop() * CHUNKS_PER_THREAD * Parallel.threads();
    }

    /** Runs the chains. */
    public void run() {
        int chunks = CHUNKS_PER_THREAD * Parallel.threads();
        if (Parallel.threads() == 1) {
            chunks(0, chunks);
        } else {
            Parallel.run(chunks, 1, (from, to, worker) -> chunks(from, to));
        }
    }

    private void chunks(int from, int to) {
        float sum = 0f;
        for (int chunk = from; chunk < to; chunk++) {
            sum += loop.run(chunk);
        }
        sink = sum;
    }
}
