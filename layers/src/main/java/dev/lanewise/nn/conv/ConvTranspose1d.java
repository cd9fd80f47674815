package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Unary;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;

/**
 * Transposed 1-d convolution, the adjoint of {@link Conv1d} with the same options: x:[N,I,L] y:[N,O,OL].
 *
 * <pre>
 * y[n,o] = bias[o], plus, for all c, l, k: weight[c,o,k] * x[n,c,l] at l*stride + k*dilation - padLeft
 * OL = (L - 1) * stride - padLeft - padRight + dilation * (K - 1) + 1 + extra
 * </pre>
 *
 * @param conv stride, padding (which shortens the output), dilation, groups
 * @param extra elements more at the end, PyTorch's output_padding; less than the stride or the dilation
 * @param weight [I,O/groups,K]
 * @param bias [O], or null for none
 */
public record ConvTranspose1d(Conv1dShape conv, int extra, Parameter weight, Parameter bias) implements Unary {
    /** The shape contract; y:[N,O,OL]. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,I,L] w:[I,O/groups,K] b:[O]?");

    public ConvTranspose1d {
        if (extra < 0 || extra >= Math.max(conv.stride(), conv.dilation())) {
            throw new IllegalArgumentException("convTranspose1d: output padding " + extra
                    + ", expected 0 to less than the stride " + conv.stride() + " or the dilation " + conv.dilation());
        }
    }

    /**
     * A layer with PyTorch's initial values: weight and bias uniform in +-1/sqrt(O/groups * K).
     *
     * @param bias false for none
     * @throws IllegalArgumentException if the channels do not divide into the groups
     */
    public static ConvTranspose1d of(
            int inputs, int outputs, int kernel, Conv1dShape conv, int extra, boolean bias, Draws draws) {
        Convolutions.check("convTranspose1d", inputs, outputs, conv.groups(), kernel);
        Shape shape = Shape.of(inputs, outputs / conv.groups(), kernel);
        Parameter weight = Convolutions.weight(Convolutions.initial(shape), shape, draws);
        return new ConvTranspose1d(conv, extra, weight, Convolutions.bias(bias, shape, outputs, draws));
    }

    @Override
    public Var forward(Var x) {
        Shape w = weight.shape();
        SHAPES.match("convTranspose1d", x.shape(), w, bias == null ? null : bias.shape());
        boolean channels =
                w.dim(0) % conv.groups() == 0 && (bias == null || bias.shape().dim(0) == w.dim(1) * conv.groups());
        int length = (x.dim(2) - 1) * conv.stride()
                - conv.padLeft()
                - conv.padRight()
                + conv.dilation() * (w.dim(2) - 1)
                + 1
                + extra;
        if (!channels || x.dim(2) < 1 || w.dim(2) < 1 || length < 1) {
            throw new IllegalArgumentException("convTranspose1d: x has shape " + x.shape() + ", w has shape " + w
                    + ": with groups=" + conv.groups() + " the output would have length " + length + " (contract "
                    + SHAPES + ")");
        }
        Var image = x.reshape(x.dim(0), x.dim(1), 1, x.dim(2));
        Var filters = x.tape().parameter(weight).reshape(w.dim(0), w.dim(1), 1, w.dim(2));
        Var y = ConvTranspose2d.convolve(conv.image(), 0, extra, image, filters, Convolutions.on(x, bias));
        return y.reshape(y.dim(0), y.dim(1), y.dim(3));
    }
}
