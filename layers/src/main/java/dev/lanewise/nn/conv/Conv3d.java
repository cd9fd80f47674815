package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.PadMode;
import dev.lanewise.kernel.PadShape;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;
import dev.lanewise.op.conv.Unfold;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import java.util.List;

/**
 * 3-d convolution: x:[N,C,D,H,W] y:[N,O,OD,OH,OW], with the sum of {@link Conv2d} over the depth of the kernel, too.
 *
 * <p>The windows of the depth are laid side by side as channels, [N*OD, C*KD, H, W], and one 2-d convolution runs over them
 * with the weights as they are; its input takes KD/stride times the memory of x.
 *
 * @param conv strides, padding, dilation, groups
 * @param mode what stands in the padding; CONSTANT is zeros
 * @param weight [O,C/groups,KD,KH,KW]
 * @param bias [O], or null for none
 */
public record Conv3d(Conv3dShape conv, PadMode mode, Parameter weight, Parameter bias) implements Unary {
    /** The shape contract; y:[N,O,OD,OH,OW]. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C,D,H,W] w:[O,C/groups,KD,KH,KW] b:[O]?");

    /**
     * A cubic kernel with PyTorch's initial values: weight and bias uniform in +-1/sqrt(C/groups * KD * KH * KW).
     *
     * @throws IllegalArgumentException if the channels do not divide into the groups
     */
    public static Conv3d of(int inputs, int outputs, int kernel, Conv3dShape conv, Draws draws) {
        return of(inputs, outputs, kernel, kernel, kernel, conv, PadMode.CONSTANT, true, draws);
    }

    /** The same with a kernel of any extents, a mode of padding, and without a bias if it is not wanted. */
    public static Conv3d of(
            int inputs,
            int outputs,
            int kernelD,
            int kernelH,
            int kernelW,
            Conv3dShape conv,
            PadMode mode,
            boolean bias,
            Draws draws) {
        int groups = conv.plane().groups();
        Convolutions.check("conv3d", inputs, outputs, groups, kernelD, kernelH, kernelW);
        Shape shape = Shape.of(outputs, inputs / groups, kernelD, kernelH, kernelW);
        Parameter weight = Convolutions.weight(Convolutions.initial(shape), shape, draws);
        return new Conv3d(conv, mode, weight, Convolutions.bias(bias, shape, outputs, draws));
    }

    @Override
    public Var forward(Var x) {
        Convolutions.match("conv3d", SHAPES, x, weight, bias, conv.plane().groups());
        Shape w = weight.shape();
        Conv2dShape plane = conv.plane();
        Convolutions.fits("conv3d", SHAPES, x, w, 2, conv.padFront() + conv.padBack(), conv.dilationD());
        Convolutions.fits("conv3d", SHAPES, x, w, 3, plane.padTop() + plane.padBottom(), plane.dilationH());
        Convolutions.fits("conv3d", SHAPES, x, w, 4, plane.padLeft() + plane.padRight(), plane.dilationW());
        if (mode == PadMode.CONSTANT || !conv.padded()) {
            return convolve(conv, x);
        }
        List<Integer> before = List.of(conv.padFront(), plane.padTop(), plane.padLeft());
        List<Integer> after = List.of(conv.padBack(), plane.padBottom(), plane.padRight());
        return convolve(conv.unpadded(), Convolutions.pad("conv3d", new PadShape(mode, 0f, before, after), x));
    }

    private Var convolve(Conv3dShape shape, Var x) {
        Shape w = weight.shape();
        int samples = x.dim(0);
        Unfold windows = new Unfold(w.dim(2), shape.strideD(), shape.padFront(), shape.padBack(), shape.dilationD());
        Var volumes = windows.on(x.reshape(samples, x.dim(1), x.dim(2), x.dim(3) * x.dim(4)));
        int depth = volumes.dim(1);
        Var images = volumes.reshape(samples * depth, x.dim(1) * w.dim(2), x.dim(3), x.dim(4));
        Var filters = x.tape().parameter(weight).reshape(w.dim(0), w.dim(1) * w.dim(2), w.dim(3), w.dim(4));
        Var y = new dev.lanewise.op.conv.Conv2d(shape.plane()).on(images, filters, Convolutions.on(x, bias));
        Var slices = y.reshape(samples, depth, y.dim(1), y.dim(2), y.dim(3));
        return Ops.permute(slices, 0, 2, 1, 3, 4);
    }
}
