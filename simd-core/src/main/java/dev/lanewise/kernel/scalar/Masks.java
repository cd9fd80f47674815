package dev.lanewise.kernel.scalar;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/** Choices by a mask that is broadcast, run by run. */
final class Masks {
    private static final int GRAIN = 1 << 15;

    private Masks() {}

    /** {@code y = mask != 0 ? value : x}. */
    static void fill(Tensor x, IntTensor mask, float value, Tensor y) {
        run(mask, null, value, x, y);
    }

    /** {@code y = mask != 0 ? a : b}. */
    static void select(IntTensor mask, Tensor a, Tensor b, Tensor y) {
        run(mask, a, 0f, b, y);
    }

    /** Where the mask is set, a, or the value if a is null; b elsewhere. */
    private static void run(IntTensor mask, Tensor a, float value, Tensor b, Tensor y) {
        int size = y.size();
        if (mask.size() == size) {
            if (Parallel.inline(size, GRAIN)) {
                part(mask, mask.offset(), false, a, value, b, y, 0, size);
            } else {
                Parallel.run(size, GRAIN, (from, to, worker) -> {
                    part(mask, mask.offset() + from, false, a, value, b, y, from, to - from);
                });
            }
            return;
        }
        BroadcastPlan plan = BroadcastPlan.of(y.shape(), mask.shape(), y.shape());
        int grain = Math.max(1, GRAIN / Math.max(1, plan.inner()));
        if (Parallel.inline(plan.outer(), grain)) {
            runs(plan, mask, a, value, b, y, 0, plan.outer());
        } else {
            Parallel.run(plan.outer(), grain, (from, to, worker) -> runs(plan, mask, a, value, b, y, from, to));
        }
    }

    private static void runs(
            BroadcastPlan plan, IntTensor mask, Tensor a, float value, Tensor b, Tensor y, int from, int to) {
        int n = plan.inner();
        for (int run = from; run < to; run++) {
            part(mask, mask.offset() + plan.offsetB(run), plan.repeatsB(), a, value, b, y, run * n, n);
        }
    }

    private static void part(
            IntTensor mask, int at, boolean repeated, Tensor a, float value, Tensor b, Tensor y, int from, int n) {
        float[] other = b.array();
        float[] out = y.array();
        int bo = b.offset() + from;
        int yo = y.offset() + from;
        if (repeated) {
            if (mask.array()[at] == 0) {
                System.arraycopy(other, bo, out, yo, n);
            } else if (a != null) {
                System.arraycopy(a.array(), a.offset() + from, out, yo, n);
            } else {
                Arrays.fill(out, yo, yo + n, value);
            }
        } else if (a != null) {
            select(mask.array(), at, a.array(), a.offset() + from, other, bo, out, yo, n);
        } else {
            fill(mask.array(), at, value, other, bo, out, yo, n);
        }
    }

    private static void fill(int[] mask, int at, float value, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = mask[at + i] == 0 ? x[xo + i] : value;
        }
    }

    private static void select(int[] mask, int at, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = mask[at + i] == 0 ? b[bo + i] : a[ao + i];
        }
    }
}
