package dev.lanewise.data.text;

import dev.lanewise.data.Field;
import dev.lanewise.tensor.Value;
import java.util.List;
import java.util.Objects;

/** Checks that the sets of this package share. */
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

    /** Fails unless there are as many labels as samples, and each is the number of a class. */
    static void checkLabels(int samples, int[] labels, List<String> classes) {
        if (labels.length != samples) {
            throw new IllegalArgumentException(samples + " texts and " + labels.length + " labels, expected as many");
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes.size()) {
                throw new IllegalArgumentException(
                        "label " + i + " is " + labels[i] + ", expected 0 to " + (classes.size() - 1));
            }
        }
    }
}
