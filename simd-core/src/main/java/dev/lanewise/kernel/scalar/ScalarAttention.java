package dev.lanewise.kernel.scalar;

import dev.lanewise.math.Exp;
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
}
