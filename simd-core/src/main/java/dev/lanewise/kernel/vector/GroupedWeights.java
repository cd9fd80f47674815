package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.ConvKernels;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * The gradient of a convolution's weights where groups are many and small (depthwise): lanes are groups. A few output rows
 * at a time, dy and the padded input that they meet are transposed to [pixel][group]; a register then holds the chains of
 * one tap.
 *
 * <p>Mutable and kept in the workspace, so that a warm kernel allocates nothing; it is the body of its own loop over the
 * parts of the batch and the registers of groups.
 */
final class GroupedWeights implements Parallel.Body {
    /** Taps of a tile: 3x3. */
    private static final int ROWS = 9;

    // Floats of one panel: dy's and the input's stay in the second-level cache.
    private static final int PANEL = 1 << 15;

    // Pixels or weights of which a few registers each stay addressable.
    private static final long LARGEST = 1 << 26;

    private static final int INPUT = 3;
    private static final int GRADIENT = 4;
    private static final int PARTIAL = 5;
    private static final int TAPS = 0;

    private Conv2dShape conv;
    private Tensor x;
    private Tensor dy;
    private Workspace work;
    private int inputs;
    private int outputs;
    private int kernelH;
    private int kernelW;
    private int taps;
    private int tapsPadded;
    private int lanes;
    private int grains;
    private int partSize;
    private float[] partial;
    private int[] tap;
    private int rowsOfBlock;
    private int columnsOfBlock;
    private int columns;
    private int sizeOfInput;
    private int sizeOfGradient;

    /** True if more lanes are used this way than by output channels of one group, and what is transposed stays small. */
    static boolean pays(Conv2dShape conv, Tensor dw, Tensor dy) {
        int groups = conv.groups();
        if (groups <= dw.dim(0) / groups) {
            return false;
        }
        long spanH = (dw.dim(2) - 1L) * conv.dilationH() + 1;
        long spanW = (dw.dim(3) - 1L) * conv.dilationW() + 1;
        long columns = Math.min(dy.dim(3), PANEL / L) * (long) conv.strideW() + spanW;
        return spanH * columns < LARGEST && (long) dw.size() * ROWS * L < LARGEST;
    }

    void run(Conv2dShape shape, Tensor input, Tensor gradient, Tensor dw, Tensor db, Workspace workspace) {
        conv = shape;
        x = input;
        dy = gradient;
        work = workspace;
        describe(dw);
        // One more row of each output holds the gradient of the bias.
        partSize = outputs * (inputs * tapsPadded + 1) * lanes;
        grains = ConvKernels.grains(x.dim(0), dw.size());
        partial = work.floats(0, PARTIAL, grains * partSize);
        Arrays.fill(partial, 0, grains * partSize, 0f);
        Parallel.run(grains * (lanes / L), 1, this);
        merge(dw, db);
        x = null;
        dy = null;
    }

    private void describe(Tensor dw) {
        inputs = dw.dim(1);
        outputs = dw.dim(0) / conv.groups();
        kernelH = dw.dim(2);
        kernelW = dw.dim(3);
        taps = kernelH * kernelW;
        tapsPadded = (taps + ROWS - 1) / ROWS * ROWS;
        lanes = (conv.groups() + L - 1) / L * L;
        int spanH = (kernelH - 1) * conv.dilationH() + 1;
        int spanW = (kernelW - 1) * conv.dilationW() + 1;
        int outH = dy.dim(2);
        int outW = dy.dim(3);
        // Columns are cut only where single rows are too long, so that the chains go over pixels in order.
        int row = conv.strideH() * Math.max(1, outW) * conv.strideW() * L;
        rowsOfBlock = Math.clamp(PANEL / row, 1, Math.max(1, outH));
        columnsOfBlock = rowsOfBlock > 1 ? outW : Math.clamp(PANEL / L, 1, Math.max(1, outW));
        columns = (columnsOfBlock - 1) * conv.strideW() + spanW;
        sizeOfInput = ((rowsOfBlock - 1) * conv.strideH() + spanH) * columns * L;
        sizeOfGradient = rowsOfBlock * columnsOfBlock * L;
        tap = work.ints(0, TAPS, tapsPadded);
        Arrays.fill(tap, taps, tapsPadded, 0);
        for (int k = 0; k < taps; k++) {
            int down = k / kernelW * conv.dilationH();
            tap[k] = (down * columns + k % kernelW * conv.dilationW()) * L;
        }
    }

