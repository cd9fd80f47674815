package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.PadMode;
import dev.lanewise.kernel.PadShape;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.conv.Pad;
import dev.lanewise.tensor.Shape;
import java.util.List;

/**
 * Transposed 2-d convolution (Zeiler et al., 2010), the adjoint of {@link Conv2d} with the same options: x:[N,I,H,W]
 * y:[N,O,OH,OW].
 *
 * <pre>
 * y[n,o] = bias[o], plus, for all c, h, w, kh, kw: weight[c,o,kh,kw] * x[n,c,h,w] at
 *     (h*strideH + kh*dilationH - padTop, w*strideW + kw*dilationW - padLeft)
 * OH = (H - 1) * strideH - padTop - padBottom + dilationH * (KH - 1) + 1 + extraH
 * </pre>
 *
 * @param conv strides, padding (which shortens the output), dilation, groups
 * @param extraH rows more below, PyTorch's output_padding; less than the stride or the dilation
 * @param extraW columns more to the right, likewise
 * @param weight [I,O/groups,KH,KW]
 * @param bias [O], or null for none
 */
public record ConvTranspose2d(Conv2dShape conv, int extraH, int extraW, Parameter weight, Parameter bias)
        implements Unary {
    public ConvTranspose2d {
        if (extraH < 0
                || extraW < 0
                || extraH >= Math.max(conv.strideH(), conv.dilationH())
                || extraW >= Math.max(conv.strideW(), conv.dilationW())) {
            throw new IllegalArgumentException("convTranspose2d: output padding " + extraH + "x" + extraW
                    + ", expected 0 to less than the stride " + conv.strideH() + "x" + conv.strideW()
                    + " or the dilation " + conv.dilationH() + "x" + conv.dilationW());
        }
    }

    /** A square kernel with PyTorch's initial values: weight and bias uniform in +-1/sqrt(O/groups * KH * KW). */
    public static ConvTranspose2d of(int inputs, int outputs, int kernel, Conv2dShape conv, Draws draws) {
        return of(inputs, outputs, kernel, kernel, conv, 0, 0, true, draws);
    }

    /**
     * A kernel of any extents with PyTorch's initial values: weight and bias uniform in +-1/sqrt(O/groups * KH * KW).
     *
     * @param bias false for none
     * @throws IllegalArgumentException if the channels do not divide into the groups
     */
    public static ConvTranspose2d of(
            int inputs,
            int outputs,
            int kernelH,
            int kernelW,
            Conv2dShape conv,
            int extraH,
            int extraW,
            boolean bias,
            Draws draws) {
        Convolutions.check("convTranspose2d", inputs, outputs, conv.groups(), kernelH, kernelW);
        Shape shape = Shape.of(inputs, outputs / conv.groups(), kernelH, kernelW);
        Parameter weight = Convolutions.weight(Convolutions.initial(shape), shape, draws);
        return new ConvTranspose2d(conv, extraH, extraW, weight, Convolutions.bias(bias, shape, outputs, draws));
    }

    @Override
    public Var forward(Var x) {
        return convolve(conv, extraH, extraW, x, Convolutions.on(x, weight), Convolutions.on(x, bias));
    }

    /** Rows beyond a stride are those that a row of zeros more in x brings. */
    static Var convolve(Conv2dShape conv, int extraH, int extraW, Var x, Var weight, Var bias) {
        int rows = extraH / conv.strideH();
        int columns = extraW / conv.strideW();
        Var image = x;
        if (rows + columns > 0 && x.shape().rank() == 4) {
            image = new Pad(new PadShape(PadMode.CONSTANT, 0f, List.of(0, 0), List.of(rows, columns))).on(x);
        }
        return new dev.lanewise.op.conv.ConvTranspose2d(conv, extraH % conv.strideH(), extraW % conv.strideW())
                .on(image, weight, bias);
    }
}
