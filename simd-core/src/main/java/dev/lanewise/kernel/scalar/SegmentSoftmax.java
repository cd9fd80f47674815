package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Csr;
import dev.lanewise.math.Exp;
import dev.lanewise.tensor.Tensor;

/** Softmax over the entries of rows, which lie apart in memory. */
final class SegmentSoftmax {
    private SegmentSoftmax() {}

    /** Rows [from, to). */
    static void forward(Csr g, Tensor x, Tensor y, int from, int to) {
        int heads = x.dim(1);
        for (int r = from; r < to; r++) {
            for (int h = 0; h < heads; h++) {
                row(g, r, x, y, h, heads);
            }
        }
    }

    private static void row(Csr g, int r, Tensor x, Tensor y, int h, int heads) {
        int begin = g.pointers()[r];
        int end = g.pointers()[r + 1];
        float max = Float.NEGATIVE_INFINITY;
        for (int p = begin; p < end; p++) {
            max = Math.max(max, x.array()[x.offset() + g.number(p) * heads + h]);
        }
        float sum = 0f;
        for (int p = begin; p < end; p++) {
            int at = g.number(p) * heads + h;
            float exp = Exp.exp(x.array()[x.offset() + at] - max);
            y.array()[y.offset() + at] = exp;
            sum += exp;
        }
        float factor = 1f / sum;
        for (int p = begin; p < end; p++) {
            y.array()[y.offset() + g.number(p) * heads + h] *= factor;
        }
    }

    /** The gradient of rows [from, to). */
    static void backward(Csr g, Tensor y, Tensor dy, Tensor dx, int from, int to) {
        int heads = y.dim(1);
        for (int r = from; r < to; r++) {
            int begin = g.pointers()[r];
            int end = g.pointers()[r + 1];
            for (int h = 0; h < heads; h++) {
                float dot = 0f;
                for (int p = begin; p < end; p++) {
                    int at = g.number(p) * heads + h;
                    dot = Math.fma(y.array()[y.offset() + at], dy.array()[dy.offset() + at], dot);
                }
                for (int p = begin; p < end; p++) {
                    int at = g.number(p) * heads + h;
                    dx.array()[dx.offset() + at] = y.array()[y.offset() + at] * (dy.array()[dy.offset() + at] - dot);
                }
            }
        }
    }
}
