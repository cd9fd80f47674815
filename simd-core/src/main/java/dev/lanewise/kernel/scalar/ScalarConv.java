package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.ConvAxis;
import dev.lanewise.kernel.ConvKernels;
import dev.lanewise.kernel.ConvShapes;
import dev.lanewise.kernel.Winograd;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/**
 * Convolution without the Vector API: what each tap sees is copied to scratch rows (im2col), and {@link RowProduct} runs
 * along them.
 */
final class ScalarConv implements ConvKernels {
    private static final int TAPS = 0;
    private static final int ROW = 1;
    private static final int COEFFICIENTS = 2;
    private static final int PARTIAL = 3;

    @Override
    public void forward(Conv2dShape conv, Tensor x, Tensor w, Tensor bias, Tensor y, Workspace work) {
        ConvShapes.check(conv, x, w, bias, y);
        int size = Winograd.tile(conv, w.dim(2), w.dim(3), x.dim(1), w.dim(0), y.dim(2), y.dim(3));
        if (size > 0) {
            work.kept(ScalarWinograd.class, ScalarWinograd::new).forward(size, conv, x, w, bias, y, work);
            return;
        }
        int items = x.dim(0) * conv.groups();
        if (Parallel.inline(items, 1)) {
            for (int item = 0; item < items; item++) {
                forwardItem(conv, x, w, bias, y, item, work, 0);
            }
        } else {
            Parallel.run(items, 1, (item, to, worker) -> forwardItem(conv, x, w, bias, y, item, work, worker));
        }
    }

    /** One group of one image, a block of output rows at a time. */
    private static void forwardItem(
            Conv2dShape conv, Tensor x, Tensor w, Tensor bias, Tensor y, int item, Workspace work, int worker) {
        int image = item / conv.groups();
        int group = item % conv.groups();
        int outputs = w.dim(0) / conv.groups();
        int taps = w.dim(1) * w.dim(2) * w.dim(3);
        int outW = y.dim(3);
        int height = block(outW);
        float[] row = work.floats(worker, ROW, height * outW);
        float[][] seen = work.rows(worker, TAPS, taps, height * outW);
        float[] coefficients = work.floats(worker, COEFFICIENTS, taps);
        for (int i = 0; i < y.dim(2); i += height) {
            int rows = Math.min(height, y.dim(2) - i);
            int size = rows * outW;
            see(conv, x, w, image, group, i, rows, outW, seen);
            for (int o = group * outputs; o < (group + 1) * outputs; o++) {
                System.arraycopy(w.array(), w.offset() + o * taps, coefficients, 0, taps);
                RowProduct.start(0f, row, 0, row, size);
                RowProduct.accumulate(coefficients, seen, taps, row, size);
                if (bias != null) {
                    add(bias.array()[bias.offset() + o], row, size);
                }
                int at = y.offset() + ((image * y.dim(1) + o) * y.dim(2) + i) * outW;
                System.arraycopy(row, 0, y.array(), at, size);
            }
        }
    }

    // As many rows as make a scratch row long enough for C2's loops, and short enough for the cache.
    private static int block(int outW) {
        return Math.max(1, 256 / Math.max(1, outW));
    }

    private static void add(float value, float[] row, int size) {
        for (int j = 0; j < size; j++) {
            row[j] += value;
        }
    }

    /** What every tap sees along some output rows from i on: {@code seen[tap][pixel]}, zeros in the padding. */
    private static void see(
            Conv2dShape conv, Tensor x, Tensor w, int image, int group, int i, int rows, int outW, float[][] seen) {
        int tap = 0;
        for (int c = 0; c < w.dim(1); c++) {
            int plane = x.offset() + (image * x.dim(1) + group * w.dim(1) + c) * x.dim(2) * x.dim(3);
            for (int kh = 0; kh < w.dim(2); kh++) {
                int down = kh * conv.dilationH() - conv.padTop();
                for (int kw = 0; kw < w.dim(3); kw++, tap++) {
                    int left = kw * conv.dilationW() - conv.padLeft();
                    for (int r = 0; r < rows; r++) {
                        int h = (i + r) * conv.strideH() + down;
                        boolean exists = h >= 0 && h < x.dim(2);
                        line(
                                x.array(),
                                plane + h * x.dim(3),
                                exists ? x.dim(3) : 0,
                                left,
                                conv.strideW(),
                                seen[tap],
                                r * outW,
                                outW);
                    }
                }
            }
        }
    }

