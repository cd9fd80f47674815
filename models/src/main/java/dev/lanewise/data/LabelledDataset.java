package dev.lanewise.data;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.List;

/** A set for classification: one float field {@code x}, and one class number {@code y} per sample. */
public interface LabelledDataset extends Dataset {
    /** The extents of one sample's x, without the batch axis: {@code [C, H, W]} for images. */
    Shape sampleShape();

    /** The names of the classes; class {@code k} is called {@code classes().get(k)}. */
    List<String> classes();

    /** The class of a sample, in {@code [0, classes().size())}. */
    int label(int sample);

    /**
     * Writes samples {@code order[from .. to)} into a batch, without allocation.
     *
     * @param x of shape {@code [to - from, sampleShape...]}, overwritten
     * @param y of shape {@code [to - from]}, overwritten with the classes
     * @throws IllegalArgumentException if x or y has another shape
     * @throws IndexOutOfBoundsException if a position or an index is out of range
     */
    void read(int[] order, int from, int to, Tensor x, IntTensor y);

    @Override
    default List<Field> fields() {
        return List.of(new Field("x", Field.Kind.FLOAT, sampleShape()), new Field("y", Field.Kind.INT, Shape.of()));
    }

    @Override
    default void read(int[] order, int from, int to, Value... batch) {
        if (batch.length == 2 && batch[0] instanceof Tensor x && batch[1] instanceof IntTensor y) {
            read(order, from, to, x, y);
        } else {
            throw new IllegalArgumentException(
                    "read: " + batch.length + " values, expected a Tensor x and an IntTensor y");
        }
    }

    @Override
    default LabelledDataset epoch(int epoch) {
        return this;
    }
}
