package dev.lanewise.nn.transformer;

import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Layer;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.attention.Mask;
import dev.lanewise.nn.attention.MultiheadAttention;
import dev.lanewise.nn.attention.MultiheadOptions;
import dev.lanewise.nn.norm.LayerNorm;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A layer of a Transformer's decoder (Vaswani et al., 2017): self-attention, attention to a memory, then a feed-forward
 * network, each with a residual connection, dropout and a layer norm.
 *
 * <p>target:[B,T,E] memory:[B,S,E] y:[B,T,E]. Names of the parameters are PyTorch's.
 *
 * @param self_attn attention of the target to itself
 * @param multihead_attn attention of the target to the memory
 * @param linear1 [F,E]
 * @param linear2 [E,F]
 * @param norm1 of the self-attention
 * @param norm2 of the attention to the memory
 * @param norm3 of the feed-forward network
 * @param activation of the feed-forward network
 * @param dropout the probability of inner features and of outputs of the three parts to be zeroed in training; that of the
 *     attentions' weights is their own
 * @param normFirst true for {@code x + part(norm(x))}, false for {@code norm(x + part(x))}
 */
@SuppressWarnings("MemberName") // PyTorch's names, so that weights move in and out unchanged
public record TransformerDecoderLayer(
        MultiheadAttention self_attn,
        MultiheadAttention multihead_attn,
        Linear linear1,
        Linear linear2,
        LayerNorm norm1,
        LayerNorm norm2,
        LayerNorm norm3,
        Unary activation,
        float dropout,
        boolean normFirst)
        implements Layer {
    public TransformerDecoderLayer {
        FeedForward.checkDropout("transformerDecoderLayer", dropout);
    }

    /** A layer with PyTorch's initial values: those of {@link MultiheadAttention}, {@link Linear}, {@link LayerNorm}. */
    public static TransformerDecoderLayer of(TransformerOptions options, Draws draws) {
        MultiheadOptions cross =
                MultiheadOptions.of(options.width(), options.heads()).withDropout(options.dropout());
        return new TransformerDecoderLayer(
                TransformerEncoderLayer.selfAttention(options, draws),
                MultiheadAttention.of(cross, draws),
                Linear.of(options.width(), options.inner(), draws),
                Linear.of(options.inner(), options.width(), draws),
                TransformerEncoderLayer.norm(options),
                TransformerEncoderLayer.norm(options),
                TransformerEncoderLayer.norm(options),
                options.activation(),
                options.dropout(),
                options.normFirst());
    }

    /** Without masks. */
    public Var forward(Var target, Var memory) {
        return forward(target, memory, Mask.NONE, Mask.NONE);
    }

    /**
     * Computes the output.
     *
     * @param targetMask what the target may see of itself; {@link Mask#CAUSAL} for a language model
     * @param memoryMask what the target may see of the memory
     */
    public Var forward(Var target, Var memory, Mask targetMask, Mask memoryMask) {
        return layer(
                target,
                h -> self_attn.forward(h, targetMask),
                h -> multihead_attn
                        .forward(h, memory, memory, memoryMask, false)
                        .y());
    }

    /**
     * A step of causal decoding: only the new positions of the target, [B,n,E], are computed.
     *
     * @param memory [B,S,E], read in the first step of a cache only
     * @param memoryMask nothing may be added to the scores
     * @throws IllegalStateException on a tape that records
     */
    public Var decode(Var target, Var memory, DecoderCache.OfLayer cache, Mask memoryMask) {
        if (cache.memory().position() == 0) {
            multihead_attn.remember(memory, memory, cache.memory());
        }
        return layer(
                target,
                h -> self_attn.decode(h, cache.target(), false).y(),
                h -> multihead_attn.recall(h, cache.memory(), memoryMask, false).y());
    }

    private Var layer(Var target, UnaryOperator<Var> self, UnaryOperator<Var> cross) {
        Unary network = new FeedForward(linear1, linear2, activation, dropout);
        return Part.chain(
                target,
                dropout,
                normFirst,
                List.of(new Part(self, norm1), new Part(cross, norm2), new Part(network::forward, norm3)));
    }
}