    /** {@code to[at + j] = from[line + left + j * stride]} for j below count, 0 where that is outside [0, width). */
    private static void line(float[] from, int line, int width, int left, int stride, float[] to, int at, int count) {
        int first = Math.clamp(Math.ceilDiv(-left, stride), 0, count);
        int end = Math.clamp(Math.ceilDiv(width - left, stride), first, count);
        java.util.Arrays.fill(to, at, at + first, 0f);
        if (stride == 1 && end > first) {
            System.arraycopy(from, line + left + first, to, at + first, end - first);
        } else {
            for (int j = first; j < end; j++) {
                to[at + j] = from[line + left + j * stride];
            }
        }
        java.util.Arrays.fill(to, at + end, at + count, 0f);
    }

    @Override
    public void backwardData(Conv2dShape conv, Tensor w, Tensor dy, Tensor dx, Workspace work) {
        ConvShapes.check(conv, dx, w, null, dy);
        int size = Winograd.tile(conv, w.dim(2), w.dim(3), w.dim(0), dx.dim(1), dx.dim(2), dx.dim(3));
        if (size > 0) {
            work.kept(ScalarWinograd.class, ScalarWinograd::new).backwardData(size, conv, w, dy, dx, work);
            return;
        }
        ConvAxis down = work.kept(Axes.class, Axes::new).down;
        ConvAxis across = work.kept(Axes.class, Axes::new).across;
        int items = dx.dim(0) * conv.groups();
        for (int a = 0; a < conv.strideH(); a++) {
            down.set(dx.dim(2), w.dim(2), conv.strideH(), conv.padTop(), conv.dilationH(), a);
            for (int b = 0; b < conv.strideW(); b++) {
                across.set(dx.dim(3), w.dim(3), conv.strideW(), conv.padLeft(), conv.dilationW(), b);
                if (Parallel.inline(items, 1)) {
                    for (int item = 0; item < items; item++) {
                        dataItem(conv, w, dy, dx, down, across, item, work, 0);
                    }
                } else {
                    Parallel.run(
                            items,
                            1,
                            (item, to, worker) -> dataItem(conv, w, dy, dx, down, across, item, work, worker));
                }
            }
        }
    }

    private static final class Axes {
        private final ConvAxis down = new ConvAxis();
        private final ConvAxis across = new ConvAxis();
    }

    /** One phase of one group of one image, a block of its rows at a time. */
    private static void dataItem(
            Conv2dShape conv,
            Tensor w,
            Tensor dy,
            Tensor dx,
            ConvAxis down,
            ConvAxis across,
            int item,
            Workspace work,
            int worker) {
        int image = item / conv.groups();
        int group = item % conv.groups();
        int width = across.count();
        int height = block(width);
        int taps = w.dim(0) / conv.groups() * w.dim(2) * w.dim(3);
        float[] row = work.floats(worker, ROW, height * width);
        float[][] seen = work.rows(worker, TAPS, taps, height * width);
        float[] coefficients = work.floats(worker, COEFFICIENTS, taps);
        for (int i = 0; i < down.count(); i += height) {
            int rows = Math.min(height, down.count() - i);
            int hits = seeGradient(conv, w, dy, down, across, image, group, i, rows, seen);
            for (int c = 0; c < w.dim(1); c++) {
                coefficients(conv, w, down, across, group, c, coefficients);
                RowProduct.start(0f, row, 0, row, rows * width);
                RowProduct.accumulate(coefficients, seen, hits, row, rows * width);
                int channel = image * dx.dim(1) + group * w.dim(1) + c;
                for (int r = 0; r < rows; r++) {
                    int h = down.start() + (i + r) * conv.strideH();
                    int at = dx.offset() + (channel * dx.dim(2) + h) * dx.dim(3) + across.start();
                    for (int j = 0; j < width; j++) {
                        dx.array()[at + j * conv.strideW()] = row[r * width + j];
                    }
                }
            }
        }
    }

    /** What the taps of this phase bring to some rows: {@code seen[tap][pixel]}, zeros outside dy. Returns their number. */
    private static int seeGradient(
            Conv2dShape conv,
            Tensor w,
            Tensor dy,
            ConvAxis down,
            ConvAxis across,
            int image,
            int group,
            int i,
            int rows,
            float[][] seen) {
        int outputs = w.dim(0) / conv.groups();
        int width = across.count();
        int tap = 0;
        for (int o = group * outputs; o < (group + 1) * outputs; o++) {
            int plane = dy.offset() + (image * dy.dim(1) + o) * dy.dim(2) * dy.dim(3);
            for (int kh = 0; kh < w.dim(2); kh++) {
                for (int kw = 0; kw < w.dim(3); kw++) {
                    if (!down.hits(kh) || !across.hits(kw)) {
                        continue;
                    }
                    for (int r = 0; r < rows; r++) {
                        int h = i + r + down.source(kh);
                        boolean exists = h >= 0 && h < dy.dim(2);
                        int line = plane + h * dy.dim(3);
                        int extent = exists ? dy.dim(3) : 0;
                        line(dy.array(), line, extent, across.source(kw), 1, seen[tap], r * width, width);
                    }
                    tap++;
                }
            }
        }
        return tap;
    }

