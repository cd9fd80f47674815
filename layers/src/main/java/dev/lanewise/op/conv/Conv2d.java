package dev.lanewise.op.conv;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.ConvKernels;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * 2-d convolution (cross-correlation); the bias may be absent.
 *
 * @param conv strides, padding, dilation, groups
 */
public record Conv2d(Conv2dShape conv) implements DifferentiableOp {
    /** The shape contract with one group; with G groups w is [O,C/G,KH,KW]. y:[N,O,OH,OW]. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C,H,W] w:[O,C,KH,KW] b:[O]?");

    private static final ShapeSpec GROUPED = ShapeSpec.of("x:[N,C,H,W] w:[O,C/groups,KH,KW] b:[O]?");

    @Override
    public void infer(Infer infer) {
        infer.match(conv.groups() == 1 ? SHAPES : GROUPED);
        Shape x = infer.shape(0);
        Shape w = infer.shape(1);
        if (w.dim(1) * conv.groups() != x.dim(1) || w.dim(0) % conv.groups() != 0) {
            throw new IllegalArgumentException("conv2d: w has shape " + w + ", x has shape " + x + ": their channels do"
                    + " not fit groups=" + conv.groups() + " (contract " + GROUPED + ")");
        }
        infer.output(Extents.of(conv, x, w, conv.groups() == 1 ? SHAPES : GROUPED));
    }

    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        Shape w = inputs.get(1);
        return 2L * outputs.getFirst().size() * w.span(1, w.rank());
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().conv().forward(conv, frame.x(0), frame.x(1), frame.x(2), frame.y(0), frame.work());
    }

    @Override
    public void backward(Frame frame) {
        ConvKernels kernels = frame.kernels().conv();
        if (frame.wants(0)) {
            kernels.backwardData(conv, frame.x(1), frame.dy(0), frame.dx(0), frame.work());
        }
        Tensor db = frame.inputs() > 2 && frame.wants(2) ? frame.dx(2) : null;
        if (frame.wants(1)) {
            kernels.backwardWeights(conv, frame.x(0), frame.dy(0), frame.dx(1), db, frame.work());
        } else if (db != null) {
            // The bits of db are those of the kernel that also makes dw: a frozen weight must not change them.
            Tensor dw =
                    frame.work().kept(Unused.class, Unused::new).of(frame.x(1).shape());
            kernels.backwardWeights(conv, frame.x(0), frame.dy(0), dw, db, frame.work());
        }
    }

    /** Room for a gradient that nobody asked for; kept, so that a warm step allocates nothing. */
    private static final class Unused {
        private float[] array = new float[0];

        Tensor of(Shape shape) {
            if (array.length < shape.size()) {
                array = new float[shape.size()];
            }
            return Tensor.window(array, 0, shape);
        }
    }
}
