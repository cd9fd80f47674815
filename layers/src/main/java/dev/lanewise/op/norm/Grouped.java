package dev.lanewise.op.norm;

import dev.lanewise.autograd.Frame;
import dev.lanewise.kernel.NormKernels;
import dev.lanewise.tensor.Tensor;

/** The backward pass that the normalisations by statistics of groups share: operands x, weight, bias. */
final class Grouped {
    private Grouped() {}

    /**
     * Writes the gradients that are wanted.
     *
     * @param x [N,C,L]
     * @param centre [2,N*G], or null
     * @param rstd [N*G]
     * @param dy [N,C,L]
     */
    static void backward(Frame frame, int groups, Tensor x, Tensor centre, Tensor rstd, Tensor dy) {
        NormKernels norm = frame.kernels().norm();
        Tensor dx = frame.wants(0) ? frame.dx(0).reshape(x.shape()) : null;
        Tensor dWeight = frame.inputs() > 1 && frame.wants(1) ? Views.flat(frame.dx(1)) : null;
        Tensor dBias = frame.inputs() > 2 && frame.wants(2) ? Views.flat(frame.dx(2)) : null;
        norm.groupsBackward(groups, x, Views.flat(frame.x(1)), centre, rstd, dy, dx, dWeight, dBias, frame.work());
    }
}