    /** Some registers of groups of some parts of the batch. */
    @Override
    public void run(int from, int to, int worker) {
        int batch = x.dim(0);
        int registers = lanes / L;
        for (int item = from; item < to; item++) {
            int grain = item / registers;
            int group = item % registers * L;
            int end = (int) ((grain + 1L) * batch / grains);
            for (int image = (int) ((long) grain * batch / grains); image < end; image++) {
                image(image, group, grain * partSize + group, worker);
            }
        }
    }

    private void image(int image, int group, int part, int worker) {
        for (int i = 0; i < dy.dim(2); i += rowsOfBlock) {
            int rows = Math.min(rowsOfBlock, dy.dim(2) - i);
            for (int j = 0; j < dy.dim(3); j += columnsOfBlock) {
                block(image, group, part, i, rows, j, Math.min(columnsOfBlock, dy.dim(3) - j), worker);
            }
        }
    }

    /** Adds what some output pixels bring to the chains of L groups. */
    private void block(int image, int group, int part, int i, int rows, int j, int count, int worker) {
        float[] g = work.floats(worker, GRADIENT, outputs * sizeOfGradient);
        float[] seen = work.floats(worker, INPUT, sizeOfInput);
        int ofOutput = (inputs * tapsPadded + 1) * lanes;
        for (int o = 0; o < outputs; o++) {
            gradient(image, group, o, i, rows, j, count, g, o * sizeOfGradient);
            int sum = part + o * ofOutput + inputs * tapsPadded * lanes;
            sums(rows * count, g, o * sizeOfGradient, partial, sum);
        }
        int down = conv.strideH() * columns * L;
        for (int c = 0; c < inputs; c++) {
            input(image, group, c, i * conv.strideH() - conv.padTop(), rows, j, seen);
            for (int o = 0; o < outputs; o++) {
                for (int t = 0; t < tapsPadded; t += ROWS) {
                    int at = part + o * ofOutput + (c * tapsPadded + t) * lanes;
                    int dyAt = o * sizeOfGradient;
                    tile(rows, count, tap, t, seen, down, conv.strideW() * L, g, dyAt, partial, at, lanes);
                }
            }
        }
    }

    private int existing(int group) {
        return Math.min(L, conv.groups() - group);
    }

    /** dy of an output of each group, [pixel][L]. Lanes without a group have leftovers, which nobody reads. */
    private void gradient(int image, int group, int o, int i, int rows, int j, int count, float[] to, int toAt) {
        int outW = dy.dim(3);
        int pixels = dy.dim(2) * outW;
        int from = dy.offset() + (image * dy.dim(1) + group * outputs + o) * pixels + i * outW + j;
        // Either rows or columns are cut, so what is asked for stands in one piece.
        Panels.longRows(dy.array(), from, outputs * pixels, rows * count, existing(group), to, toAt, L);
    }

    /** The padded input of an input channel of each group from row top on, [row][column][L]. */
    private void input(int image, int group, int c, int top, int rows, int j, float[] to) {
        int h = x.dim(2);
        int width = x.dim(3);
        int plane = x.offset() + (image * x.dim(1) + group * inputs + c) * h * width;
        int left = j * conv.strideW() - conv.padLeft();
        int first = Math.clamp(-left, 0, columns);
        int last = Math.clamp(width - left, first, columns);
        int needed = (rows - 1) * conv.strideH() + (kernelH - 1) * conv.dilationH() + 1;
        for (int r = 0; r < needed; r++) {
            int at = r * columns * L;
            int row = top + r;
            if (row < 0 || row >= h) {
                Arrays.fill(to, at, at + columns * L, 0f);
                continue;
            }
            Arrays.fill(to, at, at + first * L, 0f);
            int from = plane + row * width + left + first;
            Panels.longRows(x.array(), from, inputs * h * width, last - first, existing(group), to, at + first * L, L);
            Arrays.fill(to, at + last * L, at + columns * L, 0f);
        }
    }

