package dev.lanewise.nn;

import dev.lanewise.autograd.Var;
import dev.lanewise.op.Ops;

/**
 * Two axes exchanged: a copy. An axis that x does not have is refused with an {@link IllegalArgumentException}.
 *
 * @param dim0 an axis, a negative one counted from the end
 * @param dim1 another axis, a negative one counted from the end
 */
public record Transpose(int dim0, int dim1) implements Unary {
    @Override
    public Var forward(Var x) {
        return Ops.transpose(x, dim0, dim1);
    }
}
