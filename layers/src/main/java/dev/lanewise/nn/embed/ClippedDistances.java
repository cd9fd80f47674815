package dev.lanewise.nn.embed;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Distribution;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Xavier;
import dev.lanewise.nn.Layer;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.Shape;

/**
 * A trained vector for each distance of key and query, distances beyond K sharing that of K (Shaw et al., 2018): row
 * {@code clip(j - i, -K, K) + K} of the weight for query i and key j.
 *
 * @param weight [2K+1,E]
 */
public record ClippedDistances(Parameter weight) implements Layer {
    /** Checks the shape. */
    public ClippedDistances {
        Shape w = weight.shape();
        if (w.rank() != 2 || w.dim(0) % 2 != 1) {
            throw new IllegalArgumentException(
                    "clippedDistances: weight has shape " + w + ", expected [2K+1,E], an odd number of rows");
        }
    }

    /** A layer with Xavier's uniform initial values. */
    public static ClippedDistances of(int largest, int dim, Draws draws) {
        if (largest < 0) {
            throw new IllegalArgumentException(
                    "clippedDistances: largest distance " + largest + ", expected at least 0");
        }
        return new ClippedDistances(draws.parameter(new Xavier(Distribution.UNIFORM), Shape.of(2 * largest + 1, dim)));
    }

    private record Clipped(int largest, int queries, int keys) {}

    /**
     * The vectors, [Tq,Tk,E], of Shaw's keys or values: the last query stands at the position of the last key.
     *
     * @param queries Tq
     * @param keys Tk, at least Tq
     */
    public Var forward(Tape tape, int queries, int keys) {
        Positions.lengths("clippedDistances", queries, keys);
        int largest = weight.shape().dim(0) / 2;
        Var rows = tape.constant(
                new Clipped(largest, queries, keys),
                () -> Positions.distances(queries, keys, d -> Math.clamp(d, -largest, largest) + largest));
        return Ops.gather(tape.parameter(weight), rows);
    }

    /** The same with E heads, as biases [E,Tq,Tk] to be added to attention scores. */
    public Var bias(Tape tape, int queries, int keys) {
        return Ops.permute(forward(tape, queries, keys), 2, 0, 1);
    }
}
