package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.LayoutKernels;
import dev.lanewise.kernel.LayoutShapes;
import dev.lanewise.kernel.scalar.PermutePlan;
import dev.lanewise.kernel.scalar.ScalarLayout;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import jdk.incubator.vector.FloatVector;

/**
 * Transpositions by gathered registers. What copies whole rows is the scalar set's.
 *
 * <p>A square of L x L elements is first copied to a small array, its lines whole: at strides of a power of two the lines
 * would push each other out of the first-level cache before all their elements were read.
 */
final class VectorLayout implements LayoutKernels {
    private static final int GRAIN = 1 << 15;

    private final LayoutKernels scalar = new ScalarLayout();

    /** The indices of a register's elements in memory, and a square. */
    private static final class Scratch {
        final int[] apart = new int[L];
        final int[] squared = new int[L];
        final float[] square = new float[L * L];

        Scratch() {
            for (int i = 0; i < L; i++) {
                squared[i] = i * L;
            }
        }
    }

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    @Override
    public void permute(int[] axes, Tensor x, Tensor y) {
        LayoutShapes.permute(axes, x, y);
        PermutePlan plan = PermutePlan.of(axes, x.shape());
        // The last register of a row reaches this far behind the first of its elements.
        if (plan.stride() == 1 || plan.columns() < L || (long) plan.stride() * L > Integer.MAX_VALUE) {
            scalar.permute(axes, x, y);
            return;
        }
        int grain = Math.max(1, GRAIN / Math.max(1, plan.size()));
        if (Parallel.inline(plan.outer(), grain)) {
            permute(plan, x, y, 0, plan.outer());
        } else {
            Parallel.run(plan.outer(), grain, (from, to, worker) -> permute(plan, x, y, from, to));
        }
    }

    private static void permute(PermutePlan plan, Tensor x, Tensor y, int from, int to) {
        Scratch scratch = SCRATCH.get();
        for (int i = 0; i < L; i++) {
            scratch.apart[i] = i * plan.stride();
        }
        int squares = plan.rowStride() == 1 ? F.loopBound(plan.rows()) : 0;
        for (int run = from; run < to; run++) {
            int xi = x.offset() + plan.offset(run);
            int yi = y.offset() + run * plan.size();
            for (int r = 0; r < squares; r += L) {
                squares(plan, x.array(), xi + r, y.array(), yi + r * plan.columns(), scratch);
            }
            for (int r = squares; r < plan.rows(); r++) {
                row(plan, x.array(), xi + r * plan.rowStride(), y.array(), yi + r * plan.columns(), scratch.apart);
            }
        }
    }

    /** {@code y[r,c] = x[c * stride + r]} for r below L. */
    private static void squares(PermutePlan plan, float[] x, int xi, float[] y, int yi, Scratch scratch) {
        int stride = plan.stride();
        int columns = plan.columns();
        int whole = F.loopBound(columns);
        float[] square = scratch.square;
        int[] squared = scratch.squared;
        for (int c = 0; c < whole; c += L) {
            for (int i = 0; i < L; i++) {
                FloatVector.fromArray(F, x, xi + (c + i) * stride).intoArray(square, i * L);
            }
            for (int r = 0; r < L; r++) {
                FloatVector.fromArray(F, square, r, squared, 0).intoArray(y, yi + r * columns + c);
            }
        }
        for (int c = whole; c < columns; c++) {
            for (int r = 0; r < L; r++) {
                y[yi + r * columns + c] = x[xi + c * stride + r];
            }
        }
    }

    /** {@code y[c] = x[c * stride]}. */
    private static void row(PermutePlan plan, float[] x, int xi, float[] y, int yi, int[] apart) {
        int stride = plan.stride();
        int columns = plan.columns();
        int whole = F.loopBound(columns);
        for (int c = 0; c < whole; c += L) {
            FloatVector.fromArray(F, x, xi + c * stride, apart, 0).intoArray(y, yi + c);
        }
        for (int c = whole; c < columns; c++) {
            y[yi + c] = x[xi + c * stride];
        }
    }

    @Override
    public void block(Tensor x, int xFrom, Tensor y, int yFrom, int length, boolean add) {
        scalar.block(x, xFrom, y, yFrom, length, add);
    }

    @Override
    public void flip(Tensor x, Tensor y) {
        scalar.flip(x, y);
    }

    @Override
    public void gatherRows(Tensor x, IntTensor rows, Tensor y) {
        scalar.gatherRows(x, rows, y);
    }

    @Override
    public void scatterAddRows(Tensor x, IntTensor rows, Tensor y) {
        scalar.scatterAddRows(x, rows, y);
    }
}
