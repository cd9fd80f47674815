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
 * The first layer of a network that is equivariant to rotations by 90 degrees (Cohen and Welling, 2016): a convolution
 * with each filter in its four rotations, from images to functions on the group p4: x:[N,C,H,W] y:[N,O,4,OH,OW].
 *
 * <pre>y[:,:,r] = conv2d(x, weight turned by r quarters) + bias</pre>
 *
 * <p>If x is turned by a quarter, the planes of y are, and move from rotation r to r + 1 (mod 4). The image may be
 * rectangular. A stride must end at the edges: {@code (H + 2 * padding - span) % stride = 0}, and the same for W; another
 * image is refused, since it would break the equivariance.
 *
 * @param conv the same stride, padding and dilation for both axes; one group
 * @param mode what stands in the padding; CONSTANT is zeros
 * @param weight [O,C,K,K]
 * @param bias [O], shared by the rotations, or null for none
 */
public record P4Lift(Conv2dShape conv, PadMode mode, Parameter weight, Parameter bias) implements Unary {
    /** The shape contract; y:[N,O,4,OH,OW]. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C,H,W] w:[O,C,K,K] b:[O]?");

    public P4Lift {
        Rotations.requireSquare("p4Lift", conv, weight.shape(), 4);
    }

    /** A layer with zeros as padding; weight and bias are uniform in +-1/sqrt(C * K * K). */
    public static P4Lift of(int inputs, int outputs, int kernel, Conv2dShape conv, Draws draws) {
        Convolutions.check("p4Lift", inputs, outputs, 1, kernel);
        Shape shape = Shape.of(outputs, inputs, kernel, kernel);
        Parameter weight = Convolutions.weight(Convolutions.initial(shape), shape, draws);
        return new P4Lift(conv, PadMode.CONSTANT, weight, Convolutions.bias(true, shape, outputs, draws));
    }

    @Override
    public Var forward(Var x) {
        SHAPES.match("p4Lift", x.shape(), weight.shape(), bias == null ? null : bias.shape());
        Rotations.requireTiled("p4Lift", conv, x.shape(), weight.shape());
        Var filters = Rotations.lifted(x.tape().parameter(weight));
        return Rotations.convolve(conv, mode, x, filters, Convolutions.on(x, bias));
    }
}
