package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.Locale;

/** The checks of {@link LossKernels}. They allocate only when they fail. */
public final class LossShapes {
    private LossShapes() {}

    /** The name of a loss in messages: that of the constant in camel case. */
    public static String name(Enum<?> loss) {
        StringBuilder name = new StringBuilder();
        for (String word : loss.name().split("_", -1)) {
            String rest = word.substring(1).toLowerCase(Locale.ROOT);
            name.append(name.isEmpty() ? Character.toLowerCase(word.charAt(0)) : word.charAt(0))
                    .append(rest);
        }
        return name.toString();
    }

    /**
     * Checks that an operand has as many elements as another.
     *
     * @throws IllegalArgumentException naming both and their shapes
     */
    public static void same(String op, String name, Value operand, String otherName, Value other) {
        if (operand.shape().size() != other.shape().size()) {
            throw new IllegalArgumentException(op + ": " + name + " has shape " + operand.shape() + ", but " + otherName
                    + " has shape " + other.shape() + ", expected the same");
        }
    }

    /**
     * Checks that every element is in [0, 1]; NaN passes.
     *
     * @throws IllegalArgumentException naming the first that is not
     */
    public static void probabilities(String op, String name, Tensor x) {
        float[] array = x.array();
        int end = x.offset() + x.size();
        for (int i = x.offset(); i < end; i++) {
            if (array[i] < 0f || array[i] > 1f) {
                throw new IllegalArgumentException(op + ": " + name + " of shape " + x.shape() + " has " + array[i]
                        + " at flat index " + (i - x.offset()) + ", expected a probability in [0, 1]");
            }
        }
    }

    /**
     * Checks that every element is 1 or -1.
     *
     * @throws IllegalArgumentException naming the first that is not
     */
    public static void signs(Enum<?> loss, IntTensor s) {
        int[] array = s.array();
        int end = s.offset() + s.shape().size();
        for (int i = s.offset(); i < end; i++) {
            if (array[i] != 1 && array[i] != -1) {
                throw new IllegalArgumentException(name(loss) + ": signs of shape " + s.shape() + " has " + array[i]
                        + " at flat index " + (i - s.offset()) + ", expected 1 or -1");
            }
        }
    }

    /** True if one of the labels is this one. */
    public static boolean contains(IntTensor labels, int label) {
        int[] array = labels.array();
        int end = labels.offset() + labels.shape().size();
        for (int i = labels.offset(); i < end; i++) {
            if (array[i] == label) {
                return true;
            }
        }
        return false;
    }

    /**
     * Checks that every label is a class or ignored.
     *
     * @throws IndexOutOfBoundsException naming the first that is not
     */
    public static void labels(String op, IntTensor labels, int classes, int ignoreIndex) {
        int[] array = labels.array();
        for (int i = 0; i < labels.shape().size(); i++) {
            int label = array[labels.offset() + i];
            if (label != ignoreIndex && (label < 0 || label >= classes)) {
                throw new IndexOutOfBoundsException(op + ": label " + label + " of sample " + i + ", expected 0 to "
                        + (classes - 1) + ", or " + ignoreIndex + " to ignore it");
            }
        }
    }

    /**
     * Checks that every label is a class.
     *
     * @throws IndexOutOfBoundsException naming the first that is not
     */
    public static void labels(String op, IntTensor labels, int classes) {
        int[] array = labels.array();
        for (int i = 0; i < labels.shape().size(); i++) {
            int label = array[labels.offset() + i];
            if (label < 0 || label >= classes) {
                throw new IndexOutOfBoundsException(
                        op + ": label " + label + " of sample " + i + ", expected 0 to " + (classes - 1));
            }
        }
    }

    /** Checks that y is one number per row of x:[*,D]. */
    public static void rows(String op, Tensor x, Tensor y) {
        Shape shape = x.shape();
        if (shape.rank() < 1 || (shape.dim(-1) > 0 && (long) y.size() * shape.dim(-1) != shape.size())) {
            throw new IllegalArgumentException(
                    op + ": y has shape " + y.shape() + ", but x has shape " + shape + " (contract x:[*,D] y:[*])");
        }
    }

    /** Checks the shapes of a class loss: x:[N,C,*] and one number per sample; the weight [C] or null. */
    public static void samples(String op, Tensor x, Tensor weight, Value perSample) {
        Shape shape = x.shape();
        if (shape.rank() < 2) {
            throw new IllegalArgumentException(op + ": x has shape " + shape + " (contract x:[N,C,*])");
        }
        if (shape.dim(1) > 0 && perSample.shape().size() * (long) shape.dim(1) != shape.size()) {
            throw new IllegalArgumentException(op + ": " + perSample.shape() + " is not one number per sample of x of"
                    + " shape " + shape + " (contract x:[N,C,*] labels:[N,*])");
        }
        if (weight != null && (weight.shape().rank() != 1 || weight.size() != shape.dim(1))) {
            throw new IllegalArgumentException(op + ": weight has shape " + weight.shape() + ", but x of shape " + shape
                    + " has C=" + shape.dim(1) + " (contract x:[N,C,*] weight:[C]?)");
        }
    }
}
