package dev.lanewise.nn;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.QuantMatrix;
import dev.lanewise.kernel.QuantMatrix.Format;

/**
 * A fully connected layer for prediction, with weights in fewer bits: {@code y = x weight^T + bias}, x:[*,I] y:[*,O]. The
 * weights are constants and no parameter; what stands before the layer, and the bias, can still be trained.
 *
 * @param weight [O,I]
 * @param bias [O], or null for none
 */
public record QuantLinear(QuantMatrix weight, Parameter bias) implements Unary {
    /** The layer with its weights rounded to a format; the bias is shared. */
    public static QuantLinear of(Linear linear, Format format) {
        return new QuantLinear(QuantMatrix.of(format, linear.weight().value()), linear.bias());
    }

    @Override
    public Var forward(Var x) {
        Var b = bias == null ? null : x.tape().parameter(bias);
        return new dev.lanewise.op.matrix.QuantLinear(weight).on(x, b);
    }
}
