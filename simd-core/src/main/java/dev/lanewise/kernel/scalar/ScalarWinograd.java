package dev.lanewise.kernel.scalar;

import static dev.lanewise.kernel.Winograd.A;
import static dev.lanewise.kernel.Winograd.A2;
import static dev.lanewise.kernel.Winograd.A3;
import static dev.lanewise.kernel.Winograd.B;
import static dev.lanewise.kernel.Winograd.B2;
import static dev.lanewise.kernel.Winograd.B3;
import static dev.lanewise.kernel.Winograd.PRODUCT;
import static dev.lanewise.kernel.Winograd.Q;
import static dev.lanewise.kernel.Winograd.QA;
import static dev.lanewise.kernel.Winograd.QB;
import static dev.lanewise.kernel.Winograd.SUM;

import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.Winograd;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/**
 * {@link Winograd} without the Vector API: a row of tiles at a time, one image a chunk.
 *
 * <p>Mutable and kept in the workspace; it is the body of its own loop.
 */
final class ScalarWinograd implements Parallel.Body {
    private static final int SEEN = 0;
    private static final int ROW = 1;
    private static final int COEFFICIENTS = 2;
    private static final int FILTERS = 4;
    private static final int INPUT = 5;
    private static final int SUMS = 6;
    private static final int TILE = 7;

    // The side of an output tile, of what it reads, and the positions of the transformed tile.
    private int size;
    private int edge;
    private int positions;
    private boolean back;
    private int padTop;
    private int padLeft;
    private Tensor x;
    private Tensor w;
    private Tensor bias;
    private Tensor y;
    private Workspace work;
    private int channels;
    private int outputs;
    private int across;
    private int ld;
    private int rows;
    private float[] filters;

    /** The forward pass. */
    void forward(
            int tile, Conv2dShape conv, Tensor from, Tensor weights, Tensor added, Tensor to, Workspace workspace) {
        size = tile;
        run(false, conv.padTop(), conv.padLeft(), from, weights, added, to, workspace);
    }

    /** The gradient of the input: the forward pass of dy with the filters turned around. */
    void backwardData(int tile, Conv2dShape conv, Tensor weights, Tensor dy, Tensor dx, Workspace workspace) {
        size = tile;
        run(true, 2 - conv.padTop(), 2 - conv.padLeft(), dy, weights, null, dx, workspace);
    }

    private void run(
            boolean gradient,
            int top,
            int left,
            Tensor from,
            Tensor weights,
            Tensor added,
            Tensor to,
            Workspace workspace) {
        back = gradient;
        padTop = top;
        padLeft = left;
        x = from;
        w = weights;
        bias = added;
        y = to;
        work = workspace;
        edge = size + 2;
        positions = edge * edge;
        channels = x.dim(1);
        outputs = y.dim(1);
        across = Winograd.tiles(size, y.dim(3));
        // Rows of tiles that make a scratch row long enough for C2's loops, and short enough for the cache.
        rows = Math.max(1, 64 / across);
        ld = rows * across;
        filters = work.floats(0, FILTERS, positions * outputs * channels);
        filters();
        Parallel.run(x.dim(0), 1, this);
        x = null;
        w = null;
        bias = null;
        y = null;
    }

    /** U as {@code filters[position][o][c]}. */
    private void filters() {
        float[] tile = work.floats(0, TILE, 2 * positions);
        for (int o = 0; o < outputs; o++) {
            for (int c = 0; c < channels; c++) {
                int at = w.offset() + (back ? c * outputs + o : o * channels + c) * 9;
                for (int k = 0; k < 9; k++) {
                    tile[k] = w.array()[at + (back ? 8 - k : k)];
                }
                for (int j = 0; j < 3; j++) {
                    filter(tile, j, 3, tile, positions + j, 3);
                }
                for (int i = 0; i < edge; i++) {
                    filter(
                            tile,
                            positions + 3 * i,
                            1,
                            filters,
                            (edge * i * outputs + o) * channels + c,
                            outputs * channels);
                }
            }
        }
    }

    /** Some images. */
    @Override
    public void run(int from, int to, int worker) {
        float[] v = work.floats(worker, INPUT, channels * positions * ld);
        float[] m = work.floats(worker, SUMS, outputs * positions * ld);
        for (int image = from; image < to; image++) {
            int down = Winograd.tiles(size, y.dim(2));
            for (int i = 0; i < down; i += rows) {
                int count = Math.min(rows, down - i) * across;
                inputs(image, i, count, v, work.floats(worker, TILE, 2 * positions));
                sums(v, count, m, worker);
                outputs(image, i, count, m, work.floats(worker, TILE, 2 * positions));
            }
        }
    }

    /** V as {@code v[c][position][tile]} of some tiles from row i of tiles on. */
    private void inputs(int image, int i, int count, float[] v, float[] tile) {
        int h = x.dim(2);
        int width = x.dim(3);
        for (int c = 0; c < channels; c++) {
            int plane = x.offset() + (image * channels + c) * h * width;
            for (int t = 0; t < count; t++) {
                int top = (i + t / across) * size - padTop;
                int left = t % across * size - padLeft;
                for (int k = 0; k < positions; k++) {
                    int r = top + k / edge;
                    int s = left + k % edge;
                    boolean exists = r >= 0 && r < h && s >= 0 && s < width;
                    tile[k] = exists ? x.array()[plane + r * width + s] : 0f;
                }
                for (int j = 0; j < edge; j++) {
                    input(tile, j, edge, tile, positions + j, edge);
                }
                for (int r = 0; r < edge; r++) {
                    input(tile, positions + edge * r, 1, v, (c * positions + edge * r) * ld + t, ld);
                }
            }
        }
    }

