package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * Scaled dot-product attention (Vaswani et al., 2017), {@code y = dropout(softmax(scale * q k^T + mask)) v}: in one piece,
 * block by block and without the matrix of the weights (Dao, "FlashAttention-2", 2023), and the softmax alone for those
 * who want the weights.
 *
 * <p>A key is left out if {@code ignored} says so or if causality does: query t sees the keys up to {@code t + offset}.
 * If none is left, or all that are left have a score of -inf, the weights are 0. Any other query with a score that is NaN
 * or +inf has NaN for its weights.
 */
public interface AttentionKernels {
    /** Queries of a block: those that causality hides no key from but one that it hides from all of them. */
    int QUERIES = 32;

    /** Keys of a block: after each, sums are rescaled to the largest score so far. */
    int KEYS = 128;

    /**
     * Scores to weights: the mask is added, keys that a query must not see get a weight of 0, and softmax runs over the
     * others.
     *
     * <p>The score of a key that is left out is not looked at, whatever it is.
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

    /**
     * Attention without the matrix of the weights; scratch is a few blocks for each worker.
     *
     * <p>The bits, of a query i of head h. Its keys are the first {@link AttentionRule#horizon}, in blocks of {@link
     * #KEYS}; sums run over all of them in ascending order, those that are left out with a weight of 0 (so a NaN among
     * their values is seen).
     *
     * <pre>
     * s[j] = chain of fma((scale * q[d]), k[j,d]) from +0, d ascending; plus mask[j]; -inf if the key is left out
     * m    = -inf, l = 0 and o = 0; then for each block:
     * n    = the largest of m and the block's s, NaN passed over; a = n, or 0 for -inf; never -0
     * c    = exp(m - a);  p[j] = exp(s[j] - a);  t = sum of p from +0, j ascending
     * m    = n;  l = fma(l, c, t);  o = chain of fma(f[j] * p[j], v[j]) from o * c (the first block: from +0), j ascending
     * y    = o * norm, with peak = a of the last block and norm = 1 / l, or 0 if l is 0
     * </pre>
     *
     * with {@code exp} of {@link dev.lanewise.math.Exp}, and f[j] there only with dropout: {@link
     * RandomKernels#bernoulli}'s element ((b H + h) Tq + i) Tk + j. The error of a weight is below 2^-20 relative beside
     * that of its score.
     *
     * @param y [B,H,Tq,Dv], written
     * @param peak [B,H,Tq], written: for {@link #backward}
     * @param norm [B,H,Tq], written: for {@link #backward}
     * @throws IllegalArgumentException if the shapes do not fit or the rule's offset is negative, before anything is
     *     written
     */
    void forward(AttentionRule rule, AttentionInputs in, Tensor y, Tensor peak, Tensor norm, Workspace work);

    /**
     * The gradient of {@link #forward}; the weights are computed again.
     *
     * <p>The bits, with s and f as there and the same pairs of query and key; a chain that adds begins at what is there,
     * else at +0:
     *
     * <pre>
     * p[i,j]  = exp(s[i,j] - peak[i]) * norm[i]
     * delta   = {@link ReduceKernels#dot} of y[i] and dy[i]
     * dv[j]   = chain of fma(p[i,j] * f[i,j], dy[i]), the heads of the group ascending, i ascending
     * g[i,j]  = chain of fma(v[j,d], dy[i,d]) from +0, d ascending; times f[i,j]
     * dScores = p[i,j] * (g[i,j] - delta);  0 beyond the query's horizon
     * dq[i]   = chain of fma(scale * dScores[i,j], k[j]), j ascending
     * dk[j]   = chain of fma(scale * dScores[i,j], q[i]), the heads of the group ascending, i ascending
     * </pre>
     *
     * @param y what forward wrote
     * @param peak what forward wrote
     * @param norm what forward wrote
     * @param dy [B,H,Tq,Dv], the gradient of y
     * @throws IllegalArgumentException if the shapes do not fit, before anything is written
     */
    void backward(
            AttentionRule rule,
            AttentionInputs in,
            Tensor y,
            Tensor peak,
            Tensor norm,
            Tensor dy,
            AttentionGradients to,
            Workspace work);
}
