package dev.lanewise.zoo.text;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Dropout;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Network;
import dev.lanewise.nn.embed.Embedding;
import dev.lanewise.nn.recurrent.Recurrent;

/**
 * Recurrent cells over the vectors of tokens; the mean of their outputs decides. Inputs: tokens [N,T] and their numbers
 * [N].
 *
 * @param embedding of tokens
 * @param cells samples first
 * @param fc from the mean output to the classes
 * @param dropout of vectors and of the mean
 */
public record RecurrentClassifier(Embedding embedding, Recurrent cells, Linear fc, float dropout) implements Network {
    @Override
    public Var forward(Var... inputs) {
        Dropout drop = new Dropout(dropout);
        Var x = drop.forward(embedding.forward(inputs[0]));
        Var y = cells.forward(x, null, inputs[1].ints()).y();
        return fc.forward(drop.forward(Pooling.mean(y, inputs[1].ints())));
    }
}
