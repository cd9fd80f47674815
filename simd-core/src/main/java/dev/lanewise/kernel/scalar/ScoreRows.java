package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.RowSums;
import dev.lanewise.math.Exp;
import java.util.Arrays;

/** The loops of cross-entropy over the scores of one sample, neighbours in an array. A set brings its own. */
public class ScoreRows {
    /** Stateless loops without the Vector API. */
    public ScoreRows() {}

    /** The largest of d scores, as {@link Math#max}. */
    protected float largest(float[] x, int at, int d) {
        return ScalarReduce.max(x, at, d);
    }

    /** {@code sum of exp(x - m)} in the order of {@link RowSums}, m the largest. */
    protected float expSum(float[] x, int at, int d, float m) {
        float[] lanes = ScalarReduce.lanes();
        Arrays.fill(lanes, 0f);
        for (int i = 0; i < d; i++) {
            lanes[i % RowSums.LANES] += Exp.exp(x[at + i] - m);
        }
        return RowSums.fold(lanes);
    }

    /** {@code dx = g (exp((x - m) - log) mass)}. */
    protected void gradient(float[] x, int at, int d, float m, float log, float mass, float g, float[] dx, int dxAt) {
        for (int i = 0; i < d; i++) {
            dx[dxAt + i] = g * (Exp.exp((x[at + i] - m) - log) * mass);
        }
    }
}
