package dev.lanewise.op.norm;

import dev.lanewise.autograd.Frame;
import dev.lanewise.kernel.NormKernels;
import dev.lanewise.tensor.Tensor;

/** The backward pass that the normalisations by statistics of groups share: operands x, weight, bias, or more in front. */
final class Grouped {
    private Grouped() {}

    /** Writes the gradients that are wanted, x being the first operand and its weight the next. */
    static void backward(Frame frame, int groups, Tensor x, Tensor centre, Tensor rstd, Tensor dy) {
        backward(frame, groups, x, centre, rstd, dy, frame.dx(0), 1);
    }

    /**
     * Writes the gradients that are wanted.
     *
     * @param x [N,C,L]
     * @param centre [2,N*G], or null
     * @param rstd [N*G]
     * @param dy [N,C,L]
     * @param dx as many elements, or null
     * @param weight which operand is the weight; the next is the bias, if there is one
     */
    static void backward(
            Frame frame, int groups, Tensor x, Tensor centre, Tensor rstd, Tensor dy, Tensor dx, int weight) {
        NormKernels norm = frame.kernels().norm();
        Tensor to = dx == null ? null : dx.reshape(x.shape());
        Tensor dWeight = gradient(frame, weight);
        Tensor dBias = gradient(frame, weight + 1);
        norm.groupsBackward(groups, x, Views.flat(frame.x(weight)), centre, rstd, dy, to, dWeight, dBias, frame.work());
    }

    private static Tensor gradient(Frame frame, int i) {
        return i < frame.inputs() && frame.wants(i) ? Views.flat(frame.dx(i)) : null;
    }
}
