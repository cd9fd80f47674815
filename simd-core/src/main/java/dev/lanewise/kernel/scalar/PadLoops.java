package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.PadMode;
import dev.lanewise.kernel.PadShape;
import dev.lanewise.kernel.RowSums;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/**
 * The loops of padding over planes. Row r of a plane of y comes from row {@code sources[r]} of the plane of x, element e of
 * a row from {@code columns[e]}; -1 is the padding's value.
 */
final class PadLoops {
    private static final int LANES = 0;

    private PadLoops() {}

    static void pad(
            PadShape pad,
            int[] sources,
            int[] columns,
            int rows,
            Tensor x,
            Tensor y,
            Workspace work,
            int worker,
            int from,
            int to) {
        int in = x.dim(-1);
        int out = y.dim(-1);
        int before = pad.before().get(pad.axes() - 1);
        int size = x.shape().span(x.shape().rank() - pad.axes(), x.shape().rank());
        float value = pad.value();
        float[] lanes = work.floats(worker, LANES, RowSums.LANES);
        for (int plane = from; plane < to; plane++) {
            int at = x.offset() + plane * size;
            if (pad.mode() == PadMode.MEAN) {
                value = ScalarReduce.sum(x.array(), at, size, lanes) * (1f / size);
            }
            for (int r = 0; r < rows; r++) {
                int yAt = y.offset() + (plane * rows + r) * out;
                if (sources[r] < 0) {
                    Arrays.fill(y.array(), yAt, yAt + out, value);
                    continue;
                }
                int xAt = at + sources[r] * in;
                edge(x.array(), xAt, columns, 0, before, value, y.array(), yAt);
                System.arraycopy(x.array(), xAt, y.array(), yAt + before, in);
                edge(x.array(), xAt, columns, before + in, out, value, y.array(), yAt);
            }
        }
    }

    /** Elements [from, to) of a row. */
    private static void edge(float[] x, int xAt, int[] columns, int from, int to, float value, float[] y, int yAt) {
        for (int e = from; e < to; e++) {
            y[yAt + e] = columns[e] < 0 ? value : x[xAt + columns[e]];
        }
    }

    static void padBackward(
            PadShape pad, int[] sources, int[] columns, int rows, Tensor dy, Tensor dx, int from, int to) {
        int in = dx.dim(-1);
        int out = dy.dim(-1);
        int before = pad.before().get(pad.axes() - 1);
        int size = dx.shape().span(dx.shape().rank() - pad.axes(), dx.shape().rank());
        for (int plane = from; plane < to; plane++) {
            int at = dx.offset() + plane * size;
            Arrays.fill(dx.array(), at, at + size, 0f);
            float lost = 0f;
            for (int r = 0; r < rows; r++) {
                int yAt = dy.offset() + (plane * rows + r) * out;
                if (sources[r] < 0) {
                    lost = chain(lost, dy.array(), yAt, out);
                    continue;
                }
                int xAt = at + sources[r] * in;
                lost = addEdge(dy.array(), yAt, columns, 0, before, dx.array(), xAt, lost);
                add(dy.array(), yAt + before, dx.array(), xAt, in);
                lost = addEdge(dy.array(), yAt, columns, before + in, out, dx.array(), xAt, lost);
            }
            if (pad.mode() == PadMode.MEAN) {
                share(lost * (1f / size), dx.array(), at, size);
            }
        }
    }

    private static float chain(float sum, float[] values, int at, int count) {
        float s = sum;
        for (int i = at; i < at + count; i++) {
            s += values[i];
        }
        return s;
    }

    /** Adds elements [from, to) of a row to their sources; returns the sum of those that have none, added to lost. */
    private static float addEdge(
            float[] dy, int yAt, int[] columns, int from, int to, float[] dx, int xAt, float lost) {
        float s = lost;
        for (int e = from; e < to; e++) {
            if (columns[e] < 0) {
                s += dy[yAt + e];
            } else {
                dx[xAt + columns[e]] += dy[yAt + e];
            }
        }
        return s;
    }

    static void add(float[] x, int xi, float[] y, int yi, int n) {
        for (int i = 0; i < n; i++) {
            y[yi + i] += x[xi + i];
        }
    }

    private static void share(float value, float[] y, int yi, int n) {
        for (int i = 0; i < n; i++) {
            y[yi + i] += value;
        }
    }
}
