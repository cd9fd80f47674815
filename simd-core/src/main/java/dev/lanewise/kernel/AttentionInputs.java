package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * The operands of {@link AttentionKernels#forward} and its gradient.
 *
 * @param q [B,H,Tq,D]
 * @param k [B,Hk,Tk,D]; H is a multiple of Hk, and neighbouring heads share keys and values
 * @param v [B,Hk,Tk,Dv]
 * @param mask added to the scores; [B,H,Tq,Tk], each extent of which may be 1 and is then repeated; null for none
 * @param ignored [B,Tk], other than 0 where a key is to be left out; null for none
 */
public record AttentionInputs(Tensor q, Tensor k, Tensor v, Tensor mask, IntTensor ignored) {
    /** How many heads share a head of keys and values. */
    public int group() {
        return q.dim(1) / k.dim(1);
    }

    /**
     * Where the mask of a query begins in its array.
     *
     * @param batch the sample
     */
    public int maskAt(int batch, int head, int query) {
        int b = mask.dim(0) == 1 ? 0 : batch;
        int h = mask.dim(1) == 1 ? 0 : head;
        int t = mask.dim(2) == 1 ? 0 : query;
        return mask.offset() + ((b * mask.dim(1) + h) * mask.dim(2) + t) * mask.dim(3);
    }

    /** From a key to the next in the mask: 0 if it is the same for all. */
    public int maskStep() {
        return mask.dim(3) > 1 ? 1 : 0;
    }
}