    private static void coefficients(
            Conv2dShape conv, Tensor w, ConvAxis down, ConvAxis across, int group, int c, float[] to) {
        int outputs = w.dim(0) / conv.groups();
        int tap = 0;
        for (int o = group * outputs; o < (group + 1) * outputs; o++) {
            for (int kh = 0; kh < w.dim(2); kh++) {
                for (int kw = 0; kw < w.dim(3); kw++) {
                    if (down.hits(kh) && across.hits(kw)) {
                        to[tap++] = w.array()[w.offset() + ((o * w.dim(1) + c) * w.dim(2) + kh) * w.dim(3) + kw];
                    }
                }
            }
        }
    }

    @Override
    public void backwardWeights(Conv2dShape conv, Tensor x, Tensor dy, Tensor dw, Tensor db, Workspace work) {
        ConvShapes.check(conv, x, dw, db, dy);
        int grains = ConvKernels.grains(x.dim(0), dw.size());
        // Each part has room for dw and, behind it, for db.
        int stride = dw.size() + dw.dim(0);
        float[] partial = work.floats(0, PARTIAL, grains * stride);
        java.util.Arrays.fill(partial, 0, grains * stride, 0f);
        if (Parallel.inline(grains, 1)) {
            for (int grain = 0; grain < grains; grain++) {
                weightsPart(conv, x, dy, dw, partial, grain, grains, work, 0);
            }
        } else {
            Parallel.run(
                    grains,
                    1,
                    (grain, to, worker) -> weightsPart(conv, x, dy, dw, partial, grain, grains, work, worker));
        }
        merge(partial, 0, stride, grains, dw);
        if (db != null) {
            merge(partial, dw.size(), stride, grains, db);
        }
    }

    private static void merge(float[] partial, int at, int stride, int grains, Tensor to) {
        for (int i = 0; i < to.size(); i++) {
            float sum = partial[at + i];
            for (int grain = 1; grain < grains; grain++) {
                sum += partial[at + grain * stride + i];
            }
            to.array()[to.offset() + i] = sum;
        }
    }

    private static void weightsPart(
            Conv2dShape conv,
            Tensor x,
            Tensor dy,
            Tensor dw,
            float[] partial,
            int grain,
            int grains,
            Workspace work,
            int worker) {
        int outputs = dw.dim(0) / conv.groups();
        int taps = dw.dim(1) * dw.dim(2) * dw.dim(3);
        int outW = dy.dim(3);
        int height = block(outW);
        int part = grain * (dw.size() + dw.dim(0));
        float[] row = work.floats(worker, ROW, taps);
        float[] coefficients = work.floats(worker, COEFFICIENTS, height * outW);
        float[][] seen = work.rows(worker, TAPS, taps, height * outW);
        float[][] pixels = work.rows(worker, TAPS + 1, height * outW, taps);
        int end = (int) ((grain + 1L) * x.dim(0) / grains);
        for (int image = (int) ((long) grain * x.dim(0) / grains); image < end; image++) {
            for (int group = 0; group < conv.groups(); group++) {
                for (int i = 0; i < dy.dim(2); i += height) {
                    int rows = Math.min(height, dy.dim(2) - i);
                    see(conv, x, dw, image, group, i, rows, outW, seen);
                    transpose(seen, taps, rows * outW, pixels);
                    for (int o = group * outputs; o < (group + 1) * outputs; o++) {
                        int at = dy.offset() + ((image * dy.dim(1) + o) * dy.dim(2) + i) * outW;
                        System.arraycopy(dy.array(), at, coefficients, 0, rows * outW);
                        System.arraycopy(partial, part + o * taps, row, 0, taps);
                        RowProduct.accumulate(coefficients, pixels, rows * outW, row, taps);
                        System.arraycopy(row, 0, partial, part + o * taps, taps);
                        partial[part + dw.size() + o] = chain(partial[part + dw.size() + o], coefficients, rows * outW);
                    }
                }
            }
        }
    }

    private static float chain(float sum, float[] values, int count) {
        float s = sum;
        for (int j = 0; j < count; j++) {
            s += values[j];
        }
        return s;
    }

    private static void transpose(float[][] from, int rows, int columns, float[][] to) {
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                to[c][r] = from[r][c];
            }
        }
    }
}
