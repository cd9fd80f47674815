package dev.lanewise.nn.embed;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Normal;
import dev.lanewise.nn.Layer;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.Shape;

/**
 * A trained bias per head and bucket of distances, as in T5 (Raffel et al., 2020): [H,Tq,Tk], to be added to attention
 * scores. Half of the buckets of a direction hold one distance each, the other half grow logarithmically up to a largest
 * distance, beyond which all share the last.
 *
 * @param weight [B,H], the biases of B buckets
 * @param bidirectional true if keys after the query have buckets of their own, half of B; false if they share that of
 *     distance 0, for causal attention
 * @param largest the distance from which on all share a bucket
 */
public record RelativeBias(Parameter weight, boolean bidirectional, int largest) implements Layer {
    /** Checks the options. */
    public RelativeBias {
        if (weight.shape().rank() != 2) {
            throw new IllegalArgumentException("relativeBias: weight has shape " + weight.shape() + ", expected [B,H]");
        }
        int buckets = weight.shape().dim(0);
        int exact = (bidirectional ? buckets / 2 : buckets) / 2;
        if (exact < 1 || (bidirectional && buckets % 2 != 0) || largest <= exact) {
            throw new IllegalArgumentException(
                    "relativeBias: " + buckets + " buckets and a largest distance of " + largest
                            + ", expected " + (bidirectional ? "an even number of at least 4" : "at least 2")
                            + " buckets and a distance above " + exact);
        }
    }

    /** A layer with standard normal initial values, those of PyTorch's embedding. */
    public static RelativeBias of(int buckets, int heads, boolean bidirectional, int largest, Draws draws) {
        return new RelativeBias(draws.parameter(new Normal(0f, 1f), Shape.of(buckets, heads)), bidirectional, largest);
    }

    /**
     * The bucket of a key at {@code distance} after the query; before it if negative.
     */
    public int bucket(int distance) {
        int count = weight.shape().dim(0);
        int first = 0;
        int n = -distance;
        if (bidirectional) {
            count /= 2;
            first = n < 0 ? count : 0;
            n = Math.abs(n);
        } else {
            n = Math.max(n, 0);
        }
        int exact = count / 2;
        if (n < exact) {
            return first + n;
        }
        // In float, as T5 computes it: at a boundary the rounding decides.
        float grown = (float) StrictMath.log((float) n / exact) / (float) StrictMath.log((double) largest / exact);
        return first + Math.min(count - 1, exact + (int) (grown * (count - exact)));
    }

    private record Buckets(int count, boolean bidirectional, int largest, int queries, int keys) {}

    /**
     * The biases, [H,Tq,Tk]: the last query stands at the position of the last key.
     *
     * @param queries Tq
     * @param keys Tk, at least Tq
     */
    public Var forward(Tape tape, int queries, int keys) {
        Positions.lengths("relativeBias", queries, keys);
        Var rows = tape.constant(
                new Buckets(weight.shape().dim(0), bidirectional, largest, queries, keys),
                () -> Positions.distances(queries, keys, this::bucket));
        return Ops.permute(Ops.gather(tape.parameter(weight), rows), 2, 0, 1);
    }
}
