package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.PadMode;
import dev.lanewise.nn.Unary;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;

/**
 * 1-d convolution, a 2-d one of an image of one row: x:[N,C,L] y:[N,O,OL].
 *
 * <pre>y[n,o,i] = bias[o] + sum over c, k of weight[o,c,k] * x[n, c, i*stride + k*dilation - padLeft]</pre>
 *
 * @param conv stride, padding, dilation, groups
 * @param mode what stands in the padding; CONSTANT is zeros
 * @param weight [O,C/groups,K]
 * @param bias [O], or null for none
 */
public record Conv1d(Conv1dShape conv, PadMode mode, Parameter weight, Parameter bias) implements Unary {
    /** The shape contract; y:[N,O,OL]. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C,L] w:[O,C/groups,K] b:[O]?");

    /**
     * A layer with PyTorch's initial values: weight and bias uniform in +-1/sqrt(C/groups * K).
     *
     * @throws IllegalArgumentException if the channels do not divide into the groups
     */
    public static Conv1d of(int inputs, int outputs, int kernel, Conv1dShape conv, Draws draws) {
        return of(inputs, outputs, kernel, conv, PadMode.CONSTANT, true, draws);
    }

    /** The same with a mode of padding, and without a bias if it is not wanted. */
    public static Conv1d of(
            int inputs, int outputs, int kernel, Conv1dShape conv, PadMode mode, boolean bias, Draws draws) {
        Convolutions.check("conv1d", inputs, outputs, conv.groups(), kernel);
        Shape shape = Shape.of(outputs, inputs / conv.groups(), kernel);
        Parameter weight = Convolutions.weight(Convolutions.initial(shape), shape, draws);
        return new Conv1d(conv, mode, weight, Convolutions.bias(bias, shape, outputs, draws));
    }

    @Override
    public Var forward(Var x) {
        Convolutions.match("conv1d", SHAPES, x, weight, bias, conv.groups());
        Shape w = weight.shape();
        Convolutions.fits("conv1d", SHAPES, x, w, 2, conv.padLeft() + conv.padRight(), conv.dilation());
        Var image = x.reshape(x.dim(0), x.dim(1), 1, x.dim(2));
        Conv2dShape shape = conv.image();
        if (Convolutions.padsFirst(mode, shape)) {
            image = Convolutions.pad("conv1d", mode, shape, image);
            shape = shape.withPadding(0, 0, 0, 0);
        }
        Var filters = x.tape().parameter(weight).reshape(w.dim(0), w.dim(1), 1, w.dim(2));
        Var y = new dev.lanewise.op.conv.Conv2d(shape).on(image, filters, Convolutions.on(x, bias));
        return y.reshape(y.dim(0), y.dim(1), y.dim(3));
    }
}
