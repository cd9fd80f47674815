package dev.lanewise.nn.gate;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;
import java.util.List;

/**
 * The gated linear unit (Dauphin et al., 2017): x is cut into halves a and b along an axis, {@code y = a / (1 + e^-b)}.
 * Without parameters; the axis of y is half as long.
 *
 * @param dim the axis, a negative one counted from the end
 */
public record Glu(int dim) implements Unary {
    /**
     * Gates the first half with the second.
     *
     * @throws IllegalArgumentException if the axis has an odd extent
     */
    @Override
    public Var forward(Var x) {
        if (x.dim(Ops.axis("Glu", x, dim)) % 2 != 0) {
            throw new IllegalArgumentException(
                    "Glu: axis " + dim + " of x, which has shape " + x.shape() + ", expected an even extent");
        }
        List<Var> halves = Ops.split(x, dim, 2);
        return Ops.mul(halves.get(0), Activation.SIGMOID.forward(halves.get(1)));
    }
}
