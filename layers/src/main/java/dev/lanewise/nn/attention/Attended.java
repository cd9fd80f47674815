package dev.lanewise.nn.attention;

import dev.lanewise.autograd.Var;
import dev.lanewise.op.Ops;

/**
 * What attention gives.
 *
 * @param y the mixed values, [B,Tq,*]
 * @param weights what they were mixed with, of each head: [B,H,Tq,Tk], each row 0 or more with a sum of 1; null if they
 *     were not asked for
 */
public record Attended(Var y, Var weights) {
    /**
     * The mean of the weights over the heads: [B,Tq,Tk].
     *
     * @throws IllegalStateException if the weights were not asked for
     */
    public Var meanWeights() {
        if (weights == null) {
            throw new IllegalStateException("attention: the weights were not asked for");
        }
        return Ops.mean(weights, 1);
    }
}
