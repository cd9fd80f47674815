package dev.lanewise.data.text;

import dev.lanewise.data.Field;
import dev.lanewise.tensor.Value;
import java.util.List;
import java.util.Objects;

/** The check that every read begins with. */
final class Reads {
    private Reads() {}

    /** Fails, before anything is written, unless the batch takes the fields of samples {@code order[from .. to)}. */
    static void check(List<Field> fields, int[] order, int from, int to, Value... batch) {
        Objects.checkFromToIndex(from, to, order.length);
        if (batch.length != fields.size()) {
            throw new IllegalArgumentException(
                    "read: " + batch.length + " values, expected " + fields.size() + ": " + fields);
        }
        for (int i = 0; i < batch.length; i++) {
            fields.get(i).check(batch[i], to - from);
        }
    }
}
