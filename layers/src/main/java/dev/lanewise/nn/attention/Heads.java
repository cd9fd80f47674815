package dev.lanewise.nn.attention;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.op.Ops;
import dev.lanewise.op.attention.MaskedSoftmax;
import dev.lanewise.op.attention.ScaledDotProductAttention;
import dev.lanewise.tensor.Shape;

/** The steps that layers of attention share: checks, heads out of features and back, the call of the operation. */
final class Heads {
    private Heads() {}

    /** Features to heads: [B,T,H*D] to [B,H,T,D]. */
    static Var split(Var x, int heads) {
        return Ops.permute(x.reshape(x.dim(0), x.dim(1), heads, x.dim(2) / heads), 0, 2, 1, 3);
    }

    /** Heads to features: [B,H,T,D] to [B,T,H*D]. */
    static Var merge(Var x) {
        return Ops.permute(x, 0, 2, 1, 3).reshape(x.dim(0), x.dim(2), x.dim(1) * x.dim(3));
    }

    /** Runs the operation on [B,H,Tq,D], [B,Hk,Tk,D], [B,Hk,Tk,Dv]. */
    static Attended attend(Var q, Var k, Var v, Mask mask, float scale, float dropout, boolean weights) {
        Tape tape = q.tape();
        ScaledDotProductAttention op =
                new ScaledDotProductAttention(mask.causal(), mask.offset(), scale, dropout, weights);
        Var[] outputs = tape.record(op, q, k, v, mask.added(), ignored(tape, mask));
        return new Attended(outputs[0], weights ? outputs[1] : null);
    }

    /** Softmax of scores [B,H,Tq,Tk] over the keys that the mask lets through. */
    static Var softmax(Var scores, Mask mask) {
        Tape tape = scores.tape();
        return tape.record(new MaskedSoftmax(mask.causal(), mask.offset()), scores, mask.added(), ignored(tape, mask))[
                0];
    }

    private static Var ignored(Tape tape, Mask mask) {
        return mask.ignored() == null ? null : tape.constant(mask.ignored());
    }

    /** A head axis of extent 1: [B,T,D] to [B,1,T,D]. */
    static Var single(Var x) {
        return x.reshape(x.dim(0), 1, x.dim(1), x.dim(2));
    }

    /** Drops a head axis of extent 1. */
    static Var dropSingle(Var x) {
        return x.reshape(x.dim(0), x.dim(2), x.dim(3));
    }

    /**
     * Checks a sequence.
     *
     * @param width the extent of its innermost axis; negative for any
     * @throws IllegalArgumentException if it is not [B,T,width] with T at least 1
     */
    static void sequence(String layer, String operand, Var x, int width) {
        Shape shape = x.shape();
        boolean fits = shape.rank() == 3 && (width < 0 || shape.dim(2) == width);
        if (!fits) {
            throw new IllegalArgumentException(layer + ": " + operand + " has shape " + shape + ", expected [B,T,"
                    + (width < 0 ? "D" : String.valueOf(width)) + "]");
        }
        if (shape.dim(1) == 0) {
            throw new IllegalArgumentException(layer + ": " + operand + " has shape " + shape
                    + ": T=0, expected at least 1, attention over an empty sequence has no value");
        }
    }

    /**
     * Checks that queries, keys and values are of one batch and that there is a value to every key.
     *
     * @throws IllegalArgumentException naming the operand and both shapes
     */
    static void together(String layer, Var query, Var key, Var value) {
        if (query.dim(0) != key.dim(0)) {
            throw new IllegalArgumentException(layer + ": key has shape " + key.shape() + ", query has shape "
                    + query.shape() + ": expected the same batch (contract query:[B,Tq,Q] key:[B,Tk,K])");
        }
        if (key.dim(0) != value.dim(0) || key.dim(1) != value.dim(1)) {
            throw new IllegalArgumentException(layer + ": value has shape " + value.shape() + ", key has shape "
                    + key.shape() + ": expected a value to every key (contract key:[B,Tk,K] value:[B,Tk,V])");
        }
    }
}
