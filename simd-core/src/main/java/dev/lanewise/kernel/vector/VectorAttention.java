package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.AttentionGradients;
import dev.lanewise.kernel.AttentionInputs;
import dev.lanewise.kernel.AttentionRule;
import dev.lanewise.kernel.AttentionShapes;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.kernel.scalar.AttentionRows;
import dev.lanewise.tensor.Tensor;

/** Attention on vectors, with the bits of {@link dev.lanewise.kernel.scalar.ScalarAttention}. */
final class VectorAttention extends AttentionRows {
    @Override
    protected void softmax(float[] y, int at, int n) {
        VectorSoftmax.row(y, at, n);
    }

    @Override
    public void forward(AttentionRule rule, AttentionInputs in, Tensor y, Tensor peak, Tensor norm, Workspace work) {
        AttentionShapes.check(rule, in, y, peak, norm);
        work.kept(AttentionForward.class, AttentionForward::new).run(rule, in, y, peak, norm, work);
    }

    @Override
    public void backward(
            AttentionRule rule,
            AttentionInputs in,
            Tensor y,
            Tensor peak,
            Tensor norm,
            Tensor dy,
            AttentionGradients to,
            Workspace work) {
        AttentionShapes.check(rule, in, y, peak, norm, dy, to);
        work.kept(AttentionBackward.class, AttentionBackward::new).run(rule, in, y, peak, norm, dy, to, work);
    }
}
