package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/** What attention needs beside products of matrices (Vaswani et al., 2017). */
public interface AttentionKernels {
    /**
     * Scores to weights: the mask is added, keys that a query must not see get a weight of 0, and softmax runs over the
     * others.
     *
     * <p>A key is left out if {@code ignored} says so or if causality does: query t sees the keys up to {@code t +
     * offset}. The score of such a key is not looked at, whatever it is. If none is left, or all that are left have a
     * score of -inf, the row is 0. Any other row with a NaN or +inf is NaN.
     *
     * <p>The bits: those of {@link SoftmaxKernels#softmax} on the row of {@code scores + mask} with -inf in the place of
     * the keys that are left out. So a row does not depend on how many masked keys follow the last one that it sees.
     * {@link SoftmaxKernels#softmaxBackward} gives the gradient, also of rows of 0.
     *
     * @param scores [B,H,Tq,Tk], read
     * @param mask added to the scores; [B,H,Tq,Tk], each extent of which may be 1 and is then repeated; null for none
     * @param ignored [B,Tk], other than 0 where a key is to be left out; null for none
     * @param causal true if a query sees no key beyond its own position
     * @param offset the position of the first query among the keys, 0 or more; without meaning unless causal
     * @param weights [B,H,Tq,Tk], written; may be the same window as scores
     * @throws IllegalArgumentException if the shapes do not fit or offset is negative, before anything is written
     */
    void maskedSoftmax(Tensor scores, Tensor mask, IntTensor ignored, boolean causal, int offset, Tensor weights);
}
