package dev.lanewise.nn.attention;

import dev.lanewise.autograd.Var;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * What a query may see. All parts hold at once.
 *
 * @param added added to the scores: floats [B or 1,H or 1,Tq or 1,Tk or 1], -inf hides a key; null for nothing. It may want
 *     a gradient: a bias by relative position does.
 * @param ignored [B,Tk], other than 0 where a key is padding; null for nothing
 * @param causal true if query t sees the keys up to {@code t + offset} only
 * @param offset the position of the first query among the keys; 0 unless causal
 */
public record Mask(Var added, IntTensor ignored, boolean causal, int offset) {
    /** Every query sees every key. */
    public static final Mask NONE = new Mask(null, null, false, 0);

    /** Every query sees the keys up to its own position. */
    public static final Mask CAUSAL = new Mask(null, null, true, 0);

    public Mask {
        if (offset < 0 || (offset > 0 && !causal)) {
            throw new IllegalArgumentException(
                    "mask: offset " + offset + ", causal " + causal + ", expected at least 0, and 0 unless causal");
        }
    }

    /** Query t sees the keys up to {@code t + offset}: the queries follow what a cache holds. */
    public static Mask causal(int offset) {
        return new Mask(null, null, true, offset);
    }

    /** No query sees a key that is padding. */
    public static Mask ignoring(IntTensor padding) {
        return NONE.withIgnored(padding);
    }

    /** Something is added to the scores. */
    public static Mask adding(Var scores) {
        return NONE.withAdded(scores);
    }

    /** The same with other padding; null for none. */
    public Mask withIgnored(IntTensor padding) {
        return new Mask(added, padding, causal, offset);
    }

    /** The same with something else added to the scores; null for nothing. */
    public Mask withAdded(Var scores) {
        return new Mask(scores, ignored, causal, offset);
    }

    /**
     * Rules as a mask that is added: -inf where a rule is other than 0, else 0.
     *
     * @param hidden of any shape, read
     */
    public static Tensor hiding(IntTensor hidden) {
        Tensor mask = Tensor.zeros(hidden.shape());
        for (int i = 0; i < mask.size(); i++) {
            mask.array()[i] = hidden.get(i) == 0 ? 0f : Float.NEGATIVE_INFINITY;
        }
        return mask;
    }

    /** Causality as a mask that is added: [1,1,Tq,Tk], -inf where the key is beyond {@code query + offset}. */
    public static Tensor causal(int queries, int keys, int offset) {
        Tensor mask = Tensor.zeros(1, 1, queries, keys);
        for (int q = 0; q < queries; q++) {
            for (int k = q + offset + 1; k < keys; k++) {
                mask.set(Float.NEGATIVE_INFINITY, 0, 0, q, k);
            }
        }
        return mask;
    }
}
