package dev.lanewise.thread;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Splits the range {@code [0, n)} into chunks of a fixed grain and runs them on the caller and a few daemon threads.
 *
 * <p>Each thread has a share of neighbouring chunks, the same in every region of so many: what it read or wrote in the last
 * is in its own cache. Chunks are claimed one by one, and who has done its share goes on with those of others, so a core
 * that is busy with something else merely takes fewer. Where the chunks lie depends on {@code n} and {@code grain} alone:
 * a body whose chunks write to different places gives the same result on any number of threads. A call from inside a
 * chunk, or while another caller uses the threads, runs on its caller.
 */
public final class Parallel {
    /** What runs for each chunk. */
    @FunctionalInterface
    public interface Body {
        /**
         * Does the work of {@code [from, to)}.
         *
         * @param worker who runs it, in {@code [0, MAX_THREADS)}: no two chunks with the same worker run at once
         */
        void run(int from, int to, int worker);
    }

    /** A thread whose regions all run on itself: for work beside the main work. */
    public interface Serial {}

    /** The largest number of threads that can be asked for. */
    public static final int MAX_THREADS = 256;

    // Long enough to bridge the serial code between two kernels, short enough not to heat an idle machine.
    private static final long SPIN_NANOS = 50_000;

    // No number of chunks is larger.
    private static final long CLOSED = Integer.MAX_VALUE;

    // Two cache lines, fetched in pairs: a claim does not take the other threads' tickets from their caches.
    private static final int APART = 16;

    private static volatile int reserved;
    private static volatile Parallel pool = new Parallel(threadsAsked());

    private final Worker[] workers;
    private final AtomicBoolean busy = new AtomicBoolean();
    // Of each share, high half: which region; low half: the next chunk. One word, so that a late worker cannot claim
    // from another region.
    private final AtomicLongArray tickets;
    // The last region that was opened.
    private volatile int region;
    private final AtomicInteger finished = new AtomicInteger();
    private volatile Throwable failure;
    private volatile boolean stopped;
    private Body body;
    private int n;
    private int grain;
    private int chunks;
    private int shares;

    private Parallel(int threads) {
        tickets = new AtomicLongArray(threads * APART);
        workers = new Worker[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker(this, i + 1);
            workers[i].start();
        }
    }

