package dev.lanewise.format.safetensors;

import dev.lanewise.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * What a file says about one tensor.
 *
 * @param name its name
 * @param dtype its element type as written in the file, known or not
 * @param shape its extents, outermost first
 * @param from where its data begins, in bytes from the start of the data
 * @param to one past where its data ends
 */
public record TensorEntry(String name, String dtype, List<Long> shape, long from, long to) {
    public TensorEntry {
        shape = List.copyOf(shape);
    }

    /** The element type, if it is one of the format's. */
    public Optional<DType> type() {
        return Optional.ofNullable(DType.of(dtype));
    }

    /** The size of the data in bytes. */
    public long bytes() {
        return to - from;
    }

    /**
     * The number of elements.
     *
     * @throws ArithmeticException if it does not fit a long
     */
    public long elements() {
        long product = 1;
        for (long extent : shape) {
            product = Math.multiplyExact(product, extent);
        }
        return product;
    }

    /**
     * The shape for a tensor in memory.
     *
     * @throws IllegalArgumentException if one array cannot hold as many elements
     */
    public Shape asShape() {
        int[] extents = new int[shape.size()];
        for (int i = 0; i < extents.length; i++) {
            long extent = shape.get(i);
            if (extent > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("shape " + shape + " has more elements than one array holds");
            }
            extents[i] = (int) extent;
        }
        return Shape.of(extents);
    }
}
