package dev.lanewise.data;

import dev.lanewise.tensor.Value;
import java.util.List;

/**
 * A set of samples that is read in batches: samples {@code 0 .. size() - 1}, each made of the same {@link #fields()}.
 *
 * <p>Reading is random access, safe from any number of threads, and without allocation once warm: the caller owns the
 * batch, and the set keeps its contents as compactly as its kind allows (bytes, a mapped file, files read on demand).
 * What a read yields depends on the sample's index and on the {@linkplain #epoch epoch}, never on the order of reads,
 * the batch or the thread.
 */
public interface Dataset {
    /** The number of samples. */
    int size();

    /** What a sample is made of: the inputs in the order the model takes them, the target last. */
    List<Field> fields();

    /**
     * Writes samples {@code order[from .. to)} into a batch.
     *
     * @param order indices of samples; read, not kept
     * @param from the first position in {@code order}
     * @param to one past the last position
     * @param batch one value per field, of the field's kind and of shape {@code [to - from, field's shape...]};
     *     overwritten wholly. The array and the values stay the caller's.
     * @throws IllegalArgumentException if a value has another kind or shape than the field asks for
     * @throws IndexOutOfBoundsException if a position or an index is out of range
     * @throws DataException if a file behind the set turns out to be missing or damaged
     */
    void read(int[] order, int from, int to, Value... batch);

    /**
     * One sample as a batch of its own: a value per field, of shape {@code [1, field's shape...]}, new and the caller's.
     *
     * @throws IndexOutOfBoundsException if there is no such sample
     */
    default Value[] values(int index) {
        Value[] values = fields().stream().map(field -> field.allocate(1)).toArray(Value[]::new);
        read(new int[] {index}, 0, 1, values);
        return values;
    }

    /**
     * The set as it is seen in one epoch of training. A set that augments draws by (its seed, the epoch, the sample's
     * index), so that a resumed run sees the same samples; any other set is the same in every epoch.
     *
     * @param epoch 0 is the first
     */
    default Dataset epoch(int epoch) {
        return this;
    }

    /**
     * SHA-256 in lower-case hex over everything that a read depends on: sizes, names, contents, normalisation. It does
     * not depend on where the data lies or how it was packed. Computed once, on the first call.
     */
    String fingerprint();
}
