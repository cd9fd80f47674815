package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Initializer;
import dev.lanewise.init.Uniform;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.nn.Unary;
import dev.lanewise.tensor.Shape;

/**
 * 2-d convolution: x:[N,C,H,W] y:[N,O,OH,OW].
 *
 * @param conv strides, padding, dilation, groups
 * @param weight [O,C/groups,KH,KW]
 * @param bias [O], or null for none
 */
public record Conv2d(Conv2dShape conv, Parameter weight, Parameter bias) implements Unary {
    /** A square kernel with PyTorch's initial values: weight and bias uniform in +-1/sqrt(C/groups * KH * KW). */
    public static Conv2d of(int inputs, int outputs, int kernel, Conv2dShape conv, Draws draws) {
        return of(inputs, outputs, kernel, conv, Uniform.fanIn(fanIn(inputs, kernel, conv)), draws);
    }

    /** A square kernel with the given initial weights; the bias is uniform in +-1/sqrt(fan in). */
    public static Conv2d of(
            int inputs, int outputs, int kernel, Conv2dShape conv, Initializer initializer, Draws draws) {
        if (inputs % conv.groups() != 0 || outputs % conv.groups() != 0) {
            throw new IllegalArgumentException("conv2d: " + inputs + " input and " + outputs
                    + " output channels do not divide into " + conv.groups() + " groups");
        }
        Shape shape = Shape.of(outputs, inputs / conv.groups(), kernel, kernel);
        Parameter weight = draws.parameter(initializer, shape);
        Parameter bias = draws.parameter(Uniform.fanIn(fanIn(inputs, kernel, conv)), Shape.of(outputs));
        return new Conv2d(conv, weight, bias);
    }

    private static int fanIn(int inputs, int kernel, Conv2dShape conv) {
        return inputs / conv.groups() * kernel * kernel;
    }

    @Override
    public Var forward(Var x) {
        Var b = bias == null ? null : x.tape().parameter(bias);
        return new dev.lanewise.op.conv.Conv2d(conv).on(x, x.tape().parameter(weight), b);
    }
}
