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
 * Convolution on the group p4 of translations and rotations by 90 degrees (Cohen and Welling, 2016): x:[N,C,4,H,W]
 * y:[N,O,4,OH,OW].
 *
 * <pre>y[:,:,r] = bias + sum over s of conv2d(x[:,:,s], weight[:,:,s-r] turned by r quarters), s - r mod 4</pre>
 *
 * <p>If the planes of x are turned by a quarter and move from rotation r to r + 1 (mod 4), so do those of y. The planes may
 * be rectangular; with a stride they must fit as in {@link P4Lift}.
 *
 * @param conv the same stride, padding and dilation for both axes; one group
 * @param mode what stands in the padding; CONSTANT is zeros
 * @param weight [O,C,4,K,K]
 * @param bias [O], shared by the rotations, or null for none
 */
public record P4Conv2d(Conv2dShape conv, PadMode mode, Parameter weight, Parameter bias) implements Unary {
    /** The shape contract; y:[N,O,4,OH,OW]. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C,4,H,W] w:[O,C,4,K,K] b:[O]?");

    public P4Conv2d {
        Rotations.requireSquare("p4Conv2d", conv, weight.shape(), 5);
    }

    /** A layer with zeros as padding; weight and bias are uniform in +-1/sqrt(C * 4 * K * K). */
    public static P4Conv2d of(int inputs, int outputs, int kernel, Conv2dShape conv, Draws draws) {
        Convolutions.check("p4Conv2d", inputs, outputs, 1, kernel);
        Shape shape = Shape.of(outputs, inputs, Rotations.COUNT, kernel, kernel);
        Parameter weight = Convolutions.weight(Convolutions.initial(shape), shape, draws);
        return new P4Conv2d(conv, PadMode.CONSTANT, weight, Convolutions.bias(true, shape, outputs, draws));
    }

    @Override
    public Var forward(Var x) {
        SHAPES.match("p4Conv2d", x.shape(), weight.shape(), bias == null ? null : bias.shape());
        Rotations.requireTiled("p4Conv2d", conv, x.shape(), weight.shape());
        Var filters = Rotations.turned(x.tape().parameter(weight));
        Var image = x.reshape(x.dim(0), x.dim(1) * Rotations.COUNT, x.dim(3), x.dim(4));
        return Rotations.convolve(conv, mode, image, filters, Convolutions.on(x, bias));
    }
}
