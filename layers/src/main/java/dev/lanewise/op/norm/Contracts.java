package dev.lanewise.op.norm;

import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.Shape;
import java.util.Arrays;

/** The checks that normalisations share. */
final class Contracts {
    private Contracts() {}

    static void eps(String op, float eps) {
        if (!(eps >= 0f)) {
            throw new IllegalArgumentException(op + ": eps " + eps + ", expected at least 0");
        }
    }

    static void axes(String op, int axes) {
        if (axes < 1) {
            throw new IllegalArgumentException(op + ": " + axes + " axes, expected at least 1");
        }
    }

    /** The trailing axes of x. */
    static Shape row(Infer infer, String op, int axes) {
        Shape x = infer.shape(0);
        if (x.rank() < axes) {
            throw new IllegalArgumentException(op + ": x has shape " + x + ", rank " + x.rank() + ", expected at least "
                    + axes + " (contract x:[*,D...] weight:[D...]? bias:[D...]?, D... being " + axes + " axes)");
        }
        return Shape.of(Arrays.copyOfRange(x.toArray(), x.rank() - axes, x.rank()));
    }

    /** Checks a weight or bias that has the shape of a row. */
    static void perElement(Infer infer, String op, int i, String operand, Shape row) {
        if (infer.inputs() <= i) {
            throw new IllegalArgumentException(op + ": " + infer.inputs() + " operands, " + operand
                    + " is not among them; null stands for an absent one");
        }
        if (infer.has(i) && !infer.shape(i).equals(row)) {
            throw new IllegalArgumentException(op + ": " + operand + " has shape " + infer.shape(i)
                    + ", but the trailing axes of x, which has shape " + infer.shape(0) + ", are " + row
                    + " (contract x:[*,D...] weight:[D...]? bias:[D...]?)");
        }
    }
}