    /** M as {@code m[o][position][tile]}. */
    private void sums(float[] v, int count, float[] m, int worker) {
        float[][] seen = work.rows(worker, SEEN, channels, ld);
        float[] row = work.floats(worker, ROW, ld);
        float[] coefficients = work.floats(worker, COEFFICIENTS, channels);
        for (int k = 0; k < positions; k++) {
            for (int c = 0; c < channels; c++) {
                System.arraycopy(v, (c * positions + k) * ld, seen[c], 0, count);
            }
            for (int o = 0; o < outputs; o++) {
                System.arraycopy(filters, (k * outputs + o) * channels, coefficients, 0, channels);
                RowProduct.start(0f, row, 0, row, count);
                RowProduct.accumulate(coefficients, seen, channels, row, count);
                System.arraycopy(row, 0, m, (o * positions + k) * ld, count);
            }
        }
    }

    private void outputs(int image, int i, int count, float[] m, float[] tile) {
        int h = y.dim(2);
        int width = y.dim(3);
        for (int o = 0; o < outputs; o++) {
            int plane = y.offset() + (image * outputs + o) * h * width;
            for (int t = 0; t < count; t++) {
                for (int j = 0; j < edge; j++) {
                    output(m, (o * positions + j) * ld + t, edge * ld, tile, j, edge);
                }
                int top = (i + t / across) * size;
                int left = t % across * size;
                for (int r = 0; r < Math.min(size, h - top); r++) {
                    output(tile, edge * r, 1, tile, positions, 1);
                    for (int s = 0; s < Math.min(size, width - left); s++) {
                        float value = tile[positions + s];
                        y.array()[plane + (top + r) * width + left + s] =
                                bias == null ? value : value + bias.array()[bias.offset() + o];
                    }
                }
            }
        }
    }

    private void input(float[] d, int at, int step, float[] t, int to, int toStep) {
        if (size == 2) {
            t[to] = d[at] - d[at + 2 * step];
            t[to + toStep] = d[at + step] + d[at + 2 * step];
            t[to + 2 * toStep] = d[at + 2 * step] - d[at + step];
            t[to + 3 * toStep] = d[at + step] - d[at + 3 * step];
            return;
        }
        float d0 = d[at];
        float d1 = d[at + step];
        float d2 = d[at + 2 * step];
        float d3 = d[at + 3 * step];
        float d4 = d[at + 4 * step];
        float d5 = d[at + 5 * step];
        float e = Math.fma(-B2, d2, d4);
        float f = Math.fma(-B2, d1, d3);
        float g = Math.fma(-A2, d2, d4);
        float h = Math.fma(-A2, d1, d3);
        t[to] = Math.fma(PRODUCT, d0, Math.fma(-SUM, d2, d4));
        t[to + toStep] = Math.fma(A, f, e);
        t[to + 2 * toStep] = Math.fma(-A, f, e);
        t[to + 3 * toStep] = Math.fma(B, h, g);
        t[to + 4 * toStep] = Math.fma(-B, h, g);
        t[to + 5 * toStep] = Math.fma(PRODUCT, d1, Math.fma(-SUM, d3, d5));
    }

    private void filter(float[] g, int at, int step, float[] u, int to, int toStep) {
        float g0 = g[at];
        float g1 = g[at + step];
        float g2 = g[at + 2 * step];
        if (size == 2) {
            u[to] = g0;
            u[to + toStep] = ((g0 + g2) + g1) * 0.5f;
            u[to + 2 * toStep] = ((g0 + g2) - g1) * 0.5f;
            u[to + 3 * toStep] = g2;
            return;
        }
        float e = Math.fma(A2, g2, g0);
        float h = Math.fma(B2, g2, g0);
        u[to] = Q * g0;
        u[to + toStep] = Math.fma(A, g1, e) * QA;
        u[to + 2 * toStep] = Math.fma(-A, g1, e) * QA;
        u[to + 3 * toStep] = Math.fma(B, g1, h) * QB;
        u[to + 4 * toStep] = Math.fma(-B, g1, h) * QB;
        u[to + 5 * toStep] = g2;
    }

    private void output(float[] m, int at, int step, float[] y, int to, int toStep) {
        if (size == 2) {
            y[to] = (m[at] + m[at + step]) + m[at + 2 * step];
            y[to + toStep] = (m[at + step] - m[at + 2 * step]) - m[at + 3 * step];
            return;
        }
        float m0 = m[at];
        float m5 = m[at + 5 * step];
        float p = m[at + step] + m[at + 2 * step];
        float q = m[at + step] - m[at + 2 * step];
        float r = m[at + 3 * step] + m[at + 4 * step];
        float s = m[at + 3 * step] - m[at + 4 * step];
        y[to] = (m0 + p) + r;
        y[to + toStep] = Math.fma(A, q, B * s);
        y[to + 2 * toStep] = Math.fma(A2, p, B2 * r);
        y[to + 3 * toStep] = Math.fma(A3, q, Math.fma(B3, s, m5));
    }
}
