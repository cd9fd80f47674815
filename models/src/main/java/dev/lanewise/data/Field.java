package dev.lanewise.data;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.Objects;

/**
 * One part of every sample of a {@link Dataset}.
 *
 * @param name what it is, for messages and reports: {@code image}, {@code label}, {@code tokens}
 * @param kind what it is made of
 * @param shape the extents for one sample, without the batch axis; {@code []} for a number
 */
public record Field(String name, Kind kind, Shape shape) {
    /** What a field is made of. */
    public enum Kind {
        /** Measured values: a {@link Tensor}. */
        FLOAT,
        /** Classes, token ids, indices: an {@link IntTensor}. */
        INT
    }

    public Field {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(shape, "shape");
    }

    /** A new value that holds this field for {@code samples} samples, of shape {@code [samples, shape...]}. */
    public Value allocate(int samples) {
        Shape whole = shape.prepend(samples);
        return switch (kind) {
            case FLOAT -> Tensor.zeros(whole);
            case INT -> IntTensor.zeros(whole.toArray());
        };
    }

    /**
     * Checks that a value can take this field for {@code samples} samples.
     *
     * @throws IllegalArgumentException naming the field, the value's shape and the shape expected
     */
    public void check(Value value, int samples) {
        boolean rightKind = kind == Kind.FLOAT ? value instanceof Tensor : value instanceof IntTensor;
        if (!rightKind || !isBatchOf(value.shape(), samples)) {
            throw new IllegalArgumentException("read: " + name + " is "
                    + (value instanceof Tensor ? "a Tensor" : "an IntTensor") + " of shape " + value.shape()
                    + ", expected " + (kind == Kind.FLOAT ? "a Tensor" : "an IntTensor") + " of shape "
                    + shape.prepend(samples));
        }
    }

    // Compared axis by axis: shape.prepend would allocate on every read.
    private boolean isBatchOf(Shape batch, int samples) {
        if (batch.rank() != shape.rank() + 1 || batch.dim(0) != samples) {
            return false;
        }
        for (int i = 0; i < shape.rank(); i++) {
            if (batch.dim(i + 1) != shape.dim(i)) {
                return false;
            }
        }
        return true;
    }
}
