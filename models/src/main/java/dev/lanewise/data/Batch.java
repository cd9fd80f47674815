package dev.lanewise.data;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.List;
import java.util.Objects;

/**
 * One batch as a {@link BatchReader} hands it out. It belongs to the reader, which fills it anew: valid until the
 * reader's next call.
 */
public final class Batch {
    private final Value[] full;
    private final Value[] last;
    private final int[] samples;
    private final int lastSize;
    private long step;
    private int epoch;
    private int index;
    private int size;

    /** Room for the batches of a set: whole ones, and the last of an epoch where it is shorter. */
    Batch(List<Field> fields, Batches batches) {
        int most = batches.count() == 0 ? 0 : batches.size(0);
        samples = new int[most];
        lastSize = batches.count() == 0 ? 0 : batches.size(batches.count() - 1);
        full = fields.stream().map(field -> field.allocate(most)).toArray(Value[]::new);
        last = rows(full, 0, lastSize);
    }

    /** Reads the batch of a step; the batches are in the order of its epoch. */
    void fill(Dataset view, Batches batches, long step, int epoch, int index) {
        this.step = step;
        this.epoch = epoch;
        this.index = index;
        size = batches.size(index);
        System.arraycopy(batches.order(), batches.from(index), samples, 0, size);
        view.read(samples, 0, size, values());
    }

    /** Which batch this is, counted from the first of epoch 0. */
    public long step() {
        return step;
    }

    /** The epoch it belongs to; 0 is the first. */
    public int epoch() {
        return epoch;
    }

    /** Which batch of its epoch it is; 0 is the first. */
    public int index() {
        return index;
    }

    /** The number of samples. */
    public int size() {
        return size;
    }

    /** The index in the set of the sample at a position of the batch. */
    public int sample(int position) {
        return samples[Objects.checkIndex(position, size)];
    }

    /** The value of a field, {@code [size, field's shape...]}; the target is the last. */
    public Value value(int field) {
        return values()[field];
    }

    /**
     * The value of a field that holds floats.
     *
     * @throws ClassCastException if it holds ints
     */
    public Tensor floats(int field) {
        return (Tensor) value(field);
    }

    /**
     * The value of a field that holds ints.
     *
     * @throws ClassCastException if it holds floats
     */
    public IntTensor ints(int field) {
        return (IntTensor) value(field);
    }

    /** The values of samples {@code [from, to)} of the batch, all fields in their order: views. */
    public Value[] part(int from, int to) {
        return rows(values(), from, to);
    }

    private static Value[] rows(Value[] values, int from, int to) {
        Value[] rows = new Value[values.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = values[i].outer(from, to);
        }
        return rows;
    }

    /** The values of all fields, in their order: the array itself, to be read only. */
    public Value[] values() {
        return size == samples.length ? full : last;
    }
}
