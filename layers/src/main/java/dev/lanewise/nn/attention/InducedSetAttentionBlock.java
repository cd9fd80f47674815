package dev.lanewise.nn.attention;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Distribution;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Xavier;
import dev.lanewise.nn.Unary;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;

/**
 * The induced set attention block ISAB (Lee et al., 2019): {@code MAB1(x, MAB0(inducing, x))}. A set is summed up by M
 * learned points and attends to these, at a cost of N*M instead of N*N. Permutation equivariant. x:[B,N,E] y:[B,N,E].
 *
 * @param inducing the learned points, [1,M,E]
 * @param mab0 from the points to the set
 * @param mab1 from the set to the points
 */
public record InducedSetAttentionBlock(Parameter inducing, MultiheadAttentionBlock mab0, MultiheadAttentionBlock mab1)
        implements Unary {
    /**
     * A block with Xavier uniform points and the initial values of its parts.
     *
     * @param points the number M
     */
    public static InducedSetAttentionBlock of(MultiheadOptions options, int points, Draws draws) {
        if (points < 1) {
            throw new IllegalArgumentException("inducedSetAttentionBlock: " + points + " points, expected at least 1");
        }
        Shape shape = Shape.of(1, points, options.embedding());
        return new InducedSetAttentionBlock(
                draws.parameter(new Xavier(Distribution.UNIFORM), shape),
                MultiheadAttentionBlock.of(options, draws),
                MultiheadAttentionBlock.of(options, draws));
    }

    @Override
    public Var forward(Var x) {
        return forward(x, null);
    }

    /**
     * The same for sets of different sizes.
     *
     * @param ignored [B,N], other than 0 where there is no element; null for none
     */
    public Var forward(Var x, IntTensor ignored) {
        Var points = MultiheadAttentionBlock.repeated(x.tape().parameter(inducing), x.dim(0));
        Var summary = mab0.forward(points, x, Mask.ignoring(ignored));
        return mab1.forward(x, summary, Mask.NONE);
    }
}
