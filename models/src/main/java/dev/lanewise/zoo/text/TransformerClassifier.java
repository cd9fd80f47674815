package dev.lanewise.zoo.text;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Dropout;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Network;
import dev.lanewise.nn.attention.Mask;
import dev.lanewise.nn.embed.Embedding;
import dev.lanewise.nn.embed.LearnedPositions;
import dev.lanewise.nn.transformer.TransformerEncoder;

/**
 * A transformer encoder over the vectors of tokens; the mean of its outputs decides. Inputs: tokens [N,T] and their
 * numbers [N].
 *
 * @param embedding of tokens
 * @param positions added to them
 * @param encoder the layers
 * @param fc from the mean output to the classes
 * @param dropout of vectors and of the mean
 */
public record TransformerClassifier(
        Embedding embedding, LearnedPositions positions, TransformerEncoder encoder, Linear fc, float dropout)
        implements Network {
    @Override
    public Var forward(Var... inputs) {
        Dropout drop = new Dropout(dropout);
        Var x = drop.forward(positions.forward(embedding.forward(inputs[0])));
        Mask mask = Mask.ignoring(Pooling.padding(inputs[1].ints(), x.dim(1)));
        Var y = encoder.forward(x, mask);
        return fc.forward(drop.forward(Pooling.mean(y, inputs[1].ints())));
    }
}
