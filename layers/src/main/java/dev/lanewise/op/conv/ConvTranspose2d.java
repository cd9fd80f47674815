package dev.lanewise.op.conv;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.BroadcastKernels.Binary;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * Transposed 2-d convolution (Zeiler et al., 2010): the adjoint of {@link Conv2d} with the same options, so that its
 * forward pass is that one's gradient of the input, and its gradient of the input that one's forward pass. The bias may
 * be absent.
 *
 * <pre>OH = (H - 1) * strideH - padTop - padBottom + dilationH * (KH - 1) + 1 + extraH</pre>
 *
 * @param conv strides, padding, dilation, groups of the convolution
 * @param extraH rows more below, less than the stride: a convolution with a stride rounds several heights down to one
 * @param extraW columns more to the right, likewise
 */
public record ConvTranspose2d(Conv2dShape conv, int extraH, int extraW) implements DifferentiableOp {
    /** The shape contract with one group; with G groups w is [I,O/G,KH,KW]. y:[N,O,OH,OW]. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,I,H,W] w:[I,O,KH,KW] b:[O]?");

    private static final ShapeSpec GROUPED = ShapeSpec.of("x:[N,I,H,W] w:[I,O/groups,KH,KW] b:[O]?");

    public ConvTranspose2d {
        if (extraH < 0 || extraW < 0 || extraH >= conv.strideH() || extraW >= conv.strideW()) {
            throw new IllegalArgumentException("convTranspose2d: output padding " + extraH + "x" + extraW
                    + ", expected 0 to less than the stride " + conv.strideH() + "x" + conv.strideW());
        }
    }

    @Override
    public void infer(Infer infer) {
        ShapeSpec contract = conv.groups() == 1 ? SHAPES : GROUPED;
        infer.match(contract);
        Shape x = infer.shape(0);
        Shape w = infer.shape(1);
        int outputs = w.dim(1) * conv.groups();
        if (x.dim(1) % conv.groups() != 0
                || (infer.inputs() > 2 && infer.has(2) && infer.shape(2).dim(0) != outputs)) {
            throw new IllegalArgumentException("convTranspose2d: x has shape " + x + ", w has shape " + w
                    + ": their channels, or the bias, do not fit groups=" + conv.groups() + " (contract " + contract
                    + ")");
        }
        int height =
                out(x.dim(2), w.dim(2), conv.strideH(), conv.dilationH(), conv.padTop() + conv.padBottom(), extraH);
        int width = out(x.dim(3), w.dim(3), conv.strideW(), conv.dilationW(), conv.padLeft() + conv.padRight(), extraW);
        if (x.dim(2) == 0 || x.dim(3) == 0 || w.dim(2) == 0 || w.dim(3) == 0 || height < 1 || width < 1) {
            throw new IllegalArgumentException("convTranspose2d: x has shape " + x + ", w has shape " + w
                    + ": the output would be " + height + "x" + width + " (contract " + contract + ")");
        }
        infer.output(Shape.of(x.dim(0), outputs, height, width));
    }

    private static int out(int extent, int kernel, int stride, int dilation, int pad, int extra) {
        return Math.toIntExact((extent - 1L) * stride - pad + dilation * (kernel - 1L) + 1 + extra);
    }

    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        Shape w = inputs.get(1);
        return 2L * inputs.getFirst().size() * w.span(1, w.rank());
    }

    @Override
    public void forward(Frame frame) {
        Tensor y = frame.y(0);
        frame.kernels().conv().backwardData(conv, frame.x(1), frame.x(0), y, frame.work());
        if (frame.inputs() > 2 && frame.has(2)) {
            frame.kernels().broadcast().apply(Binary.ADD, y, perChannel(frame.x(2)), y);
        }
    }

    @Override
    public void backward(Frame frame) {
        Tensor dy = frame.dy(0);
        if (frame.wants(0)) {
            frame.kernels().conv().forward(conv, dy, frame.x(1), null, frame.dx(0), frame.work());
        }
        if (frame.wants(1)) {
            frame.kernels().conv().backwardWeights(conv, dy, frame.x(0), frame.dx(1), null, frame.work());
        }
        if (frame.inputs() > 2 && frame.wants(2)) {
            frame.kernels().broadcast().sumTo(dy, perChannel(frame.dx(2)), frame.work());
        }
    }

    private static Tensor perChannel(Tensor bias) {
        return bias.reshape(bias.size(), 1, 1);
    }
}
