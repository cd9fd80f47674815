package dev.lanewise.nn.transformer;

import dev.lanewise.nn.attention.KeyValueCache;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys and values that a stack of layers has seen: one cache for each layer's self-attention and one for its attention
 * to a memory, which stays empty where there is none. It belongs to one batch of sequences; one thread uses it at a time.
 *
 * @param layers in the order of the stack
 */
public record DecoderCache(List<OfLayer> layers) {
    /**
     * The caches of one layer.
     *
     * @param target of the self-attention
     * @param memory of the attention to the memory
     */
    public record OfLayer(KeyValueCache target, KeyValueCache memory) {}

    /** Empty caches for a number of layers. */
    public static DecoderCache of(int number) {
        List<OfLayer> layers = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            layers.add(new OfLayer(new KeyValueCache(), new KeyValueCache()));
        }
        return new DecoderCache(List.copyOf(layers));
    }

    /** The number of positions that were decoded: the position of the next token. */
    public int position() {
        return layers.isEmpty() ? 0 : layers.get(0).target().position();
    }

    /** Forgets the positions from one on, 0 to {@link #position}; the memory stays. */
    public void truncate(int length) {
        layers.forEach(layer -> layer.target().truncate(length));
    }

    /** Fails unless there is a cache for each layer. */
    void check(String stack, int number) {
        if (layers.size() != number) {
            throw new IllegalArgumentException(stack + ": a cache of " + layers.size() + " layers, expected " + number);
        }
    }
}
