package dev.lanewise.data;

import dev.lanewise.thread.Parallel;

/**
 * Reads ahead on a thread of its own, into a ring of batches: step s lies in place {@code s % depth}.
 *
 * <p>Invariant, under the monitor: steps {@code [taken, made)} are filled and not yet handed out; the consumer holds
 * step {@code taken - 1}; at most {@code depth} batches are held, filled or being filled. A plain monitor, since locks
 * with conditions allocate for every wait.
 */
final class PrefetchingReader implements BatchReader {
    private final StepReader steps;
    private final Batch[] ring;
    private final Reading thread;
    private long taken;
    private long made;
    private long end;
    private boolean filling;
    private boolean closed;
    // Why step `made` could not be read.
    private Throwable failure;

    PrefetchingReader(Dataset data, Batches batches, int depth) {
        if (depth < 2) {
            throw new IllegalArgumentException("prefetch: depth " + depth + ", expected at least 2");
        }
        steps = new StepReader(data, batches);
        ring = new Batch[depth];
        for (int i = 0; i < depth; i++) {
            ring[i] = steps.room();
        }
        thread = new Reading();
        thread.start();
    }

    /** The thread that reads. Its parallel regions run on itself: the others belong to the consumer's work. */
    private final class Reading extends Thread implements Parallel.Serial {
        Reading() {
            super("lanewise-reader");
            setDaemon(true);
        }

        @Override
        public void run() {
            long step = claim();
            while (step >= 0) {
                Throwable failed = null;
                try {
                    steps.fill(ring[place(step)], step);
                } catch (RuntimeException | Error e) {
                    failed = e;
                }
                finish(failed);
                step = claim();
            }
        }
    }

    Thread thread() {
        return thread;
    }

    private int place(long step) {
        return (int) (step % ring.length);
    }

    /** The next step to read, once there is room for it; -1 when the reader is closed. */
    private synchronized long claim() {
        while (!closed && (made >= end || failure != null || made - taken + 1 >= ring.length)) {
            await();
        }
        filling = !closed;
        return closed ? -1 : made;
    }

    private synchronized void finish(Throwable failed) {
        filling = false;
        failure = failed;
        if (failed == null) {
            made++;
        }
        notifyAll();
    }

    @Override
    public synchronized void start(long from, long to) {
        checkOpen();
        steps.check(from, to);
        // Nothing new is claimed while the read under way ends.
        end = 0;
        boolean interrupted = false;
        while (filling) {
            interrupted |= await();
        }
        restore(interrupted);
        checkOpen();
        failure = null;
        taken = from;
        made = from;
        end = to;
        notifyAll();
    }

    @Override
    public synchronized Batch next() {
        checkOpen();
        if (taken == end) {
            return null;
        }
        boolean interrupted = false;
        // The place of the batch handed out last is free again only when the next is handed out.
        while (!closed && made == taken && failure == null) {
            interrupted |= await();
        }
        restore(interrupted);
        checkOpen();
        if (made == taken) {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }
        Batch batch = ring[place(taken)];
        taken++;
        notifyAll();
        return batch;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the batch reader is closed");
        }
    }

    /** Waits once; an interruption is not lost but told by the result, since reads are finite and go on. */
    @SuppressWarnings("WaitNotInLoop") // the callers loop
    private boolean await() {
        try {
            wait();
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        boolean interrupted = false;
        while (Thread.currentThread() != thread && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        restore(interrupted);
    }
}
