package dev.lanewise.data;

/** Fills batches step by step, and keeps the order and the view of the epoch it is in. For one thread at a time. */
final class StepReader {
    private final Dataset data;
    private final Batches batches;
    private Dataset view;
    private int epoch = -1;

    StepReader(Dataset data, Batches batches) {
        if (data.size() != batches.samples()) {
            throw new IllegalArgumentException(
                    "reader: batches of " + batches.samples() + " samples for a set of " + data.size());
        }
        this.data = data;
        this.batches = batches;
    }

    Batch room() {
        return new Batch(data.fields(), batches);
    }

    void check(long from, long to) {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("start: steps " + from + " to " + to + ", expected 0 <= from <= to");
        }
        if (to > from && batches.count() == 0) {
            throw new IllegalArgumentException("start: steps " + from + " to " + to + " of a set without samples");
        }
    }

    void fill(Batch batch, long step) {
        int wanted = Math.toIntExact(step / batches.count());
        if (wanted != epoch) {
            // Forgotten first: should the set fail here, the next call must not take the old view for the new one.
            epoch = -1;
            batches.start(wanted);
            view = data.epoch(wanted);
            epoch = wanted;
        }
        batch.fill(view, batches, step, epoch, (int) (step % batches.count()));
    }
}
