package dev.lanewise.op.norm;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * Batch normalisation by the statistics of the batch itself (Ioffe and Szegedy, 2015): mean and (biased) variance of each
 * channel over all else; {@code y = (x - mean) / sqrt(variance + eps) * weight + bias}. Operands x:[N,C,*] weight:[C]
 * bias:[C]; weight and bias may be absent. Outputs y, of the shape of x, mean:[C] and variance:[C]; all three have
 * gradients.
 *
 * <p>{@link ChannelNorm} is the same with given statistics.
 *
 * @param eps added to the variance, at least 0
 */
public record BatchNorm(float eps) implements DifferentiableOp {
    /** The shape contract. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C,*] weight:[C]? bias:[C]?");

    /** Checks the option. */
    public BatchNorm {
        Contracts.eps("batchNorm", eps);
    }

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        Shape x = infer.shape(0);
        Shape channels = Shape.of(x.dim(1));
        if (x.dim(1) > 0 && x.size() == 0) {
            throw new IllegalArgumentException("batchNorm: x has shape " + x
                    + ": no value per channel, expected at least 1 (contract " + SHAPES + ")");
        }
        infer.output(x);
        infer.output(channels);
        infer.output(channels);
        infer.saved(Shape.of(2, x.dim(1)));
        infer.saved(channels);
    }

    // Two sums for the statistics, then difference, products with rstd and weight, bias.
    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return 8L * inputs.getFirst().size();
    }

    @Override
    public void forward(Frame frame) {
        Tensor x = Views.channels(frame.x(0));
        Tensor centre = frame.saved(0);
        Tensor rstd = frame.saved(1);
        frame.kernels().norm().statistics(x, eps, centre, frame.y(1), frame.y(2), rstd);
        frame.kernels().norm().channels(x, frame.x(1), frame.x(2), centre, rstd, Views.channels(frame.y(0)));
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels()
                .norm()
                .channelsBackward(
                        Views.channels(frame.x(0)),
                        frame.x(1),
                        frame.saved(0),
                        frame.saved(1),
                        Views.channels(frame.dy(0)),
                        frame.dy(1),
                        frame.dy(2),
                        frame.wants(0) ? Views.channels(frame.dx(0)) : null,
                        frame.wants(1) ? frame.dx(1) : null,
                        frame.wants(2) ? frame.dx(2) : null);
    }
}
