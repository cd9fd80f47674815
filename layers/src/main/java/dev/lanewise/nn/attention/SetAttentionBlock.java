package dev.lanewise.nn.attention;

import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Unary;
import dev.lanewise.tensor.IntTensor;

/**
 * The set attention block SAB (Lee et al., 2019): {@code MAB(x, x)}. Elements that are permuted give outputs that are
 * permuted alike. x:[B,N,E] y:[B,N,E].
 *
 * @param mab the block
 */
public record SetAttentionBlock(MultiheadAttentionBlock mab) implements Unary {
    /** A block with the initial values of its parts. */
    public static SetAttentionBlock of(MultiheadOptions options, Draws draws) {
        return new SetAttentionBlock(MultiheadAttentionBlock.of(options, draws));
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
        return mab.forward(x, x, Mask.ignoring(ignored));
    }
}
