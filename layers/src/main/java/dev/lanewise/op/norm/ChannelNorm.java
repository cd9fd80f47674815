package dev.lanewise.op.norm;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.ElementwiseKernels;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * Normalises channels by given statistics: {@code y = (x - mean) / sqrt(variance + eps) * weight + bias}, which is an
 * affine map of x. Batch normalisation in evaluation. Operands x:[N,C,*] mean:[C] variance:[C] weight:[C] bias:[C]; weight
 * and bias may be absent. The output has the shape of x.
 *
 * @param eps added to the variance, at least 0
 */
public record ChannelNorm(float eps) implements DifferentiableOp {
    /** The shape contract. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C,*] mean:[C] variance:[C] weight:[C]? bias:[C]?");

    /** Checks the option. */
    public ChannelNorm {
        Contracts.eps("channelNorm", eps);
    }

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        Shape channels = Shape.of(infer.shape(0).dim(1));
        infer.output(infer.shape(0));
        infer.saved(channels);
        infer.scratch(channels);
        infer.scratch(channels);
    }

    // Difference, products with rstd and weight, bias.
    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return 4L * inputs.getFirst().size();
    }

    @Override
    public void forward(Frame frame) {
        Tensor rstd = frame.saved(0);
        frame.kernels().norm().rstd(frame.x(2), eps, rstd);
        frame.kernels()
                .norm()
                .channels(
                        Views.channels(frame.x(0)),
                        frame.x(3),
                        frame.x(4),
                        frame.x(1),
                        rstd,
                        Views.channels(frame.y(0)));
    }

    @Override
    public void backward(Frame frame) {
        Tensor rstd = frame.saved(0);
        Tensor dWeight = frame.wants(3) ? frame.dx(3) : frame.scratch(0);
        Tensor dBias = frame.wants(4) ? frame.dx(4) : frame.scratch(1);
        boolean sums = frame.wants(1) || frame.wants(2) || frame.wants(3) || frame.wants(4);
        Tensor dx = frame.wants(0) ? Views.channels(frame.dx(0)) : null;
        if (sums || dx != null) {
            Tensor x = Views.channels(frame.x(0));
            Tensor dy = Views.channels(frame.dy(0));
            frame.kernels().norm().channelsFixedBackward(x, frame.x(3), frame.x(1), rstd, dy, dx, dWeight, dBias);
        }
        ElementwiseKernels elementwise = frame.kernels().elementwise();
        if (frame.wants(1)) {
            // dy/dmean = -rstd * weight
            weighted(frame, elementwise, dBias, frame.dx(1));
            elementwise.scale(-1f, frame.dx(1), frame.dx(1));
        }
        if (frame.wants(2)) {
            // dy/dvariance = -xhat * weight * rstd^2 / 2
            weighted(frame, elementwise, dWeight, frame.dx(2));
            elementwise.mul(frame.dx(2), rstd, frame.dx(2));
            elementwise.scale(-0.5f, frame.dx(2), frame.dx(2));
        }
    }

    /** {@code sum * rstd * weight}. */
    private static void weighted(Frame frame, ElementwiseKernels elementwise, Tensor sum, Tensor to) {
        elementwise.mul(sum, frame.saved(0), to);
        if (frame.has(3)) {
            elementwise.mul(to, frame.x(3), to);
        }
    }
}
