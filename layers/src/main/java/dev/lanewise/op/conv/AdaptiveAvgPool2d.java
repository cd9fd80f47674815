package dev.lanewise.op.conv;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import java.util.List;

/**
 * The mean of windows that cover the input whatever its extents: output row i is that of the input rows {@code
 * floor(i*H/OH)} to {@code ceil((i+1)*H/OH)}, the last not included; columns likewise.
 *
 * @param height of the output, OH
 * @param width of the output, OW
 */
public record AdaptiveAvgPool2d(int height, int width) implements DifferentiableOp {
    /** The shape contract; y:[N,C,OH,OW]. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C,H,W]");

    public AdaptiveAvgPool2d {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "adaptiveAvgPool2d: output of " + height + "x" + width + ", expected at least 1 each");
        }
    }

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        Shape x = infer.shape(0);
        if (x.dim(2) == 0 || x.dim(3) == 0) {
            throw new IllegalArgumentException(
                    "adaptiveAvgPool2d: x has shape " + x + ": an empty plane (contract " + SHAPES + ")");
        }
        infer.output(Shape.of(x.dim(0), x.dim(1), height, width));
    }

    // The windows cover the plane about once, or repeat its elements.
    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return Math.max(inputs.getFirst().size(), outputs.getFirst().size());
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().pool().adaptiveAverage(frame.x(0), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().pool().adaptiveAverageBackward(frame.dy(0), frame.dx(0));
    }
}
