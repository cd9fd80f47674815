package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;

import dev.lanewise.kernel.Workspace;
import dev.lanewise.kernel.scalar.ScalarCell;
import dev.lanewise.tensor.Tensor;

/**
 * Recurrent cells on vectors, in place where their operands lie, with the bits of {@link ScalarCell}, which computes the
 * columns behind the last whole register.
 */
final class VectorCell extends ScalarCell {
    @Override
    protected void rnnRun(
            Function function, Tensor a, Tensor hidden, Tensor h, Workspace work, int from, int to, int worker) {
        int whole = F.loopBound(to - from);
        float[] x = a.array();
        int at = a.offset() + from;
        float[] b = hidden.array();
        int bAt = hidden.offset() + from;
        switch (function) {
            case TANH -> GateLoops.tanh(x, at, b, bAt, h.array(), h.offset() + from, whole);
            case RELU -> GateLoops.relu(x, at, b, bAt, h.array(), h.offset() + from, whole);
        }
        super.rnnRun(function, a, hidden, h, work, from + whole, to, worker);
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
        int width = h.dim(1);
        int whole = F.loopBound(width);
        float[] a = gates.array();
        float[] b = hidden.array();
        for (int row = from; row < to; row++) {
            int at = row * width;
            int i = gates.offset() + 4 * at;
            int o = i + 3 * width;
            int bAt = hidden.offset() + 4 * at;
            int cAt = c.offset() + at;
            int tAt = tanhC.offset() + at;
            sigmoids(a, i, b, bAt, width, whole);
            GateLoops.sigmoid(a, o, b, bAt + 3 * width, whole);
            GateLoops.cell(
                    a, i, width, b, bAt + 2 * width, cPrevious.array(), cPrevious.offset() + at, c.array(), cAt, whole);
            GateLoops.output(a, o, c.array(), cAt, tanhC.array(), tAt, h.array(), h.offset() + at, whole);
        }
        if (whole < width) {
            super.lstmRows(gates, hidden, cPrevious, c, tanhC, h, work, from, to, whole, worker);
        }
    }

    /** The first two gates of a row, in one run if nothing is left between them. */
    private static void sigmoids(float[] a, int at, float[] b, int bAt, int width, int whole) {
        if (whole == width) {
            GateLoops.sigmoid(a, at, b, bAt, 2 * width);
        } else {
            GateLoops.sigmoid(a, at, b, bAt, whole);
            GateLoops.sigmoid(a, at + width, b, bAt + width, whole);
        }
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
        int width = dy.dim(1);
        int whole = F.loopBound(width);
        for (int row = from; row < to; row++) {
            int at = row * width;
            int gate = gates.offset() + 4 * at;
            int daAt = da.offset() + 4 * at;
            int dcAt = dcPrevious.offset() + at;
            GateLoops.outputGradient(
                    gates.array(),
                    gate + 3 * width,
                    tanhC.array(),
                    tanhC.offset() + at,
                    dy.array(),
                    dy.offset() + at,
                    dh.array(),
                    dh.offset() + at,
                    dc.array(),
                    dc.offset() + at,
                    da.array(),
                    daAt + 3 * width,
                    dcPrevious.array(),
                    dcAt,
                    whole);
            GateLoops.cellGradient(
                    gates.array(),
                    gate,
                    width,
                    cPrevious.array(),
                    cPrevious.offset() + at,
                    da.array(),
                    daAt,
                    dcPrevious.array(),
                    dcAt,
                    whole);
        }
        if (whole < width) {
            super.lstmBackwardRows(gates, cPrevious, tanhC, dy, dh, dc, da, dcPrevious, work, from, to, whole, worker);
        }
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
        int width = h.dim(1);
        int whole = F.loopBound(width);
        for (int row = from; row < to; row++) {
            int at = row * width;
            int r = gates.offset() + 3 * at;
            int b = hidden.offset() + 3 * at;
            int bnAt = bn.offset() + at;
            sigmoids(gates.array(), r, hidden.array(), b, width, whole);
            GateLoops.candidate(gates.array(), r, width, hidden.array(), b + 2 * width, bn.array(), bnAt, whole);
            GateLoops.mix(
                    gates.array(),
                    r + width,
                    width,
                    hPrevious.array(),
                    hPrevious.offset() + at,
                    h.array(),
                    h.offset() + at,
                    whole);
        }
        if (whole < width) {
            super.gruRows(gates, hidden, hPrevious, bn, h, work, from, to, whole, worker);
        }
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
        int width = dy.dim(1);
        int whole = F.loopBound(width);
        for (int row = from; row < to; row++) {
            int at = row * width;
            int r = gates.offset() + 3 * at;
            int daAt = da.offset() + 3 * at;
            int dbAt = db.offset() + 3 * at;
            GateLoops.mixGradient(
                    gates.array(),
                    r + width,
                    width,
                    dy.array(),
                    dy.offset() + at,
                    dh.array(),
                    dh.offset() + at,
                    hPrevious.array(),
                    hPrevious.offset() + at,
                    da.array(),
                    daAt + width,
                    dhPrevious.array(),
                    dhPrevious.offset() + at,
                    whole);
            GateLoops.resetGradient(
                    gates.array(), r, width, bn.array(), bn.offset() + at, da.array(), daAt, db.array(), dbAt, whole);
        }
        if (whole < width) {
            super.gruBackwardRows(gates, bn, hPrevious, dy, dh, da, db, dhPrevious, work, from, to, whole, worker);
        }
    }
}
