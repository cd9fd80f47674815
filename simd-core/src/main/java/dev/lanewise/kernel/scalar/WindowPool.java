package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/** The loops of {@link ScalarPool} over windows that are dilated, or whose extents follow from the output's. */
final class WindowPool {
    private WindowPool() {}

    /** The first row (or column) of an adaptive window. */
    private static int begin(int i, int extent, int outputs) {
        return (int) ((long) i * extent / outputs);
    }

    /** The row after the last of an adaptive window. */
    private static int end(int i, int extent, int outputs) {
        return (int) (((i + 1L) * extent + outputs - 1) / outputs);
    }

    static void average(Tensor x, Tensor y, int from, int to) {
        int h = x.dim(2);
        int w = x.dim(3);
        int outH = y.dim(2);
        int outW = y.dim(3);
        float[][] scratch = WindowSums.rows(w);
        for (int plane = from; plane < to; plane++) {
            int at = x.offset() + plane * h * w;
            int out = y.offset() + plane * outH * outW;
            for (int i = 0; i < outH; i++) {
                int r0 = begin(i, h, outH);
                int r1 = end(i, h, outH);
                for (int j = 0; j < outW; j++, out++) {
                    int c0 = begin(j, w, outW);
                    int c1 = end(j, w, outW);
                    float sum = outH * outW == 1
                            ? WindowSums.plane(x.array(), at, h * w, scratch)
                            : WindowSums.sum(x.array(), at, w, r0, r1, c0, c1, scratch);
                    y.array()[out] = sum * (1f / ((r1 - r0) * (c1 - c0)));
                }
            }
        }
    }

    static void averageBackward(Tensor dy, Tensor dx, int from, int to) {
        int h = dx.dim(2);
        int w = dx.dim(3);
        int outH = dy.dim(2);
        int outW = dy.dim(3);
        float[] row = WindowSums.rows(w)[0];
        for (int plane = from; plane < to; plane++) {
            int at = dx.offset() + plane * h * w;
            Arrays.fill(dx.array(), at, at + h * w, 0f);
            int out = dy.offset() + plane * outH * outW;
            for (int i = 0; i < outH; i++) {
                int r0 = begin(i, h, outH);
                int r1 = end(i, h, outH);
                Arrays.fill(row, 0, w, 0f);
                for (int j = 0; j < outW; j++, out++) {
                    int c0 = begin(j, w, outW);
                    int c1 = end(j, w, outW);
                    float share = dy.array()[out] * (1f / ((r1 - r0) * (c1 - c0)));
                    for (int c = c0; c < c1; c++) {
                        row[c] += share;
                    }
                }
                WindowSums.add(row, dx.array(), at, w, r0, r1);
            }
        }
    }

    static void max(Tensor x, Tensor y, IntTensor indices, int from, int to) {
        int h = x.dim(2);
        int w = x.dim(3);
        int outH = y.dim(2);
        int outW = y.dim(3);
        for (int plane = from; plane < to; plane++) {
            int at = x.offset() + plane * h * w;
            int out = plane * outH * outW;
            for (int i = 0; i < outH; i++) {
                int r0 = begin(i, h, outH);
                int r1 = end(i, h, outH);
                for (int j = 0; j < outW; j++, out++) {
                    int best = ScalarPool.argmax(x.array(), at, w, r0, r1, begin(j, w, outW), end(j, w, outW));
                    y.array()[y.offset() + out] = x.array()[at + best];
                    indices.array()[indices.offset() + out] = best;
                }
            }
        }
    }

    static void dilatedMax(Pool2dShape pool, Tensor x, Tensor y, IntTensor indices, int from, int to) {
        int h = x.dim(2);
        int w = x.dim(3);
        int outH = y.dim(2);
        int outW = y.dim(3);
        for (int plane = from; plane < to; plane++) {
            int at = x.offset() + plane * h * w;
            int out = plane * outH * outW;
            for (int i = 0; i < outH; i++) {
                for (int j = 0; j < outW; j++, out++) {
                    int best = dilatedArgmax(pool, x.array(), at, h, w, i, j);
                    y.array()[y.offset() + out] = x.array()[at + best];
                    indices.array()[indices.offset() + out] = best;
                }
            }
        }
    }

    /** Where in the plane the largest element of window (i, j) stands; the first NaN wins over all. */
    private static int dilatedArgmax(Pool2dShape pool, float[] x, int at, int h, int w, int i, int j) {
        int best = -1;
        float largest = 0f;
        for (int kh = 0; kh < pool.kernelH(); kh++) {
            int r = i * pool.strideH() - pool.padH() + kh * pool.dilationH();
            for (int kw = 0; kw < pool.kernelW() && r >= 0 && r < h; kw++) {
                int c = j * pool.strideW() - pool.padW() + kw * pool.dilationW();
                if (c < 0 || c >= w) {
                    continue;
                }
                float v = x[at + r * w + c];
                if (best < 0 || v > largest || (Float.isNaN(v) && !Float.isNaN(largest))) {
                    best = r * w + c;
                    largest = v;
                }
            }
        }
        return best;
    }
}
