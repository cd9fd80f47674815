package dev.lanewise.gradient;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/** The elements of tensors, for comparisons and messages. */
final class Elements {
    private Elements() {}

    /** Floats as bits, to compare exactly; every NaN is the same. */
    static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToIntBits(values[i]);
        }
        return bits;
    }

    static int[] bits(Tensor tensor) {
        return bits(tensor.toArray());
    }

    static boolean sameBits(Tensor a, Tensor b) {
        return Arrays.equals(bits(a), bits(b));
    }

    static float at(Tensor tensor, int flat) {
        return tensor.array()[tensor.offset() + flat];
    }

    /** A flat index as one number per axis, for example {@code [1, 0, 2]}. */
    static String index(Shape shape, int flat) {
        int[] index = new int[shape.rank()];
        int rest = flat;
        for (int axis = index.length - 1; axis >= 0; axis--) {
            index[axis] = rest % shape.dim(axis);
            rest /= shape.dim(axis);
        }
        return Arrays.toString(index);
    }
}
