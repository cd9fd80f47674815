package dev.lanewise.kernel;

import dev.lanewise.tensor.Tensor;

/** The size checks of {@link ElementwiseKernels}, shared by its twins. They allocate only when they fail. */
public final class ElementwiseShapes {
    private ElementwiseShapes() {}

    /**
     * Checks that an operand has as many elements as the output.
     *
     * @throws IllegalArgumentException naming the operation, both tensors and both shapes
     */
    public static void same(String op, String name, Tensor operand, String outputName, Tensor output) {
        if (operand.size() != output.size()) {
            throw new IllegalArgumentException(op + ": " + name + " has shape " + operand.shape() + ", "
                    + operand.size() + " elements, but " + outputName + " has shape " + output.shape() + ", "
                    + output.size() + " elements");
        }
    }

    /**
     * Checks that x and y consist of whole rows of the bias.
     *
     * @throws IllegalArgumentException naming the tensors and both shapes
     */
    public static void bias(Tensor x, Tensor bias, Tensor y) {
        same("bias", "x", x, "y", y);
        if (x.size() > 0 && (bias.size() == 0 || x.size() % bias.size() != 0)) {
            throw new IllegalArgumentException("bias: x has shape " + x.shape() + ", " + x.size()
                    + " elements, which is no multiple of the bias of shape " + bias.shape() + ", " + bias.size()
                    + " elements");
        }
    }
}
