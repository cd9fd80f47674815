package dev.lanewise.nn.attention;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Distribution;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Xavier;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Unary;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;

/**
 * Pooling by multi-head attention PMA (Lee et al., 2019): {@code MAB(seeds, activation(linear(x)))}. K learned vectors each
 * collect something from a set; the order of the set changes nothing. x:[B,N,E] y:[B,K,E].
 *
 * @param seeds the learned vectors, [1,K,E]
 * @param linear [E,E], of each element
 * @param mab from the vectors to the set; its activation is also that of the elements
 */
public record AttentionSetPooling(Parameter seeds, Linear linear, MultiheadAttentionBlock mab) implements Unary {
    /**
     * A layer with Xavier uniform seeds and the initial values of its parts.
     *
     * @param outputs the number K
     */
    public static AttentionSetPooling of(MultiheadOptions options, int outputs, Draws draws) {
        if (outputs < 1) {
            throw new IllegalArgumentException("attentionSetPooling: " + outputs + " outputs, expected at least 1");
        }
        int width = options.embedding();
        return new AttentionSetPooling(
                draws.parameter(new Xavier(Distribution.UNIFORM), Shape.of(1, outputs, width)),
                Linear.of(width, width, draws),
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
        Heads.sequence("attentionSetPooling", "x", x, seeds.shape().dim(2));
        Var vectors = MultiheadAttentionBlock.repeated(x.tape().parameter(seeds), x.dim(0));
        return mab.forward(vectors, mab.activation().forward(linear.forward(x)), Mask.ignoring(ignored));
    }
}
