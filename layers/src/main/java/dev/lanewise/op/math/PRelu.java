package dev.lanewise.op.math;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.Function;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * {@code y = x > 0 ? x : w x} with a slope that is learned (He et al., 2015): operands x and w:[C], one slope per
 * element of axis 1 of x, or w:[1], one for all. The output has the shape of x. Where x is 0, {@code dx = w dy}.
 *
 * <p>The gradient of w is the sum of {@code min(x, 0) dy} over all axes but the channel's.
 */
public record PRelu() implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        Shape x = infer.shape(0);
        Shape w = infer.shape(1);
        boolean fits = w.rank() == 1 && (w.size() == 1 || (x.rank() >= 2 && x.dim(1) == w.size()));
        if (!fits) {
            throw new IllegalArgumentException("pRelu: w has shape " + w + ", but x has shape " + x
                    + " (contract x:[N,C,...] w:[C], or w:[1] and any x)");
        }
        infer.output(x);
        infer.scratch(x);
    }

    /** The tensor as [N,C,S]; as one channel where there is one slope. */
    private static Tensor planes(Tensor x, Tensor w) {
        Shape s = x.shape();
        return x.reshape(w.size() == 1 ? Shape.of(1, 1, s.size()) : Shape.of(s.dim(0), s.dim(1), s.span(2, s.rank())));
    }

    @Override
    public void forward(Frame frame) {
        Tensor w = frame.x(1);
        frame.kernels().map().prelu(planes(frame.x(0), w), w, planes(frame.y(0), w));
    }

    @Override
    public void backward(Frame frame) {
        Tensor x = frame.x(0);
        Tensor w = frame.x(1);
        Tensor dy = frame.dy(0);
        if (frame.wants(0)) {
            frame.kernels().map().preluBackward(planes(x, w), w, planes(dy, w), planes(frame.dx(0), w));
        }
        if (frame.wants(1)) {
            Tensor product = frame.scratch(0);
            frame.kernels().map().apply(Function.CLAMP, Float.NEGATIVE_INFINITY, 0f, x, product);
            frame.kernels().elementwise().mul(product, dy, product);
            Tensor dw = frame.dx(1).reshape(Shape.of(w.size(), 1));
            frame.kernels().broadcast().sumTo(planes(product, w), dw, frame.work());
        }
    }
}
