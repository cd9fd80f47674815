package dev.lanewise.op.norm;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import java.util.List;

/**
 * Group normalisation (Wu and He, 2018): mean and (biased) variance of each sample and each group of neighbouring
 * channels; {@code y = (x - mean) / sqrt(variance + eps) * weight + bias}. As many groups as channels: instance
 * normalisation (Ulyanov et al., 2016). Operands x:[N,C,*] weight:[C] bias:[C]; weight and bias may be absent.
 *
 * @param groups a divisor of C
 * @param eps added to the variance, at least 0
 */
public record GroupNorm(int groups, float eps) implements DifferentiableOp {
    /** The shape contract. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C,*] weight:[C]? bias:[C]?");

    /** Checks the options. */
    public GroupNorm {
        if (groups < 1) {
            throw new IllegalArgumentException("groupNorm: " + groups + " groups, expected at least 1");
        }
        Contracts.eps("groupNorm", eps);
    }

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        Shape x = infer.shape(0);
        if (x.dim(1) % groups != 0) {
            throw new IllegalArgumentException("groupNorm: x has shape " + x + ": C=" + x.dim(1)
                    + " does not divide into " + groups + " groups (contract " + SHAPES + ")");
        }
        infer.output(x);
        infer.saved(Shape.of(2, x.dim(0) * groups));
        infer.saved(Shape.of(x.dim(0) * groups));
    }

    // Two sums for the statistics, then difference, products with rstd and weight, bias.
    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return 8L * inputs.getFirst().size();
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels()
                .norm()
                .groups(
                        groups,
                        eps,
                        Views.channels(frame.x(0)),
                        frame.x(1),
                        frame.x(2),
                        Views.channels(frame.y(0)),
                        frame.saved(0),
                        frame.saved(1));
    }

    @Override
    public void backward(Frame frame) {
        Grouped.backward(
                frame, groups, Views.channels(frame.x(0)), frame.saved(0), frame.saved(1), Views.channels(frame.dy(0)));
    }
}
