package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.kernel.PoolKernels;
import dev.lanewise.kernel.RowSums;
import java.util.Arrays;

/**
 * Where the windows of a pooling lie, padding left out, and a thread's scratch.
 *
 * <p>Windows are done in two steps: their columns first, with loads of neighbours, into a scratch row of an input row's
 * width, which has what changes nothing on both sides; then along that row. Each step does several output rows, of one
 * plane or more: a load of what was just stored in two parts has to wait.
 */
final class PoolPlan {
    private static final ThreadLocal<PoolPlan> MINE = ThreadLocal.withInitial(PoolPlan::new);

    /** Floats of scratch that leave room for others in the first-level cache. */
    private static final int SCRATCH = 2048;

    /** The windows along one axis: the first element of each, how many it has, and by how many its mean divides. */
    static final class Axis {
        int[] first = new int[0];
        int[] taps = first;
        int[] count = first;
        int step;
        int outputs;

        private void size(int extent, int dilation) {
            step = dilation;
            outputs = extent;
            if (first.length < extent) {
                first = new int[extent];
                taps = new int[extent];
                count = new int[extent];
            }
        }

        private void windows(int extent, int out, int kernel, int stride, int pad, int dilation, boolean countPadding) {
            size(out, dilation);
            for (int i = 0; i < out; i++) {
                int begin = i * stride - pad;
                int end = Math.min(kernel, (extent - 1 - begin) / dilation + 1);
                int skipped = begin < 0 ? (dilation - 1 - begin) / dilation : 0;
                first[i] = begin + skipped * dilation;
                taps[i] = end - skipped;
                count[i] = countPadding ? Math.min(kernel, extent + pad - begin) : taps[i];
            }
        }

        private void adaptive(int extent, int out) {
            size(out, 1);
            for (int i = 0; i < out; i++) {
                first[i] = (int) ((long) i * extent / out);
                taps[i] = (int) (((i + 1L) * extent + out - 1) / out) - first[i];
                count[i] = taps[i];
            }
        }

        private int longest() {
            int most = 0;
            for (int i = 0; i < outputs; i++) {
                most = Math.max(most, taps[i]);
            }
            return most;
        }
    }

    final Axis rows = new Axis();
    final Axis columns = new Axis();
    final float[] lanes = new float[RowSums.LANES];
    final float[] spareY = new float[L];
    final int[] sparePlaces = new int[L];

    /** 1 or 2 if the windows are evenly spread and the row can be read by whole registers, else 0. */
    int stride;

    /** Elements of a window that is not clipped, if they are evenly spread. */
    int kernel;

    /** True if the windows are three columns at stride 1 or 2, of which at most the first or the last is padding. */
    boolean triples;

    /** True if the windows are pairs of rows and columns side by side. */
    boolean squares;

    /** True if the windows are {@link #triples} of rows, too, each a row below the last; at most one is padding. */
    boolean rolling;

    /** Rows of padding above the first of the {@link #rolling} windows. */
    int padTop;

    /** Where column 0 stands in a scratch row. */
    int pad;

    /** From one scratch row to the next. */
    int pitch;

    /** How many scratch rows there are. */
    int block;

    float[] row = new float[0];
    int[] places = new int[0];
    float[] factors = new float[0];
    float[] shares = factors;

    // What the factors are for: a number of rows, 0 if for all. Clipped windows and others take turns.
    private int factorRows;
    private float[] otherFactors = factors;
    private int otherRows;

    private PoolPlan() {}

    static PoolPlan of(Pool2dShape p, boolean countPadding, int h, int w, int outH, int outW) {
        PoolPlan plan = MINE.get();
        plan.rows.windows(h, outH, p.kernelH(), p.strideH(), p.padH(), p.dilationH(), countPadding);
        plan.columns.windows(w, outW, p.kernelW(), p.strideW(), p.padW(), p.dilationW(), countPadding);
        plan.even(p.strideW() <= 2 ? p.strideW() : 0, p.kernelW(), p.padW(), w);
        plan.padTop = p.padH();
        plan.rolling = plan.triples
                && plan.stride == 1
                && p.kernelH() == 3
                && p.strideH() == 1
                && p.dilationH() == 1
                && p.padH() <= 1;
        return plan;
    }

    /** True if windows can be done without a scratch row. */
    boolean direct() {
        return triples || squares;
    }

    // Every window counts: where the first and the last are clipped to pairs, those between have more.
    private static boolean pairs(Axis axis) {
        for (int i = 0; i < axis.outputs; i++) {
            if (axis.taps[i] != 2 || axis.first[i] != 2 * i) {
                return false;
            }
        }
        return axis.step == 1;
    }

    /** True if the one window is the whole plane. */
    boolean global(int h, int w) {
        return rows.outputs == 1 && columns.outputs == 1 && rows.taps[0] == h && columns.taps[0] == w;
    }

    static PoolPlan adaptive(int h, int w, int outH, int outW) {
        PoolPlan plan = MINE.get();
        plan.rows.adaptive(h, outH);
        plan.columns.adaptive(w, outW);
        plan.even(0, plan.columns.longest(), 0, w);
        plan.rolling = false;
        return plan;
    }

    private void even(int evenStride, int taps, int padding, int w) {
        stride = evenStride;
        kernel = taps;
        pad = stride == 0 ? 0 : padding;
        int reach = stride * Math.max(columns.outputs, L) + (taps - 1) * columns.step;
        pitch = Math.ceilDiv(Math.max(pad + Math.max(w, L), stride == 0 ? 0 : reach) + L, L) * L;
        block = Math.max(1, SCRATCH / pitch);
        int size = pitch * block;
        if (row.length < size) {
            row = new float[size];
            places = new int[size];
        }
        if (factors.length < columns.outputs + L) {
            factors = new float[columns.outputs + L];
        }
        if (otherFactors.length < columns.outputs + L) {
            otherFactors = new float[columns.outputs + L];
        }
        triples = stride > 0 && kernel == 3 && columns.step == 1 && pad <= 1 && columns.taps[columns.outputs - 1] >= 2;
        squares = kernel == 2 && pad == 0 && pairs(rows) && pairs(columns);
        int spread = Math.max(w + (stride == 1 ? taps : 0), columns.outputs) + 2 * L;
        if (shares.length < spread) {
            shares = new float[spread];
        }
    }

    /** Fills the scratch rows with what loses to everything. */
    void forMaxima() {
        Arrays.fill(row, 0, pitch * block, Float.NEGATIVE_INFINITY);
        Arrays.fill(places, 0, pitch * block, Integer.MAX_VALUE);
    }

    /** Fills the scratch row with +0; a factor of 0 stands for each window's reciprocal. */
    void forSums(float factor) {
        if (columns.longest() > PoolKernels.CHAIN) {
            stride = 0;
            pad = 0;
        }
        Arrays.fill(row, 0, pitch * block, 0f);
        Arrays.fill(shares, 0f);
        factorRows = -1;
        otherRows = -1;
        if (factor != 0) {
            Arrays.fill(factors, factor);
            factorRows = 0;
        }
    }

    /** The factors of the windows of an output row. */
    float[] factors(int i) {
        int count = rows.count[i];
        if (factorRows == 0 || factorRows == count) {
            return factors;
        }
        float[] before = factors;
        factors = otherFactors;
        otherFactors = before;
        int rowsBefore = factorRows;
        factorRows = otherRows;
        otherRows = rowsBefore;
        if (factorRows != count) {
            factorRows = count;
            for (int j = 0; j < columns.outputs; j++) {
                factors[j] = 1f / (count * columns.count[j]);
            }
        }
        return factors;
    }
}
