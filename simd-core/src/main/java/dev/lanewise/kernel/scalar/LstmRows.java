package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;

/** Rows {@code [from, to)} of a step of long short-term memory, from a column on, piece by piece. */
final class LstmRows {
    private LstmRows() {}

    static void forward(
            Tensor gates,
            Tensor hidden,
            Tensor cPrevious,
            Tensor c,
            Tensor tanhC,
            Tensor h,
            Workspace work,
            int from,
            int to,
            int column,
            int worker) {
        int width = h.dim(1);
        float[] i = work.floats(worker, 0, CellLoops.PIECE);
        float[] f = work.floats(worker, 1, CellLoops.PIECE);
        float[] g = work.floats(worker, 2, CellLoops.PIECE);
        float[] o = work.floats(worker, 3, CellLoops.PIECE);
        float[] cell = work.floats(worker, 4, CellLoops.PIECE);
        float[] y = work.floats(worker, 5, CellLoops.PIECE);
        float[] b = work.floats(worker, 6, CellLoops.PIECE);
        for (int row = from; row < to; row++) {
            for (int j = column; j < width; j += CellLoops.PIECE) {
                int n = Math.min(CellLoops.PIECE, width - j);
                int at = row * width + j;
                int gate = row * 4 * width + j;
                sum(gates, hidden, gate, i, b, n);
                sum(gates, hidden, gate + width, f, b, n);
                sum(gates, hidden, gate + 2 * width, g, b, n);
                sum(gates, hidden, gate + 3 * width, o, b, n);
                CellLoops.load(cPrevious, at, cell, n);
                CellLoops.sigmoid(i, n);
                CellLoops.sigmoid(f, n);
                CellLoops.tanh(g, n);
                CellLoops.sigmoid(o, n);
                CellLoops.lstmCell(i, f, g, cell, n);
                CellLoops.store(i, gates, gate, n);
                CellLoops.store(f, gates, gate + width, n);
                CellLoops.store(g, gates, gate + 2 * width, n);
                CellLoops.store(o, gates, gate + 3 * width, n);
                CellLoops.store(cell, c, at, n);
                CellLoops.tanh(cell, n);
                CellLoops.store(cell, tanhC, at, n);
                CellLoops.product(o, cell, y, n);
                CellLoops.store(y, h, at, n);
            }
        }
    }

    static void backward(
            Tensor gates,
            Tensor cPrevious,
            Tensor tanhC,
            Tensor dy,
            Tensor dh,
            Tensor dc,
            Tensor da,
            Tensor dcPrevious,
            Workspace work,
            int from,
            int to,
            int column,
            int worker) {
        int width = dy.dim(1);
        float[] i = work.floats(worker, 0, CellLoops.PIECE);
        float[] f = work.floats(worker, 1, CellLoops.PIECE);
        float[] g = work.floats(worker, 2, CellLoops.PIECE);
        float[] o = work.floats(worker, 3, CellLoops.PIECE);
        float[] t = work.floats(worker, 4, CellLoops.PIECE);
        float[] s = work.floats(worker, 5, CellLoops.PIECE);
        float[] cell = work.floats(worker, 6, CellLoops.PIECE);
        float[] before = work.floats(worker, 7, CellLoops.PIECE);
        for (int row = from; row < to; row++) {
            for (int j = column; j < width; j += CellLoops.PIECE) {
                int n = Math.min(CellLoops.PIECE, width - j);
                int at = row * width + j;
                int gate = row * 4 * width + j;
                CellLoops.load(gates, gate, i, n);
                CellLoops.load(gates, gate + width, f, n);
                CellLoops.load(gates, gate + 2 * width, g, n);
                CellLoops.load(gates, gate + 3 * width, o, n);
                CellLoops.load(tanhC, at, t, n);
                CellLoops.load(dh, at, before, n);
                CellLoops.load(dy, at, s, n);
                CellLoops.add(before, s, n);
                CellLoops.load(dc, at, cell, n);
                CellLoops.load(cPrevious, at, before, n);
                CellLoops.lstmOutputBackward(o, t, s, cell, n);
                CellLoops.lstmCellBackward(i, f, g, before, cell, n);
                CellLoops.store(i, da, gate, n);
                CellLoops.store(f, da, gate + width, n);
                CellLoops.store(g, da, gate + 2 * width, n);
                CellLoops.store(o, da, gate + 3 * width, n);
                CellLoops.store(cell, dcPrevious, at, n);
            }
        }
    }

    /** to = gates + hidden. */
    private static void sum(Tensor gates, Tensor hidden, int at, float[] to, float[] b, int n) {
        CellLoops.load(gates, at, to, n);
        CellLoops.load(hidden, at, b, n);
        CellLoops.add(b, to, n);
    }
}
