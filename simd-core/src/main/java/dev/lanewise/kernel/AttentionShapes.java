package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** The shape checks of {@link AttentionKernels}. They allocate only when they fail. */
public final class AttentionShapes {
    private static final String MASK = "[B or 1,H or 1,Tq or 1,Tk or 1]";

    private AttentionShapes() {}

    /**
     * Checks the operands of {@link AttentionKernels#maskedSoftmax}.
     *
     * @throws IllegalArgumentException naming the operand, both shapes and the contract
     */
    public static void check(Tensor scores, Tensor mask, IntTensor ignored, int offset, Tensor weights) {
        Shape s = scores.shape();
        if (s.rank() != 4 || !s.equals(weights.shape())) {
            throw new IllegalArgumentException("maskedSoftmax: scores has shape " + s + ", weights has shape "
                    + weights.shape() + ", expected both [B,H,Tq,Tk]");
        }
        if (mask != null) {
            mask("maskedSoftmax", mask.shape(), s);
        }
        if (ignored != null) {
            ignored("maskedSoftmax", ignored.shape(), s);
        }
        if (offset < 0) {
            throw new IllegalArgumentException("maskedSoftmax: offset " + offset + ", expected at least 0");
        }
    }

    /**
     * Checks that a mask can be added to scores.
     *
     * @param name who asks, the first word of the message
     * @param scores [B,H,Tq,Tk]
     */
    public static void mask(String name, Shape mask, Shape scores) {
        boolean fits = mask.rank() == 4;
        for (int i = 0; fits && i < 4; i++) {
            fits = mask.dim(i) == 1 || mask.dim(i) == scores.dim(i);
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    name + ": mask has shape " + mask + ", expected " + MASK + " of scores " + scores);
        }
    }

    /**
     * Checks that there is one entry for each key.
     *
     * @param name who asks, the first word of the message
     * @param scores [B,H,Tq,Tk]
     */
    public static void ignored(String name, Shape ignored, Shape scores) {
        if (ignored.rank() != 2 || ignored.dim(0) != scores.dim(0) || ignored.dim(1) != scores.dim(3)) {
            throw new IllegalArgumentException(
                    name + ": ignored has shape " + ignored + ", expected [B,Tk] of scores " + scores);
        }
    }
}
