package dev.lanewise.nn.embed;

import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Normal;
import dev.lanewise.kernel.NormShapes;
import dev.lanewise.nn.Layer;
import dev.lanewise.nn.Linear;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/**
 * A vector for each token of a vocabulary: ids: ints of any shape [I...], y:[I...,D].
 *
 * <p>An id outside [0, V) throws {@link IndexOutOfBoundsException}, which names it and the vocabulary.
 *
 * @param weight [V,D]
 * @param padding the id of the padding token, whose vector gets no gradient; null for none
 * @param maxNorm the largest norm of a vector; null for any. A forward on a tape in training mode first shortens, in
 *     place, those among the vectors it looks up that are longer; PyTorch does so in evaluation too, here evaluation changes
 *     nothing
 * @param normType p of the p-norm that maxNorm is compared with
 */
public record Embedding(Parameter weight, Integer padding, Float maxNorm, double normType) implements Layer {
    /** What PyTorch adds to the norm that it divides by. */
    private static final float GUARD = 1e-7f;

    /** Checks the options. */
    public Embedding {
        Shape w = weight.shape();
        if (w.rank() != 2) {
            throw new IllegalArgumentException("embedding: weight has shape " + w + ", expected [V,D]");
        }
        if (padding != null && (padding < 0 || padding >= w.dim(0))) {
            throw new IllegalArgumentException("embedding: padding id " + padding + ", expected 0 to " + (w.dim(0) - 1)
                    + " since weight has shape " + w);
        }
        if ((maxNorm != null && !(maxNorm >= 0f)) || !(normType >= 1)) {
            throw new IllegalArgumentException("embedding: largest norm " + maxNorm + ", p " + normType
                    + ", expected a norm of at least 0 and p at least 1");
        }
    }

    /** Vectors without a padding token and without a largest norm. */
    public Embedding(Parameter weight) {
        this(weight, null, null, 2);
    }

    /** A layer with PyTorch's initial values: standard normal. */
    public static Embedding of(int vocabulary, int dim, Draws draws) {
        return of(vocabulary, dim, null, draws);
    }

    /** A layer with PyTorch's initial values: standard normal, the padding token's zeros. */
    public static Embedding of(int vocabulary, int dim, Integer padding, Draws draws) {
        Parameter weight = draws.parameter(new Normal(0f, 1f), Shape.of(vocabulary, dim));
        Embedding layer = new Embedding(weight, padding, null, 2);
        if (padding != null) {
            weight.value().outer(padding).fill(0f);
        }
        return layer;
    }

    /**
     * The vectors of tokens.
     *
     * @param ids ints
     */
    public Var forward(Var ids) {
        Tape tape = ids.tape();
        if (maxNorm != null && tape.mode() == Mode.TRAIN) {
            shorten(ids.ints());
        }
        return new dev.lanewise.op.shape.Embedding(padding == null ? -1 : padding).on(tape.parameter(weight), ids);
    }

    private void shorten(IntTensor ids) {
        NormShapes.ids("embedding", ids, weight.shape().dim(0));
        int[] distinct = Arrays.stream(ids.toArray()).distinct().toArray();
        for (int id : distinct) {
            Tensor row = weight.value().outer(id, id + 1);
            Backend.kernels().norm().limitRows(row, normType, maxNorm, GUARD);
        }
    }

    /**
     * The output projection that shares this layer's weight (Press and Wolf, 2017): x:[*,D] to logits [*,V], both uses
     * adding to one gradient. A model that holds both layers lists the parameter once.
     */
    public Linear tied() {
        return new Linear(weight, null);
    }
}
