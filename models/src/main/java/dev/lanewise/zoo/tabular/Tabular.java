package dev.lanewise.zoo.tabular;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Network;
import dev.lanewise.nn.Sequential;
import dev.lanewise.nn.embed.Embedding;
import dev.lanewise.op.Ops;
import dev.lanewise.op.shape.IntColumn;
import java.util.ArrayList;
import java.util.List;

/**
 * The model that {@link TabularConfig} describes: numbers x:[N,D] and categories c: ints [N,K], each if there are any; y:
 * [N,O].
 *
 * @param embeddings one for each column of categories
 * @param layers from numbers and vectors, beside each other, to the output
 * @param numbers whether there are numbers
 */
public record Tabular(List<Embedding> embeddings, Sequential layers, boolean numbers) implements Network {
    /** Copies the list. */
    public Tabular {
        embeddings = List.copyOf(embeddings);
    }

    @Override
    public Var forward(Var... inputs) {
        int expected = (numbers ? 1 : 0) + (embeddings.isEmpty() ? 0 : 1);
        if (inputs.length != expected) {
            throw new IllegalArgumentException("tabular: " + inputs.length + " inputs, the model takes " + expected);
        }
        List<Var> features = new ArrayList<>();
        if (numbers) {
            features.add(inputs[0]);
        }
        for (int k = 0; k < embeddings.size(); k++) {
            features.add(embeddings.get(k).forward(new IntColumn(k).on(inputs[expected - 1])));
        }
        return layers.forward(features.size() == 1 ? features.getFirst() : Ops.concat(1, features.toArray(Var[]::new)));
    }
}
