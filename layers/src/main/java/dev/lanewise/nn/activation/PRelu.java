package dev.lanewise.nn.activation;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * {@code y = x > 0 ? x : weight x} with slopes that are learned (He et al., 2015), one per channel or one for all:
 * x:[N,C,...] y:[N,C,...], or any shape with one slope.
 *
 * @param weight [C], or [1]
 */
public record PRelu(Parameter weight) implements Unary {
    /** PyTorch's initial slope. */
    public static final float INITIAL = 0.25f;

    private static final dev.lanewise.op.math.PRelu PRELU = new dev.lanewise.op.math.PRelu();

    /**
     * Checks the weight.
     *
     * @throws IllegalArgumentException if it is not of rank 1
     */
    public PRelu {
        if (weight.shape().rank() != 1) {
            throw new IllegalArgumentException("PRelu: weight has shape " + weight.shape() + ", expected [C] or [1]");
        }
    }

    /** One slope for all channels, 0.25 at first as in PyTorch. */
    public static PRelu of() {
        return of(1, INITIAL);
    }

    /**
     * One slope per channel.
     *
     * @param channels the extent of axis 1, or 1 for one slope for all
     * @param initial the slope to begin with
     */
    public static PRelu of(int channels, float initial) {
        Tensor weight = Tensor.zeros(Shape.of(channels));
        weight.fill(initial);
        return new PRelu(new Parameter(weight));
    }

    @Override
    public Var forward(Var x) {
        return PRELU.on(x, x.tape().parameter(weight));
    }
}
