package dev.lanewise.nn.embed;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Normal;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.Shape;

/**
 * Adds a trained vector per position (Gehring et al., 2017): {@code y[t] = x[t] + weight[t]}. x:[*,T,D] y:[*,T,D].
 *
 * @param weight [P,D], the vectors of the first P positions
 */
public record LearnedPositions(Parameter weight) implements Unary {
    /** Checks the shape. */
    public LearnedPositions {
        Positions.table("learnedPositions", weight.shape());
    }

    /** A layer with the initial values of PyTorch's embedding, standard normal, times {@code deviation}. */
    public static LearnedPositions of(int length, int dim, float deviation, Draws draws) {
        return new LearnedPositions(draws.parameter(new Normal(0f, deviation), Shape.of(length, dim)));
    }

    @Override
    public Var forward(Var x) {
        return forward(x, 0);
    }

    /**
     * The same for a sequence whose first token stands at position {@code offset}.
     *
     * @throws IllegalArgumentException if the sequence ends beyond the table
     */
    public Var forward(Var x, int offset) {
        int length = Positions.length("learnedPositions", x.shape(), offset, weight.shape());
        return Ops.add(x, Ops.slice(x.tape().parameter(weight), 0, offset, length));
    }
}
