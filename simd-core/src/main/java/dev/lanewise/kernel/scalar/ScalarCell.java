package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;

/** Recurrent cells without the Vector API. */
public class ScalarCell extends CellSteps {
    /** A stateless instance. */
    public ScalarCell() {}

    @Override
    protected void rnnRun(
            Function function, Tensor a, Tensor hidden, Tensor h, Workspace work, int from, int to, int worker) {
        float[] piece = work.floats(worker, 0, CellLoops.PIECE);
        float[] b = work.floats(worker, 1, CellLoops.PIECE);
        for (int at = from; at < to; at += CellLoops.PIECE) {
            int n = Math.min(CellLoops.PIECE, to - at);
            CellLoops.load(a, at, piece, n);
            CellLoops.load(hidden, at, b, n);
            CellLoops.add(b, piece, n);
            switch (function) {
                case TANH -> CellLoops.tanh(piece, n);
                case RELU -> CellLoops.relu(piece, n);
            }
            CellLoops.store(piece, h, at, n);
        }
    }

    @Override
    protected void rnnBackwardRun(
            Function function,
            Tensor h,
            Tensor dy,
            Tensor dh,
            Tensor da,
            Workspace work,
            int from,
            int to,
            int worker) {
        float[] y = work.floats(worker, 0, CellLoops.PIECE);
        float[] s = work.floats(worker, 1, CellLoops.PIECE);
        float[] carried = work.floats(worker, 2, CellLoops.PIECE);
        for (int at = from; at < to; at += CellLoops.PIECE) {
            int n = Math.min(CellLoops.PIECE, to - at);
            CellLoops.load(h, at, y, n);
            CellLoops.load(dy, at, s, n);
            CellLoops.load(dh, at, carried, n);
            CellLoops.add(carried, s, n);
            switch (function) {
                case TANH -> CellLoops.tanhBackward(y, s, n);
                case RELU -> CellLoops.reluBackward(y, s, n);
            }
            CellLoops.store(s, da, at, n);
        }
    }

    @Override
    protected void lstmRows(
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
        LstmRows.forward(gates, hidden, cPrevious, c, tanhC, h, work, from, to, column, worker);
    }

    @Override
    protected void lstmBackwardRows(
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
        LstmRows.backward(gates, cPrevious, tanhC, dy, dh, dc, da, dcPrevious, work, from, to, column, worker);
    }

    @Override
    protected void gruRows(
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
        GruRows.forward(gates, hidden, hPrevious, bn, h, work, from, to, column, worker);
    }

    @Override
    protected void gruBackwardRows(
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
        GruRows.backward(gates, bn, hPrevious, dy, dh, da, db, dhPrevious, work, from, to, column, worker);
    }
}
