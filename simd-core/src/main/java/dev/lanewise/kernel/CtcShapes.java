package dev.lanewise.kernel;

import dev.lanewise.kernel.LossKernels.CtcOptions;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/** The checks of {@link LossKernels#ctc}: shapes, blank, lengths and labels. They allocate only when they fail. */
public final class CtcShapes {
    private static final String CONTRACT =
            " (contract x:[T,N,C] targets:[N,S] or [L] inputLengths:[N] targetLengths:[N])";

    private CtcShapes() {}

    /**
     * Checks the operands.
     *
     * @param perSample the loss or its gradient, [N]
     * @throws IllegalArgumentException for a shape, a length or the blank, naming operand and sample
     * @throws IndexOutOfBoundsException for a label that is no class or the blank, naming sample and place
     */
    public static void check(
            String op,
            CtcOptions options,
            Tensor x,
            IntTensor targets,
            IntTensor inputLengths,
            IntTensor targetLengths,
            Tensor perSample) {
        boolean fits = x.shape().rank() == 3
                && isVector(inputLengths.shape().rank(), inputLengths.size(), x)
                && isVector(targetLengths.shape().rank(), targetLengths.size(), x)
                && perSample.size() == x.dim(1)
                && (targets.shape().rank() == 1 || (targets.shape().rank() == 2 && targets.dim(0) == x.dim(1)));
        if (!fits) {
            throw new IllegalArgumentException(op + ": x has shape " + x.shape() + ", targets has shape "
                    + targets.shape() + ", inputLengths has shape " + inputLengths.shape()
                    + ", targetLengths has shape "
                    + targetLengths.shape() + CONTRACT);
        }
        if (options.blank() < 0 || options.blank() >= x.dim(2)) {
            throw new IllegalArgumentException(op + ": blank " + options.blank() + ", but x of shape " + x.shape()
                    + " has C=" + x.dim(2) + " classes");
        }
        lengths(op, x, targets, inputLengths, targetLengths);
        labels(op, options.blank(), x, targets, targetLengths);
    }

    private static boolean isVector(int rank, int size, Tensor x) {
        return rank == 1 && size == x.dim(1);
    }

    private static void lengths(
            String op, Tensor x, IntTensor targets, IntTensor inputLengths, IntTensor targetLengths) {
        long total = 0;
        boolean padded = targets.shape().rank() == 2;
        for (int n = 0; n < x.dim(1); n++) {
            int input = inputLengths.get(n);
            if (input < 0 || input > x.dim(0)) {
                throw new IllegalArgumentException(op + ": inputLengths[" + n + "] is " + input + ", but x of shape "
                        + x.shape() + " has T=" + x.dim(0) + CONTRACT);
            }
            int target = targetLengths.get(n);
            if (target < 0 || (padded && target > targets.dim(1))) {
                throw new IllegalArgumentException(op + ": targetLengths[" + n + "] is " + target
                        + ", but targets has shape " + targets.shape() + CONTRACT);
            }
            total += target;
        }
        if (!padded && total != targets.size()) {
            throw new IllegalArgumentException(op + ": targetLengths add up to " + total + ", but targets has shape "
                    + targets.shape() + CONTRACT);
        }
    }

    private static void labels(String op, int blank, Tensor x, IntTensor targets, IntTensor targetLengths) {
        int at = 0;
        for (int n = 0; n < x.dim(1); n++) {
            int length = targetLengths.get(n);
            if (targets.shape().rank() == 2) {
                at = n * targets.dim(1);
            }
            for (int i = 0; i < length; i++) {
                int label = targets.get(at + i);
                if (label < 0 || label >= x.dim(2) || label == blank) {
                    throw new IndexOutOfBoundsException(op + ": label " + label + " at place " + i + " of sample " + n
                            + ", expected 0 to " + (x.dim(2) - 1) + " but for the blank " + blank);
                }
            }
            at += length;
        }
    }
}
