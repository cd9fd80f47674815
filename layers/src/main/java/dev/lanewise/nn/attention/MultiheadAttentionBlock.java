package dev.lanewise.nn.attention;

import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Layer;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.norm.LayerNorm;
import dev.lanewise.op.Ops;

/**
 * The multi-head attention block MAB of the Set Transformer (Lee et al., 2019): {@code h = norm0(x + attention(x, y, y))},
 * {@code norm1(h + activation(linear(h)))}. Elements of x attend to elements of y; neither has an order.
 *
 * <p>x:[B,N,E] y:[B,M,E], output [B,N,E].
 *
 * @param attention of x to y
 * @param linear [E,E], of each element
 * @param activation of the feed-forward network
 * @param norm0 of the attention, or null for none
 * @param norm1 of the feed-forward network, or null for none
 */
public record MultiheadAttentionBlock(
        MultiheadAttention attention, Linear linear, Unary activation, LayerNorm norm0, LayerNorm norm1)
        implements Layer {
    /** A block with ReLU and layer norms, and the initial values of its parts. */
    public static MultiheadAttentionBlock of(MultiheadOptions options, Draws draws) {
        return of(options, Activation.RELU, draws);
    }

    /** The same with another activation. */
    public static MultiheadAttentionBlock of(MultiheadOptions options, Unary activation, Draws draws) {
        int width = options.embedding();
        return new MultiheadAttentionBlock(
                MultiheadAttention.of(options, draws),
                Linear.of(width, width, draws),
                activation,
                LayerNorm.of(width),
                LayerNorm.of(width));
    }

    /** Elements of x attend to those elements of y that the mask lets through. */
    public Var forward(Var x, Var y, Mask mask) {
        Var h = normed(norm0, x, attention.forward(x, y, y, mask, false).y());
        return normed(norm1, h, activation.forward(linear.forward(h)));
    }

    private static Var normed(LayerNorm norm, Var x, Var change) {
        return norm == null ? Ops.add(x, change) : norm.ofSum(x, change);
    }

    /** One set for each sample from one set for all: [1,N,E] to [B,N,E]. */
    static Var repeated(Var set, int batch) {
        return Ops.expand(set, batch, set.dim(1), set.dim(2));
    }
}
