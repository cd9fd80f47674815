package dev.lanewise.nn.attention;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * Keys and values of the positions that a decoder has seen, so that a step computes those of its new positions only. One
 * cache belongs to one layer and one batch of sequences; one thread uses it at a time.
 *
 * <p>Room is made by doubling: an append copies what is new, and now and then everything. What lies beyond {@link
 * #position} is 0.
 */
public final class KeyValueCache {
    private static final String NAME = "keyValueCache";
    private static final int FIRST_CAPACITY = 16;

    private int position;
    private Tensor keys;
    private Tensor values;

    /** An empty cache; the first {@link #append} fixes batch, heads and depths. */
    public KeyValueCache() {}

    /** The number of positions that it holds: the position of the next token. */
    public int position() {
        return position;
    }

    /** The number of positions that there is room for. */
    public int capacity() {
        return keys == null ? 0 : keys.dim(2);
    }

    /** The keys with the room that is left: [B,Hk,capacity,D]. Not a copy; null as long as nothing was appended. */
    public Tensor keys() {
        return keys;
    }

    /** The values with the room that is left: [B,Hk,capacity,Dv]. Not a copy; null as long as nothing was appended. */
    public Tensor values() {
        return values;
    }

    /**
     * Adds positions.
     *
     * @param k [B,Hk,n,D], read
     * @param v [B,Hk,n,Dv], read
     * @throws IllegalArgumentException if the shapes do not fit each other or what is there, before anything is written
     */
    public void append(Tensor k, Tensor v) {
        boolean fits = k.shape().rank() == 4
                && v.shape().rank() == 4
                && k.shape().with(3, 0).equals(v.shape().with(3, 0));
        if (!fits) {
            throw new IllegalArgumentException(NAME + ": k has shape " + k.shape() + ", v has shape " + v.shape()
                    + ", expected k:[B,Hk,n,D] v:[B,Hk,n,Dv]");
        }
        if (keys != null) {
            continues("k", k.shape(), keys.shape());
            continues("v", v.shape(), values.shape());
        }
        int needed = position + k.dim(2);
        if (needed > capacity()) {
            // A first append of many positions, such as an encoder's, gets exactly the room it needs.
            int room = keys == null ? Math.max(FIRST_CAPACITY, needed) : Math.max(2 * capacity(), needed);
            keys = grown(keys, k.shape().with(2, room));
            values = grown(values, v.shape().with(2, room));
        }
        copy(k, 0, keys, position, k.dim(2));
        copy(v, 0, values, position, v.dim(2));
        position = needed;
    }

    private static void continues(String operand, Shape given, Shape held) {
        if (!given.with(2, 0).equals(held.with(2, 0))) {
            throw new IllegalArgumentException(NAME + ": " + operand + " has shape " + given
                    + ", the cache holds positions of " + held + ", expected the same but for axis 2");
        }
    }

    private Tensor grown(Tensor old, Shape shape) {
        Tensor larger = Tensor.zeros(shape);
        if (old != null) {
            copy(old, 0, larger, 0, position);
        }
        return larger;
    }

    private static void copy(Tensor from, int fromRow, Tensor to, int toRow, int rows) {
        int depth = from.dim(3);
        for (int i = 0; i < from.dim(0) * from.dim(1); i++) {
            int source = from.offset() + (i * from.dim(2) + fromRow) * depth;
            int target = to.offset() + (i * to.dim(2) + toRow) * depth;
            System.arraycopy(from.array(), source, to.array(), target, rows * depth);
        }
    }

    /**
     * Forgets the positions from one on, to go back and decode another continuation.
     *
     * @param length how many positions stay, 0 to {@link #position}
     */
    public void truncate(int length) {
        if (length < 0 || length > position) {
            throw new IllegalArgumentException(
                    NAME + ": truncate to " + length + ", expected 0 to its position " + position);
        }
        if (keys != null) {
            clear(keys, length);
            clear(values, length);
        }
        position = length;
    }

    private void clear(Tensor rows, int from) {
        int depth = rows.dim(3);
        for (int i = 0; i < rows.dim(0) * rows.dim(1); i++) {
            int at = rows.offset() + i * rows.dim(2) * depth;
            java.util.Arrays.fill(rows.array(), at + from * depth, at + position * depth, 0f);
        }
    }

    /**
     * Which of {@link #capacity} keys are to be ignored: what is padding, and what was not appended yet.
     *
     * @param padding [B,position], other than 0 for padding; null for none
     * @return [B,capacity]; null if there is nothing to ignore
     */
    IntTensor ignored(IntTensor padding) {
        int batch = keys.dim(0);
        Shape expected = Shape.of(batch, position);
        if (padding != null && !padding.shape().equals(expected)) {
            throw new IllegalArgumentException(NAME + ": ignored has shape " + padding.shape() + ", expected "
                    + expected + ": one entry for each position");
        }
        if (padding == null && capacity() == position) {
            return null;
        }
        int[] all = new int[batch * capacity()];
        for (int i = 0; i < all.length; i++) {
            int at = i % capacity();
            boolean beyond = at >= position;
            all[i] = beyond ? 1 : padding == null ? 0 : padding.get(i / capacity() * position + at);
        }
        return IntTensor.of(all, batch, capacity());
    }
}
