package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Initializer;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.PadMode;
import dev.lanewise.nn.Unary;
import dev.lanewise.tensor.Shape;

/**
 * 2-d convolution (LeCun et al., 1989): x:[N,C,H,W] y:[N,O,OH,OW].
 *
 * <pre>y[n,o,i,j] = bias[o] + sum over c, kh, kw of
 *     weight[o,c,kh,kw] * x[n, c, i*strideH + kh*dilationH - padTop, j*strideW + kw*dilationW - padLeft]</pre>
 *
 * <p>Depthwise with as many groups as input channels. Padding "valid" is none, "same" is {@link Conv2dShape#withSame}. In
 * any mode but CONSTANT, which is zeros, x is padded first.
 *
 * @param conv strides, padding, dilation, groups
 * @param mode what stands in the padding
 * @param weight [O,C/groups,KH,KW]
 * @param bias [O], or null for none
 */
public record Conv2d(Conv2dShape conv, PadMode mode, Parameter weight, Parameter bias) implements Unary {
    /** Padding of zeros. */
    public Conv2d(Conv2dShape conv, Parameter weight, Parameter bias) {
        this(conv, PadMode.CONSTANT, weight, bias);
    }

    /** A square kernel with PyTorch's initial values: weight and bias uniform in +-1/sqrt(C/groups * KH * KW). */
    public static Conv2d of(int inputs, int outputs, int kernel, Conv2dShape conv, Draws draws) {
        return of(inputs, outputs, kernel, kernel, conv, PadMode.CONSTANT, true, draws);
    }

    /** A square kernel with the given initial weights; the bias is uniform in +-1/sqrt(fan in). */
    public static Conv2d of(
            int inputs, int outputs, int kernel, Conv2dShape conv, Initializer initializer, Draws draws) {
        Convolutions.check("conv2d", inputs, outputs, conv.groups(), kernel);
        Shape shape = Shape.of(outputs, inputs / conv.groups(), kernel, kernel);
        Parameter weight = Convolutions.weight(initializer, shape, draws);
        return new Conv2d(conv, weight, Convolutions.bias(true, shape, outputs, draws));
    }

    /**
     * A kernel of any extents with PyTorch's initial values: weight and bias uniform in +-1/sqrt(C/groups * KH * KW).
     *
     * @param inputs input channels, C
     * @param outputs output channels, O
     * @param bias false for none
     * @throws IllegalArgumentException if the channels do not divide into the groups
     */
    public static Conv2d of(
            int inputs,
            int outputs,
            int kernelH,
            int kernelW,
            Conv2dShape conv,
            PadMode mode,
            boolean bias,
            Draws draws) {
        Convolutions.check("conv2d", inputs, outputs, conv.groups(), kernelH, kernelW);
        Shape shape = Shape.of(outputs, inputs / conv.groups(), kernelH, kernelW);
        Parameter weight = Convolutions.weight(Convolutions.initial(shape), shape, draws);
        return new Conv2d(conv, mode, weight, Convolutions.bias(bias, shape, outputs, draws));
    }

    /**
     * One square kernel for each channel, which keeps height and width: as many groups as channels. PyTorch's
     * initial values.
     */
    public static Conv2d depthwise(int channels, int kernel, Draws draws) {
        Conv2dShape conv = Conv2dShape.of(1, 0).withGroups(channels).withSame(kernel, kernel);
        return of(channels, channels, kernel, conv, draws);
    }

    @Override
    public Var forward(Var x) {
        Var w = Convolutions.on(x, weight);
        Var b = Convolutions.on(x, bias);
        if (Convolutions.padsFirst(mode, conv)) {
            Var padded = Convolutions.pad("conv2d", mode, conv, x);
            return new dev.lanewise.op.conv.Conv2d(conv.withPadding(0, 0, 0, 0)).on(padded, w, b);
        }
        return new dev.lanewise.op.conv.Conv2d(conv).on(x, w, b);
    }
}
