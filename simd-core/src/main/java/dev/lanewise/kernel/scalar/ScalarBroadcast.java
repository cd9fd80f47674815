package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.BroadcastKernels;
import dev.lanewise.kernel.BroadcastShapes;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/** Broadcast arithmetic without the Vector API: loops over the innermost run that C2 vectorises. */
public final class ScalarBroadcast implements BroadcastKernels {
    private static final int GRAIN = 1 << 15;
    private static final AxisSums SUMS = new Sums();

    /** A stateless instance. */
    public ScalarBroadcast() {}

    @Override
    public void apply(Binary op, Tensor a, Tensor b, Tensor y) {
        BroadcastShapes.require("broadcast", "a", a.shape(), y.shape());
        BroadcastShapes.require("broadcast", "b", b.shape(), y.shape());
        BroadcastPlan plan = BroadcastPlan.of(a.shape(), b.shape(), y.shape());
        int grain = Math.max(1, GRAIN / Math.max(1, plan.inner()));
        if (Parallel.inline(plan.outer(), grain)) {
            apply(op, plan, a, b, y, 0, plan.outer());
        } else {
            Parallel.run(plan.outer(), grain, (from, to, worker) -> apply(op, plan, a, b, y, from, to));
        }
    }

    private static void apply(Binary op, BroadcastPlan plan, Tensor a, Tensor b, Tensor y, int from, int to) {
        int n = plan.inner();
        for (int run = from; run < to; run++) {
            int ai = a.offset() + plan.offsetA(run);
            int bi = b.offset() + plan.offsetB(run);
            int yi = y.offset() + run * n;
            if (plan.repeatsA()) {
                scalarFirst(op, a.array()[ai], b.array(), bi, y.array(), yi, n);
            } else if (plan.repeatsB()) {
                scalarSecond(op, a.array(), ai, b.array()[bi], y.array(), yi, n);
            } else {
                both(op, a.array(), ai, b.array(), bi, y.array(), yi, n);
            }
        }
    }

    private static void both(Binary op, float[] a, int ai, float[] b, int bi, float[] y, int yi, int n) {
        switch (op) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    y[yi + i] = a[ai + i] + b[bi + i];
                }
            }
            case SUB -> {
                for (int i = 0; i < n; i++) {
                    y[yi + i] = a[ai + i] - b[bi + i];
                }
            }
            case MUL -> {
                for (int i = 0; i < n; i++) {
                    y[yi + i] = a[ai + i] * b[bi + i];
                }
            }
            case DIV -> {
                for (int i = 0; i < n; i++) {
                    y[yi + i] = a[ai + i] / b[bi + i];
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    y[yi + i] = Math.max(a[ai + i], b[bi + i]);
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    y[yi + i] = Math.min(a[ai + i], b[bi + i]);
                }
            }
        }
    }

    private static void scalarFirst(Binary op, float a, float[] b, int bi, float[] y, int yi, int n) {
        switch (op) {
            case ADD -> scalarSecond(op, b, bi, a, y, yi, n);
            case SUB -> {
                for (int i = 0; i < n; i++) {
                    y[yi + i] = a - b[bi + i];
                }
            }
            case MUL, MAX, MIN -> scalarSecond(op, b, bi, a, y, yi, n);
            case DIV -> {
                for (int i = 0; i < n; i++) {
                    y[yi + i] = a / b[bi + i];
                }
            }
        }
    }

    private static void scalarSecond(Binary op, float[] a, int ai, float b, float[] y, int yi, int n) {
        switch (op) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    y[yi + i] = a[ai + i] + b;
                }
            }
            case SUB -> {
                for (int i = 0; i < n; i++) {
                    y[yi + i] = a[ai + i] - b;
                }
            }
            case MUL -> {
                for (int i = 0; i < n; i++) {
                    y[yi + i] = a[ai + i] * b;
                }
            }
            case DIV -> {
                for (int i = 0; i < n; i++) {
                    y[yi + i] = a[ai + i] / b;
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    y[yi + i] = Math.max(a[ai + i], b);
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    y[yi + i] = Math.min(a[ai + i], b);
                }
            }
        }
    }

    @Override
    public void expand(Tensor x, Tensor y) {
        BroadcastShapes.require("expand", "x", x.shape(), y.shape());
        BroadcastPlan plan = BroadcastPlan.of(x.shape(), y.shape(), y.shape());
        int n = plan.inner();
        for (int run = 0; run < plan.outer(); run++) {
            int at = x.offset() + plan.offsetA(run);
            int yi = y.offset() + run * n;
            if (plan.repeatsA()) {
                Arrays.fill(y.array(), yi, yi + n, x.array()[at]);
            } else {
                System.arraycopy(x.array(), at, y.array(), yi, n);
            }
        }
    }

    @Override
    public void sumTo(Tensor x, Tensor y, Workspace work) {
        SUMS.sumTo(x, y, work);
    }

    private static final class Sums extends AxisSums {
        @Override
        protected void run(float[] x, int xAt, int before, int d, int after, float[] y, int yAt, Workspace work) {
            if (after == 1) {
                ScalarReduce.rowSums(x, xAt, before, d, y, yAt);
                return;
            }
            for (int i = 0; i < before; i++) {
                ScalarReduce.columnSums(x, xAt + i * d * after, d, after, y, yAt + i * after, work);
            }
        }
    }
}
