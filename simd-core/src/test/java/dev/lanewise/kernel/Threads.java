package dev.lanewise.kernel;

import dev.lanewise.thread.Parallel;

/** Runs something on a number of threads and restores the number. */
public final class Threads {
    private Threads() {}

    /** Runs {@code work} while kernels have {@code threads} threads. */
    public static void with(int threads, Runnable work) {
        int before = Parallel.threads();
        Parallel.threads(threads);
        try {
            work.run();
        } finally {
            Parallel.threads(before);
        }
    }
}
