package dev.lanewise.kernel;

import dev.lanewise.tensor.Tensor;

/**
 * Where {@link AttentionKernels#backward} leaves its results; what is null is not computed.
 *
 * @param dq [B,H,Tq,D]
 * @param addQ true to add to dq, false to overwrite it
 * @param dk [B,Hk,Tk,D]
 * @param addK true to add to dk
 * @param dv [B,Hk,Tk,Dv]
 * @param addV true to add to dv
 * @param dScores [B,H,Tq,Tk], overwritten: the gradient of the scaled scores, which is that of a mask added to them
 */
public record AttentionGradients(
        Tensor dq, boolean addQ, Tensor dk, boolean addK, Tensor dv, boolean addV, Tensor dScores) {
    /** True if anything but the gradient of the values is asked for. */
    public boolean scores() {
        return dq != null || dk != null || dScores != null;
    }
}
