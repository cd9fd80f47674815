package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;

/** Rows {@code [from, to)} of a step of gated recurrent units, from a column on, piece by piece. */
final class GruRows {
    private GruRows() {}

    static void forward(
            Tensor gates,
            Tensor hidden,
            Tensor hPrevious,
            Tensor bn,
            Tensor h,
            Workspace work,
            int from,
            int to,
            int column,
            int worker) {
        int width = h.dim(1);
        float[] r = work.floats(worker, 0, CellLoops.PIECE);
        float[] z = work.floats(worker, 1, CellLoops.PIECE);
        float[] candidate = work.floats(worker, 2, CellLoops.PIECE);
        float[] b = work.floats(worker, 3, CellLoops.PIECE);
        float[] y = work.floats(worker, 4, CellLoops.PIECE);
        for (int row = from; row < to; row++) {
            for (int j = column; j < width; j += CellLoops.PIECE) {
                int n = Math.min(CellLoops.PIECE, width - j);
                int at = row * width + j;
                int gate = row * 3 * width + j;
                CellLoops.load(gates, gate, r, n);
                CellLoops.load(hidden, gate, b, n);
                CellLoops.add(b, r, n);
                CellLoops.sigmoid(r, n);
                CellLoops.load(gates, gate + width, z, n);
                CellLoops.load(hidden, gate + width, b, n);
                CellLoops.add(b, z, n);
                CellLoops.sigmoid(z, n);
                CellLoops.load(gates, gate + 2 * width, candidate, n);
                CellLoops.load(hidden, gate + 2 * width, b, n);
                CellLoops.accumulateProduct(r, b, candidate, n);
                CellLoops.tanh(candidate, n);
                CellLoops.load(hPrevious, at, y, n);
                CellLoops.gruMix(z, candidate, y, n);
                CellLoops.store(r, gates, gate, n);
                CellLoops.store(z, gates, gate + width, n);
                CellLoops.store(candidate, gates, gate + 2 * width, n);
                CellLoops.store(b, bn, at, n);
                CellLoops.store(y, h, at, n);
            }
        }
    }

    static void backward(
            Tensor gates,
            Tensor bn,
            Tensor hPrevious,
            Tensor dy,
            Tensor dh,
            Tensor da,
            Tensor db,
            Tensor dhPrevious,
            Workspace work,
            int from,
            int to,
            int column,
            int worker) {
        int width = dy.dim(1);
        float[] r = work.floats(worker, 0, CellLoops.PIECE);
        float[] z = work.floats(worker, 1, CellLoops.PIECE);
        float[] candidate = work.floats(worker, 2, CellLoops.PIECE);
        float[] b = work.floats(worker, 3, CellLoops.PIECE);
        float[] s = work.floats(worker, 4, CellLoops.PIECE);
        float[] before = work.floats(worker, 5, CellLoops.PIECE);
        for (int row = from; row < to; row++) {
            for (int j = column; j < width; j += CellLoops.PIECE) {
                int n = Math.min(CellLoops.PIECE, width - j);
                int at = row * width + j;
                int gate = row * 3 * width + j;
                CellLoops.load(gates, gate, r, n);
                CellLoops.load(gates, gate + width, z, n);
                CellLoops.load(gates, gate + 2 * width, candidate, n);
                CellLoops.load(bn, at, b, n);
                CellLoops.load(dh, at, before, n);
                CellLoops.load(dy, at, s, n);
                CellLoops.add(before, s, n);
                CellLoops.load(hPrevious, at, before, n);
                CellLoops.gruMixBackward(z, candidate, s, before, n);
                CellLoops.gruResetBackward(r, b, candidate, n);
                CellLoops.store(r, da, gate, n);
                CellLoops.store(z, da, gate + width, n);
                CellLoops.store(candidate, da, gate + 2 * width, n);
                CellLoops.store(r, db, gate, n);
                CellLoops.store(z, db, gate + width, n);
                CellLoops.store(b, db, gate + 2 * width, n);
                CellLoops.store(s, dhPrevious, at, n);
            }
        }
    }
}
