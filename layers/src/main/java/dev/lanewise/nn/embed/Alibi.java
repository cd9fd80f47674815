package dev.lanewise.nn.embed;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Layer;
import dev.lanewise.tensor.Tensor;

/**
 * Attention with linear biases (Press et al., 2022): a head with slope m adds {@code -m * |i - j|} to the score of query i
 * and key j. The slopes of H heads, H a power of two, are {@code 2^(-8k/H)}, k from 1 to H; for any other H those of the
 * next lower power P, and then every other one of those of 2P. Nothing is trained.
 *
 * @param heads H, at least 1
 */
public record Alibi(int heads) implements Layer {
    /** Checks the option. */
    public Alibi {
        Positions.heads("alibi", heads);
    }

    /** The slopes, [H]. */
    public Tensor slopes() {
        Tensor slopes = Tensor.zeros(heads);
        int power = Integer.highestOneBit(heads);
        for (int h = 0; h < heads; h++) {
            double exponent = h < power ? -8.0 * (h + 1) / power : -4.0 * (2 * (h - power) + 1) / power;
            slopes.set((float) StrictMath.pow(2, exponent), h);
        }
        return slopes;
    }

    /**
     * The biases, [H,Tq,Tk]: the last query stands at the position of the last key, as in decoding with a cache. They are
     * added to the scaled scores, before softmax; a causal mask is separate.
     *
     * @param queries Tq
     * @param keys Tk, at least Tq
     */
    public Tensor bias(int queries, int keys) {
        Positions.lengths("alibi", queries, keys);
        Tensor slopes = slopes();
        Tensor bias = Tensor.zeros(heads, queries, keys);
        for (int h = 0; h < heads; h++) {
            for (int i = 0; i < queries; i++) {
                for (int j = 0; j < keys; j++) {
                    bias.set(-slopes.get(h) * Math.abs(i + keys - queries - j), h, i, j);
                }
            }
        }
        return bias;
    }

    private record Bias(int heads, int queries, int keys) {}

    /** {@link #bias} as a constant of a tape. */
    public Var forward(Tape tape, int queries, int keys) {
        return tape.constant(new Bias(heads, queries, keys), () -> bias(queries, keys));
    }
}
