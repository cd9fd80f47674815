package dev.lanewise.nn.transformer;

import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Layer;
import dev.lanewise.nn.attention.Mask;
import dev.lanewise.nn.norm.LayerNorm;
import java.util.ArrayList;
import java.util.List;

/**
 * A stack of decoder layers (Vaswani et al., 2017), with a norm at the end if the layers begin with theirs. target:[B,T,E]
 * memory:[B,S,E] y:[B,T,E].
 *
 * @param layers from the input on
 * @param norm of the output; null for none
 */
public record TransformerDecoder(List<TransformerDecoderLayer> layers, LayerNorm norm) implements Layer {
    public TransformerDecoder {
        layers = List.copyOf(layers);
    }

    /**
     * A stack of layers that all have initial values of their own; with a final norm for pre-norm layers.
     *
     * @param number of layers
     */
    public static TransformerDecoder of(TransformerOptions options, int number, Draws draws) {
        List<TransformerDecoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            layers.add(TransformerDecoderLayer.of(options, draws));
        }
        return new TransformerDecoder(layers, options.normFirst() ? TransformerEncoderLayer.norm(options) : null);
    }

    /** Without masks. */
    public Var forward(Var target, Var memory) {
        return forward(target, memory, Mask.NONE, Mask.NONE);
    }

    /**
     * Computes the output.
     *
     * @param targetMask what the target may see of itself
     * @param memoryMask what the target may see of the memory
     */
    public Var forward(Var target, Var memory, Mask targetMask, Mask memoryMask) {
        Var y = target;
        for (TransformerDecoderLayer layer : layers) {
            y = layer.forward(y, memory, targetMask, memoryMask);
        }
        return norm == null ? y : norm.forward(y);
    }

    /**
     * A step of causal decoding: only the new positions of the target, [B,n,E], are computed. Equals the last rows of
     * {@link #forward(Var, Var, Mask, Mask)} with {@link Mask#CAUSAL} over all positions.
     *
     * @param memory [B,S,E], read in the first step of a cache only
     * @param cache of {@link DecoderCache#of} for as many layers, appended to
     * @param memoryMask nothing may be added to the scores
     * @throws IllegalStateException on a tape that records
     */
    public Var decode(Var target, Var memory, DecoderCache cache, Mask memoryMask) {
        cache.check("transformerDecoder", layers.size());
        Var y = target;
        for (int i = 0; i < layers.size(); i++) {
            y = layers.get(i).decode(y, memory, cache.layers().get(i), memoryMask);
        }
        return norm == null ? y : norm.forward(y);
    }
}
