package dev.lanewise.data;

/** Reads on the caller's thread. */
final class DirectReader implements BatchReader {
    private final StepReader steps;
    private final Batch batch;
    private long next;
    private long end;
    private volatile boolean closed;

    DirectReader(Dataset data, Batches batches) {
        steps = new StepReader(data, batches);
        batch = steps.room();
    }

    @Override
    public void start(long from, long to) {
        checkOpen();
        steps.check(from, to);
        next = from;
        end = to;
    }

    @Override
    public Batch next() {
        checkOpen();
        if (next == end) {
            return null;
        }
        steps.fill(batch, next);
        next++;
        return batch;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the batch reader is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
