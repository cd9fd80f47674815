package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.LossKernels.Signed;
import dev.lanewise.op.Ops;
import dev.lanewise.op.loss.SignedLoss;
import dev.lanewise.op.loss.UnitRows;

/**
 * The loss of the cosine between two embeddings: {@code 1 - cos(a, b)} if they belong together (sign 1), {@code max(0, cos(a,
 * b) - margin)} if not (sign -1). Both embeddings have gradients.
 *
 * @param margin the cosine up to which different things are far enough apart
 * @param reduction of the losses of rows
 */
public record CosineEmbedding(float margin, Reduction reduction) {
    /** Is added to squared lengths, so that an embedding of zeros has a cosine, 0; PyTorch's. */
    private static final UnitRows UNIT = new UnitRows(1e-12f);

    /** The mean, with a margin of 0. */
    public CosineEmbedding() {
        this(0f, Reduction.MEAN);
    }

    /**
     * The loss.
     *
     * @param a [*,D]
     * @param b [*,D]
     * @param signs [*], ints of 1 and -1
     */
    public Var of(Var a, Var b, Var signs) {
        if (!a.shape().equals(b.shape())) {
            throw new IllegalArgumentException("cosineEmbedding: b has shape " + b.shape() + ", but a has shape "
                    + a.shape() + " (contract a:[*,D] b:[*,D] signs:[*])");
        }
        Var cosine = Ops.sum(Ops.mul(UNIT.on(a), UNIT.on(b)), -1);
        return reduction.of("cosineEmbedding", new SignedLoss(Signed.COSINE_EMBEDDING, margin).on(cosine, signs));
    }
}
