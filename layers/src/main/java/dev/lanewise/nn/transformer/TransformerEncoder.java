package dev.lanewise.nn.transformer;

import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.attention.Mask;
import dev.lanewise.nn.norm.LayerNorm;
import java.util.ArrayList;
import java.util.List;

/**
 * A stack of encoder layers (Vaswani et al., 2017), with a norm at the end if the layers begin with theirs. With a causal
 * mask it is the body of a language model. x:[B,T,E] y:[B,T,E].
 *
 * @param layers from the input on
 * @param norm of the output; null for none
 */
public record TransformerEncoder(List<TransformerEncoderLayer> layers, LayerNorm norm) implements Unary {
    public TransformerEncoder {
        layers = List.copyOf(layers);
    }

    /**
     * A stack of layers that all have initial values of their own; with a final norm for pre-norm layers.
     *
     * @param number of layers
     */
    public static TransformerEncoder of(TransformerOptions options, int number, Draws draws) {
        List<TransformerEncoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            layers.add(TransformerEncoderLayer.of(options, draws));
        }
        return new TransformerEncoder(layers, options.normFirst() ? TransformerEncoderLayer.norm(options) : null);
    }

    @Override
    public Var forward(Var x) {
        return forward(x, Mask.NONE);
    }

    /** The same where positions see only what a mask lets through. */
    public Var forward(Var x, Mask mask) {
        Var y = x;
        for (TransformerEncoderLayer layer : layers) {
            y = layer.forward(y, mask);
        }
        return norm == null ? y : norm.forward(y);
    }

    /**
     * A step of causal decoding: only the new positions x:[B,n,E] are computed. Equals the last rows of {@link
     * #forward(Var, Mask)} with {@link Mask#CAUSAL} over all positions.
     *
     * @param cache of {@link DecoderCache#of} for as many layers, appended to
     * @throws IllegalStateException on a tape that records
     */
    public Var decode(Var x, DecoderCache cache) {
        cache.check("transformerEncoder", layers.size());
        Var y = x;
        for (int i = 0; i < layers.size(); i++) {
            y = layers.get(i).decode(y, cache.layers().get(i).target());
        }
        return norm == null ? y : norm.forward(y);
    }
}
