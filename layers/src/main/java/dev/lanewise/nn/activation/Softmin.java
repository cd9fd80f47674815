package dev.lanewise.nn.activation;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;

/**
 * {@code y = exp(-x) / sum(exp(-x))} along an axis: the softmax of -x. The output has the shape of x. An axis that x
 * does not have is refused with an {@link IllegalArgumentException}.
 *
 * @param dim the axis, a negative one counted from the end
 */
public record Softmin(int dim) implements Unary {
    @Override
    public Var forward(Var x) {
        return Ops.softmax(Ops.scale(-1f, x), dim);
    }
}
