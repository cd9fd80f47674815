package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.BroadcastShapes;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** {@link dev.lanewise.kernel.BroadcastKernels#sumTo}, for both sets: run by run, the innermost first. */
public abstract class AxisSums {
    // Slots that the reductions leave alone.
    private static final int FIRST = 6;
    private static final int SECOND = 7;

    /** A stateless instance. */
    protected AxisSums() {}

    /** {@code y:[before,after] = the sums over d of x:[before,d,after]}, from indices of arrays on. */
    protected abstract void run(float[] x, int xAt, int before, int d, int after, float[] y, int yAt, Workspace work);

    /** The sum over all axes of x that y does not have or has with an extent of 1. */
    public final void sumTo(Tensor x, Tensor y, Workspace work) {
        BroadcastShapes.require("sumTo", "y", y.shape(), x.shape());
        if (x.size() == y.size()) {
            System.arraycopy(x.array(), x.offset(), y.array(), y.offset(), y.size());
            return;
        }
        int rank = x.shape().rank();
        float[] current = x.array();
        int at = x.offset();
        int slot = FIRST;
        // The elements of y behind the axes that are still to be looked at.
        int after = 1;
        for (int last = rank - 1; last >= 0; last--) {
            if (!summed(x.shape(), y.shape(), last)) {
                after *= x.dim(last);
                continue;
            }
            int first = last;
            while (first > 0 && summed(x.shape(), y.shape(), first - 1)) {
                first--;
            }
            int before = x.shape().span(0, first);
            int size = before * after;
            boolean done = size == y.size();
            float[] next = done ? y.array() : work.floats(0, slot, size);
            int to = done ? y.offset() : 0;
            run(current, at, before, x.shape().span(first, last + 1), after, next, to, work);
            current = next;
            at = to;
            slot = slot == FIRST ? SECOND : FIRST;
            last = first;
        }
    }

    /** True if the axis of x is longer than in y. */
    private static boolean summed(Shape x, Shape y, int axis) {
        return x.dim(axis) != BroadcastShapes.extent(y, x.rank(), axis);
    }
}
