package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.AttentionGradients;
import dev.lanewise.kernel.AttentionInputs;
import dev.lanewise.kernel.AttentionRule;
import dev.lanewise.kernel.AttentionShapes;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.math.Exp;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/** Attention without the Vector API. */
public final class ScalarAttention extends AttentionRows {
    /** A stateless instance. */
    public ScalarAttention() {}

    @Override
    protected void softmax(float[] y, int at, int n) {
        float m = ScalarReduce.max(y, at, n) + 0f;
        if (m == Float.NEGATIVE_INFINITY) {
            Arrays.fill(y, at, at + n, 0f);
            return;
        }
        for (int i = at; i < at + n; i++) {
            y[i] = Exp.exp(y[i] - m);
        }
        float factor = 1f / ScalarReduce.sum(y, at, n, ScalarReduce.lanes());
        for (int i = at; i < at + n; i++) {
            y[i] *= factor;
        }
    }

    @Override
    public void forward(AttentionRule rule, AttentionInputs in, Tensor y, Tensor peak, Tensor norm, Workspace work) {
        AttentionShapes.check(rule, in, y, peak, norm);
        AttentionForward.run(rule, in, y, peak, norm, work);
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