    private static int threadsAsked() {
        String asked = System.getProperty("lanewise.threads");
        if (asked == null) {
            return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_THREADS);
        }
        if (!asked.matches("[1-9][0-9]{0,2}") || Integer.parseInt(asked) > MAX_THREADS) {
            throw new IllegalArgumentException("lanewise.threads=" + asked + ", expected 1 to " + MAX_THREADS);
        }
        return Integer.parseInt(asked);
    }

    /** The number of threads that work on a region, the caller included. */
    public static int threads() {
        return pool.workers.length + 1;
    }

    /** The number of threads that a region begun by this thread can use: 1 inside a region. */
    public static int available() {
        if (Thread.currentThread() instanceof Serial) {
            return 1;
        }
        return Math.max(1, pool.workers.length + 1 - reserved);
    }

    /**
     * Keeps this many threads from regions, so that work beside them gets a core of its own; regions run on the caller
     * alone while that leaves one.
     */
    public static void reserve(int threads) {
        reserved = threads;
    }

    /**
     * Sets the number of threads, the caller included; the start value is {@code -Dlanewise.threads} or the number of
     * processors. Not to be called from inside a region.
     *
     * @throws IllegalArgumentException outside [1, {@value #MAX_THREADS}]
     */
    public static synchronized void threads(int threads) {
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException("threads: " + threads + ", expected 1 to " + MAX_THREADS);
        }
        Parallel old = pool;
        if (threads != old.workers.length + 1) {
            pool = new Parallel(threads);
            old.stop();
        }
    }

    /**
     * True if {@link #run} would run everything on the caller because there is one chunk or one thread. Asking first
     * saves a hot path the allocation of a body.
     */
    public static boolean inline(int n, int grain) {
        return n <= grain || available() == 1;
    }

    /**
     * Runs {@code body} for all chunks of {@code [0, n)} and returns when all are done.
     *
     * @param n the number of items, 0 or more
     * @param grain items per chunk, at least 1
     * @throws RuntimeException or Error, the first that a chunk threw; chunks not yet begun are then left out
     */
    public static void run(int n, int grain, Body body) {
        if (grain < 1) {
            throw new IllegalArgumentException("grain " + grain + ", expected at least 1");
        }
        if (n < 0) {
            throw new IllegalArgumentException("n " + n + ", expected at least 0");
        }
        Parallel p = pool;
        if (inline(n, grain) || !p.enter()) {
            int worker = Thread.currentThread() instanceof Worker w ? w.number : 0;
            for (int from = 0; from < n; ) {
                int to = from + Math.min(grain, n - from);
                body.run(from, to, worker);
                from = to;
            }
            return;
        }
        try {
            p.region(n, grain, body);
        } finally {
            p.busy.set(false);
        }
    }

    private boolean enter() {
        return !(Thread.currentThread() instanceof Serial) && busy.compareAndSet(false, true);
    }

    private void region(int items, int size, Body work) {
        // Tickets without chunks first: a worker that is late for the region before must not take a chunk of this one
        // while it is being described. The exchange also orders what such a worker has read before the writes below.
        int closed = region + 1;
        for (int share = 0; share < shares; share++) {
            tickets.getAndSet(share * APART, ticket(closed, CLOSED));
        }
        body = work;
        n = items;
        grain = size;
        chunks = (items - 1) / size + 1;
        shares = Math.min(chunks, Math.min(workers.length + 1, available()));
        failure = null;
        finished.set(0);
        int open = closed + 1;
        for (int share = 0; share < shares; share++) {
            tickets.set(share * APART, ticket(open, firstOf(share)));
        }
        region = open;
        for (int i = 0; i < Math.min(workers.length, chunks - 1); i++) {
            workers[i].wake();
        }
        claim(open, 0);
        awaitFinish();
        body = null;
        Throwable thrown = failure;
        switch (thrown) {
            case null -> {}
            case Error e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new IllegalStateException(thrown);
        }
    }

    private static long ticket(int region, long chunk) {
        return (long) region << 32 | chunk;
    }

    /** The first chunk of a share; of the one behind the last, the number of chunks. */
    private int firstOf(int share) {
        return (int) ((long) share * chunks / shares);
    }

    // Gives way only when the others are late: then they are probably not running at all.
    @SuppressWarnings("ThreadPriorityCheck")
    private void awaitFinish() {
        for (int spins = 0; finished.get() < chunks; spins++) {
            if (spins < 20_000) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    /** Takes chunks of one region until none is left, those of the worker's own share first. */
    private void claim(int open, int worker) {
        int count = shares;
        for (int i = 0; i < count; i++) {
            claimShare(open, (worker + i) % count, worker);
        }
    }

    private void claimShare(int open, int share, int worker) {
        while (true) {
            long seen = tickets.get(share * APART);
            int chunk = (int) seen;
            if ((int) (seen >>> 32) != open) {
                return;
            }
            // Read between seeing the ticket and taking it: if the take succeeds, they belonged to this region.
            Body work = body;
            int items = n;
            int size = grain;
            if (chunk >= firstOf(share + 1)) {
                return;
            }
            if (tickets.compareAndSet(share * APART, seen, seen + 1)) {
                runChunk(work, chunk * size, items, size, worker);
            }
        }
    }

    private void runChunk(Body work, int from, int items, int size, int worker) {
        try {
            if (failure == null) {
                work.run(from, from + Math.min(size, items - from), worker);
            }
        } catch (Throwable t) {
            failure = t;
        } finally {
            finished.incrementAndGet();
        }
    }

    private void stop() {
        stopped = true;
        for (Worker worker : workers) {
            LockSupport.unpark(worker);
        }
    }

    private static final class Worker extends Thread implements Serial {
        private final Parallel pool;
        private final int number;
        private volatile boolean parked;

        Worker(Parallel pool, int number) {
            super(null, null, "lanewise-" + number, 0, false);
            this.pool = pool;
            this.number = number;
            setDaemon(true);
        }

        void wake() {
            if (parked) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            int done = 0;
            while (!pool.stopped) {
                int open = pool.region;
                if (open != done) {
                    pool.claim(open, number);
                    done = open;
                } else {
                    await(done);
                }
            }
        }

        private void await(int done) {
            long until = System.nanoTime() + SPIN_NANOS;
            while (System.nanoTime() < until) {
                for (int i = 0; i < 64; i++) {
                    if (pool.region != done) {
                        return;
                    }
                    Thread.onSpinWait();
                }
            }
            parked = true;
            while (pool.region == done && !pool.stopped) {
                LockSupport.park(pool);
            }
            parked = false;
        }
    }
}
