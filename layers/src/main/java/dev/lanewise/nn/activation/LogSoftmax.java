package dev.lanewise.nn.activation;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;

/**
 * {@code y = x - log(sum(exp(x)))} along an axis, without overflow. The output has the shape of x. An axis that x does
 * not have is refused with an {@link IllegalArgumentException}.
 *
 * @param dim the axis, a negative one counted from the end
 */
public record LogSoftmax(int dim) implements Unary {
    @Override
    public Var forward(Var x) {
        return Ops.logSoftmax(x, dim);
    }
}
