package dev.lanewise.nn.transformer;

import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.attention.KeyValueCache;
import dev.lanewise.nn.attention.Mask;
import dev.lanewise.nn.attention.MultiheadAttention;
import dev.lanewise.nn.attention.MultiheadOptions;
import dev.lanewise.nn.norm.LayerNorm;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A layer of a Transformer's encoder (Vaswani et al., 2017): self-attention, then a feed-forward network, each with a
 * residual connection, dropout and a layer norm. With a causal mask it is a layer of a decoder without a memory.
 *
 * <p>x:[B,T,E] y:[B,T,E]. Names of the parameters are PyTorch's.
 *
 * @param self_attn the attention
 * @param linear1 [F,E]
 * @param linear2 [E,F]
 * @param norm1 of the attention
 * @param norm2 of the feed-forward network
 * @param activation of the feed-forward network
 * @param dropout the probability of inner features and of outputs of the two parts to be zeroed in training; that of the
 *     attention's weights is its own
 * @param normFirst true for {@code x + part(norm(x))}, false for {@code norm(x + part(x))}
 */
@SuppressWarnings("MemberName") // PyTorch's names, so that weights move in and out unchanged
public record TransformerEncoderLayer(
        MultiheadAttention self_attn,
        Linear linear1,
        Linear linear2,
        LayerNorm norm1,
        LayerNorm norm2,
        Unary activation,
        float dropout,
        boolean normFirst)
        implements Unary {
    public TransformerEncoderLayer {
        FeedForward.checkDropout("transformerEncoderLayer", dropout);
    }

    /** A layer with PyTorch's initial values: those of {@link MultiheadAttention}, {@link Linear}, {@link LayerNorm}. */
    public static TransformerEncoderLayer of(TransformerOptions options, Draws draws) {
        return new TransformerEncoderLayer(
                selfAttention(options, draws),
                Linear.of(options.width(), options.inner(), draws),
                Linear.of(options.inner(), options.width(), draws),
                norm(options),
                norm(options),
                options.activation(),
                options.dropout(),
                options.normFirst());
    }

    static MultiheadAttention selfAttention(TransformerOptions options, Draws draws) {
        return MultiheadAttention.of(
                MultiheadOptions.of(options.width(), options.heads())
                        .withKeyValueHeads(options.keyValueHeads())
                        .withDropout(options.dropout()),
                draws);
    }

    static LayerNorm norm(TransformerOptions options) {
        return LayerNorm.of(options.eps(), true, true, options.width());
    }

    @Override
    public Var forward(Var x) {
        return forward(x, Mask.NONE);
    }

    /** The same where positions see only what a mask lets through. */
    public Var forward(Var x, Mask mask) {
        return layer(x, h -> self_attn.forward(h, mask));
    }

    /**
     * A step of causal decoding: only the new positions x:[B,n,E] are computed; the cache holds the others.
     *
     * @throws IllegalStateException on a tape that records
     */
    public Var decode(Var x, KeyValueCache cache) {
        return layer(x, h -> self_attn.decode(h, cache, false).y());
    }

    private Var layer(Var x, UnaryOperator<Var> attention) {
        Unary network = new FeedForward(linear1, linear2, activation, dropout);
        return Part.chain(
                x, dropout, normFirst, List.of(new Part(attention, norm1), new Part(network::forward, norm2)));
    }
}
