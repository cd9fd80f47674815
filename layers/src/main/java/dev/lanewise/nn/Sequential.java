package dev.lanewise.nn;

import dev.lanewise.autograd.Var;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Layers one after another, each fed with the output of the one before. Its names carry no prefix of its own: {@code
 * 0.weight}, or {@code fc1.weight} where the layers were named.
 *
 * @param layers by name, in order
 */
public record Sequential(SequencedMap<String, Unary> layers) implements Unary {
    /** Layers named by their position. */
    public static Sequential of(Unary... layers) {
        SequencedMap<String, Unary> named = new LinkedHashMap<>();
        for (Unary layer : List.of(layers)) {
            named.put(String.valueOf(named.size()), layer);
        }
        return new Sequential(named);
    }

    @Override
    public Var forward(Var x) {
        Var y = x;
        for (Map.Entry<String, Unary> layer : layers.entrySet()) {
            y = layer.getValue().forward(y);
        }
        return y;
    }
}
