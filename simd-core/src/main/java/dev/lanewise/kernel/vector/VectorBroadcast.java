package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.BroadcastKernels;
import dev.lanewise.kernel.BroadcastShapes;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.kernel.scalar.AxisSums;
import dev.lanewise.kernel.scalar.BroadcastPlan;
import dev.lanewise.kernel.scalar.ScalarBroadcast;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/**
 * Broadcast arithmetic, a register at a time. An operand that is one repeated element in a run becomes a short array of
 * it: the loops are those of two operands. Copies are the scalar set's.
 */
final class VectorBroadcast implements BroadcastKernels {
    private static final int GRAIN = 1 << 15;

    private static final AxisSums SUMS = new Sums();

    private final BroadcastKernels scalar = new ScalarBroadcast();

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
        int run = from;
        while (run < to) {
            int ai = a.offset() + plan.offsetA(run);
            int bi = b.offset() + plan.offsetB(run);
            int end = run + Math.min(plan.left(run), to - run);
            for (; run < end; run++) {
                int yi = y.offset() + run * n;
                if (plan.repeatsA()) {
                    first(op, a.array()[ai], b.array(), bi, y.array(), yi, n);
                } else if (plan.repeatsB()) {
                    second(op, a.array(), ai, b.array()[bi], y.array(), yi, n);
                } else {
                    both(op, a.array(), ai, b.array(), bi, y.array(), yi, n);
                }
                ai += plan.stepA();
                bi += plan.stepB();
            }
        }
    }

    private static void first(Binary op, float a, float[] b, int bi, float[] y, int yi, int n) {
        float[] block = Registers.block();
        Arrays.fill(block, 0, Math.min(n, block.length), a);
        for (int i = 0; i < n; i += block.length) {
            both(op, block, 0, b, bi + i, y, yi + i, Math.min(block.length, n - i));
        }
    }

    private static void second(Binary op, float[] a, int ai, float b, float[] y, int yi, int n) {
        float[] block = Registers.block();
        Arrays.fill(block, 0, Math.min(n, block.length), b);
        for (int i = 0; i < n; i += block.length) {
            both(op, a, ai + i, block, 0, y, yi + i, Math.min(block.length, n - i));
        }
    }

    private static void both(Binary op, float[] a, int ai, float[] b, int bi, float[] y, int yi, int n) {
        switch (op) {
            case ADD -> ArithmeticLoops.add(0f, a, ai, b, bi, y, yi, n);
            case SUB -> ArithmeticLoops.sub(0f, a, ai, b, bi, y, yi, n);
            case MUL -> ArithmeticLoops.mul(0f, a, ai, b, bi, y, yi, n);
            case DIV -> ArithmeticLoops.div(0f, a, ai, b, bi, y, yi, n);
            case MAX -> ArithmeticLoops.max(0f, a, ai, b, bi, y, yi, n);
            case MIN -> ArithmeticLoops.min(0f, a, ai, b, bi, y, yi, n);
        }
    }

    @Override
    public void expand(Tensor x, Tensor y) {
        scalar.expand(x, y);
    }

    @Override
    public void sumTo(Tensor x, Tensor y, Workspace work) {
        SUMS.sumTo(x, y, work);
    }

    private static final class Sums extends AxisSums {
        @Override
        protected void run(float[] x, int xAt, int before, int d, int after, float[] y, int yAt, Workspace work) {
            VectorReduce.sums(x, xAt, before, d, after, y, yAt, work);
        }
    }
}
