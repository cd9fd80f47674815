package dev.lanewise.op.conv;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;

/**
 * Windows along the third axis, side by side: {@code y[n,o,c,k,d] = x[n,c, o*stride - before + k*dilation, d]}, 0 outside
 * x. A convolution of one more dimension is one of these windows: their taps are channels.
 *
 * @param kernel elements of a window, K
 * @param stride from one window to the next
 * @param before zeros before the first element
 * @param after zeros after the last
 * @param dilation from one element of a window to the next
 */
public record Unfold(int kernel, int stride, int before, int after, int dilation) implements DifferentiableOp {
    /** The shape contract; y:[N,O,C,K,D]. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C,L,D]");

    public Unfold {
        if (kernel < 1 || stride < 1 || dilation < 1) {
            throw new IllegalArgumentException("unfold: kernel " + kernel + ", stride " + stride + ", dilation "
                    + dilation + ", expected at least 1 each");
        }
        if (before < 0 || after < 0) {
            throw new IllegalArgumentException(
                    "unfold: padding " + before + ", " + after + ", expected at least 0 each");
        }
    }

    /**
     * The number of windows, O.
     *
     * @throws IllegalArgumentException if a window is longer than the padded axis
     */
    public int windows(int length) {
        long padded = (long) length + before + after;
        long span = dilation * (kernel - 1L) + 1;
        if (span > padded) {
            throw new IllegalArgumentException(
                    "unfold: the kernel spans " + span + ", more than the padded length of the input, " + padded);
        }
        return (int) ((padded - span) / stride + 1);
    }

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        Shape x = infer.shape(0);
        infer.output(Shape.of(x.dim(0), windows(x.dim(2)), x.dim(1), kernel, x.dim(3)));
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().resample().unfold(stride, before, dilation, frame.x(0), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().resample().unfoldBackward(stride, before, dilation, frame.dy(0), frame.dx(0));
    }
}