    private static void tile(
            int rows,
            int count,
            int[] tap,
            int t,
            float[] x,
            int down,
            int across,
            float[] dy,
            int dyAt,
            float[] c,
            int at,
            int ldc) {
        FloatVector c0 = FloatVector.fromArray(F, c, at);
        FloatVector c1 = FloatVector.fromArray(F, c, at + ldc);
        FloatVector c2 = FloatVector.fromArray(F, c, at + 2 * ldc);
        FloatVector c3 = FloatVector.fromArray(F, c, at + 3 * ldc);
        FloatVector c4 = FloatVector.fromArray(F, c, at + 4 * ldc);
        FloatVector c5 = FloatVector.fromArray(F, c, at + 5 * ldc);
        FloatVector c6 = FloatVector.fromArray(F, c, at + 6 * ldc);
        FloatVector c7 = FloatVector.fromArray(F, c, at + 7 * ldc);
        FloatVector c8 = FloatVector.fromArray(F, c, at + 8 * ldc);
        for (int i = 0; i < rows; i++) {
            int g = dyAt + i * count * L;
            int row = i * down;
            int t0 = tap[t] + row;
            int t1 = tap[t + 1] + row;
            int t2 = tap[t + 2] + row;
            int t3 = tap[t + 3] + row;
            int t4 = tap[t + 4] + row;
            int t5 = tap[t + 5] + row;
            int t6 = tap[t + 6] + row;
            int t7 = tap[t + 7] + row;
            int t8 = tap[t + 8] + row;
            for (int j = 0; j < count; j++) {
                FloatVector d = FloatVector.fromArray(F, dy, g + j * L);
                c0 = d.fma(FloatVector.fromArray(F, x, t0 + j * across), c0);
                c1 = d.fma(FloatVector.fromArray(F, x, t1 + j * across), c1);
                c2 = d.fma(FloatVector.fromArray(F, x, t2 + j * across), c2);
                c3 = d.fma(FloatVector.fromArray(F, x, t3 + j * across), c3);
                c4 = d.fma(FloatVector.fromArray(F, x, t4 + j * across), c4);
                c5 = d.fma(FloatVector.fromArray(F, x, t5 + j * across), c5);
                c6 = d.fma(FloatVector.fromArray(F, x, t6 + j * across), c6);
                c7 = d.fma(FloatVector.fromArray(F, x, t7 + j * across), c7);
                c8 = d.fma(FloatVector.fromArray(F, x, t8 + j * across), c8);
            }
        }
        c0.intoArray(c, at);
        c1.intoArray(c, at + ldc);
        c2.intoArray(c, at + 2 * ldc);
        c3.intoArray(c, at + 3 * ldc);
        c4.intoArray(c, at + 4 * ldc);
        c5.intoArray(c, at + 5 * ldc);
        c6.intoArray(c, at + 6 * ldc);
        c7.intoArray(c, at + 7 * ldc);
        c8.intoArray(c, at + 8 * ldc);
    }

    /** Adds the pixels of a panel [pixels][L] to the chains of its groups. */
    private static void sums(int pixels, float[] panel, int panelAt, float[] to, int at) {
        FloatVector sum = FloatVector.fromArray(F, to, at);
        for (int p = 0; p < pixels; p++) {
            sum = sum.add(FloatVector.fromArray(F, panel, panelAt + p * L));
        }
        sum.intoArray(to, at);
    }

    private void merge(Tensor dw, Tensor db) {
        int ofOutput = (inputs * tapsPadded + 1) * lanes;
        float[] to = dw.array();
        for (int g = 0; g < conv.groups(); g++) {
            for (int o = 0; o < outputs; o++) {
                int at = o * ofOutput + g;
                int out = dw.offset() + (g * outputs + o) * inputs * taps;
                for (int c = 0; c < inputs; c++) {
                    for (int k = 0; k < taps; k++) {
                        to[out + c * taps + k] = merged(at + (c * tapsPadded + k) * lanes);
                    }
                }
                if (db != null) {
                    db.array()[db.offset() + g * outputs + o] = merged(at + inputs * tapsPadded * lanes);
                }
            }
        }
    }

    private float merged(int at) {
        float sum = partial[at];
        for (int grain = 1; grain < grains; grain++) {
            sum += partial[at + grain * partSize];
        }
        return sum;
    }
}
