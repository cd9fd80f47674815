package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.tensor.Tensor;

/** The loops of a {@link Pair} over the elements from..to. A set brings its own. */
public class PairSteps {
    /** Stateless loops without the Vector API. */
    public PairSteps() {}

    /** {@code y = loss(x, t)}. */
    protected void value(Pair loss, float option, Tensor x, Tensor t, Tensor y, int from, int to) {
        PairLoops.value(loss, option, x, t, y, from, to);
    }

    /** {@code dx = dy * dloss/dx}. */
    protected void byX(Pair loss, float option, Tensor x, Tensor t, Tensor dy, Tensor dx, int from, int to) {
        PairGradients.byX(loss, option, x, t, dy, dx, from, to);
    }

    /** {@code dt = dy * dloss/dt}. */
    protected void byTarget(Pair loss, float option, Tensor x, Tensor t, Tensor dy, Tensor dt, int from, int to) {
        PairGradients.byTarget(loss, option, x, t, dy, dt, from, to);
    }
}
