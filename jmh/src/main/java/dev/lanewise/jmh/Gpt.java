package dev.lanewise.jmh;

import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Layer;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.attention.Mask;
import dev.lanewise.nn.embed.Embedding;
import dev.lanewise.nn.embed.LearnedPositions;
import dev.lanewise.nn.transformer.TransformerEncoder;
import dev.lanewise.nn.transformer.TransformerOptions;

/**
 * A small language model (Radford et al., 2019): tokens and positions, pre-norm blocks with causal attention, and a head.
 *
 * @param tokens a vector for each token
 * @param positions a vector for each position
 * @param blocks attention and feed-forward networks, and the last norm
 * @param head logits of the next token
 */
public record Gpt(Embedding tokens, LearnedPositions positions, TransformerEncoder blocks, Linear head)
        implements Layer {
    static final int VOCABULARY = 65;
    static final int LENGTH = 256;
    static final int WIDTH = 384;
    static final int HEADS = 6;
    static final int BLOCKS = 6;

    private static final float DEVIATION = 0.02f;

    static Gpt of(Draws draws) {
        TransformerOptions options = TransformerOptions.of(WIDTH, HEADS, 4 * WIDTH)
                .withActivation(Activation.GELU)
                .withNormFirst(true);
        return new Gpt(
                Embedding.of(VOCABULARY, WIDTH, draws),
                LearnedPositions.of(LENGTH, WIDTH, DEVIATION, draws),
                TransformerEncoder.of(options, BLOCKS, draws),
                Linear.of(WIDTH, VOCABULARY, draws));
    }

    /**
     * Logits.
     *
     * @param ids [B,T]
     * @return [B*T,VOCABULARY]
     */
    Var forward(Var ids) {
        Var x = blocks.forward(positions.forward(tokens.forward(ids)), Mask.CAUSAL);
        return head.forward(x).reshape(ids.dim(0) * ids.dim(1), VOCABULARY);
    }
}
