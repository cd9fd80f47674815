package dev.lanewise.kernel;

import dev.lanewise.tensor.Tensor;

/** The shape checks of {@link QuantKernels}, shared by its twins. They allocate only when they fail. */
public final class QuantShapes {
    private QuantShapes() {}

    /**
     * Checks the operands of a product.
     *
     * @param inName the name of x:[M,K]
     * @param outName the name of y:[M,N]
     * @throws IllegalArgumentException naming the operand and the shapes
     */
    public static void check(String op, QuantMatrix w, String inName, Tensor x, Tensor bias, String outName, Tensor y) {
        if (x.shape().rank() != 2 || x.dim(1) != w.columns()) {
            throw new IllegalArgumentException(
                    op + ": " + inName + " has shape " + x.shape() + ", but w is " + w + ", expected [M,K]");
        }
        if (y.shape().rank() != 2 || y.dim(0) != x.dim(0) || y.dim(1) != w.rows()) {
            throw new IllegalArgumentException(op + ": " + outName + " has shape " + y.shape() + ", but w is " + w
                    + " and " + inName + " has shape " + x.shape() + ", expected [M,N]");
        }
        if (bias != null && (bias.shape().rank() != 1 || bias.dim(0) != w.rows())) {
            throw new IllegalArgumentException(
                    op + ": bias has shape " + bias.shape() + ", but w is " + w + ", expected [N]");
        }
    }
}
