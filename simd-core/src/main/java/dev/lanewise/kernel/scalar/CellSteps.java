package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.CellKernels;
import dev.lanewise.kernel.CellShapes;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/** Recurrent cells, fused over their gates: what both sets share, the checks and the split over threads. */
public abstract class CellSteps implements CellKernels {
    // About 20 microseconds of work: more than starting a chunk, little enough to balance.
    private static final int GRAIN = 1 << 11;

    /** Stateless. */
    protected CellSteps() {}

    /** {@link #rnn} for elements {@code [from, to)}. */
    protected abstract void rnnRun(
            Function function, Tensor a, Tensor hidden, Tensor h, Workspace work, int from, int to, int worker);

    /** {@link #rnnBackward} for elements {@code [from, to)}. */
    protected abstract void rnnBackwardRun(
            Function function, Tensor h, Tensor dy, Tensor dh, Tensor da, Workspace work, int from, int to, int worker);

    /** {@link #lstm} for rows {@code [from, to)}, from a column of H on. */
    protected abstract void lstmRows(
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
            int worker);

    /** {@link #lstmBackward} for rows {@code [from, to)}, from a column of H on. */
    protected abstract void lstmBackwardRows(
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
            int worker);

    /** {@link #gru} for rows {@code [from, to)}, from a column of H on. */
    protected abstract void gruRows(
            Tensor gates,
            Tensor hidden,
            Tensor hPrevious,
            Tensor bn,
            Tensor h,
            Workspace work,
            int from,
            int to,
            int column,
            int worker);

    /** {@link #gruBackward} for rows {@code [from, to)}, from a column of H on. */
    protected abstract void gruBackwardRows(
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
            int worker);

    private static int grain(int h) {
        return Math.max(1, GRAIN / Math.max(1, h));
    }

    @Override
    public void rnn(Function function, Tensor a, Tensor hidden, Tensor h, Workspace work) {
        CellShapes.gates("rnn", "h", h, 1, "a", a);
        CellShapes.gates("rnn", "h", h, 1, "hidden", hidden);
        int n = h.size();
        if (Parallel.inline(n, GRAIN)) {
            rnnRun(function, a, hidden, h, work, 0, n, 0);
        } else {
            Parallel.run(n, GRAIN, (from, to, worker) -> rnnRun(function, a, hidden, h, work, from, to, worker));
        }
    }

    @Override
    public void rnnBackward(Function function, Tensor h, Tensor dy, Tensor dh, Tensor da, Workspace work) {
        CellShapes.gates("rnnBackward", "h", h, 1, "dy", dy);
        CellShapes.gates("rnnBackward", "h", h, 1, "dh", dh);
        CellShapes.gates("rnnBackward", "h", h, 1, "da", da);
        int n = h.size();
        if (Parallel.inline(n, GRAIN)) {
            rnnBackwardRun(function, h, dy, dh, da, work, 0, n, 0);
        } else {
            Parallel.run(
                    n, GRAIN, (from, to, worker) -> rnnBackwardRun(function, h, dy, dh, da, work, from, to, worker));
        }
    }

    @Override
    public void lstm(Tensor gates, Tensor hidden, Tensor cPrevious, Tensor c, Tensor tanhC, Tensor h, Workspace work) {
        CellShapes.gates("lstm", "h", h, 4, "gates", gates);
        CellShapes.gates("lstm", "h", h, 4, "hidden", hidden);
        CellShapes.gates("lstm", "h", h, 1, "cPrevious", cPrevious);
        CellShapes.gates("lstm", "h", h, 1, "c", c);
        CellShapes.gates("lstm", "h", h, 1, "tanhC", tanhC);
        int rows = h.dim(0);
        int grain = grain(h.dim(1));
        if (Parallel.inline(rows, grain)) {
            lstmRows(gates, hidden, cPrevious, c, tanhC, h, work, 0, rows, 0, 0);
        } else {
            Parallel.run(
                    rows,
                    grain,
                    (from, to, worker) -> lstmRows(gates, hidden, cPrevious, c, tanhC, h, work, from, to, 0, worker));
        }
    }

    @Override
    public void lstmBackward(
            Tensor gates,
            Tensor cPrevious,
            Tensor tanhC,
            Tensor dy,
            Tensor dh,
            Tensor dc,
            Tensor da,
            Tensor dcPrevious,
            Workspace work) {
        CellShapes.gates("lstmBackward", "dy", dy, 4, "gates", gates);
        CellShapes.gates("lstmBackward", "dy", dy, 1, "cPrevious", cPrevious);
        CellShapes.gates("lstmBackward", "dy", dy, 1, "tanhC", tanhC);
        CellShapes.gates("lstmBackward", "dy", dy, 1, "dh", dh);
        CellShapes.gates("lstmBackward", "dy", dy, 1, "dc", dc);
        CellShapes.gates("lstmBackward", "dy", dy, 4, "da", da);
        CellShapes.gates("lstmBackward", "dy", dy, 1, "dcPrevious", dcPrevious);
        int rows = dy.dim(0);
        int grain = grain(dy.dim(1));
        if (Parallel.inline(rows, grain)) {
            lstmBackwardRows(gates, cPrevious, tanhC, dy, dh, dc, da, dcPrevious, work, 0, rows, 0, 0);
        } else {
            Parallel.run(
                    rows,
                    grain,
                    (from, to, worker) -> lstmBackwardRows(
                            gates, cPrevious, tanhC, dy, dh, dc, da, dcPrevious, work, from, to, 0, worker));
        }
    }

    @Override
    public void gru(Tensor gates, Tensor hidden, Tensor hPrevious, Tensor bn, Tensor h, Workspace work) {
        CellShapes.gates("gru", "h", h, 3, "gates", gates);
        CellShapes.gates("gru", "h", h, 3, "hidden", hidden);
        CellShapes.gates("gru", "h", h, 1, "hPrevious", hPrevious);
        CellShapes.gates("gru", "h", h, 1, "bn", bn);
        int rows = h.dim(0);
        int grain = grain(h.dim(1));
        if (Parallel.inline(rows, grain)) {
            gruRows(gates, hidden, hPrevious, bn, h, work, 0, rows, 0, 0);
        } else {
            Parallel.run(
                    rows,
                    grain,
                    (from, to, worker) -> gruRows(gates, hidden, hPrevious, bn, h, work, from, to, 0, worker));
        }
    }

    @Override
    public void gruBackward(
            Tensor gates,
            Tensor bn,
            Tensor hPrevious,
            Tensor dy,
            Tensor dh,
            Tensor da,
            Tensor db,
            Tensor dhPrevious,
            Workspace work) {
        CellShapes.gates("gruBackward", "dy", dy, 3, "gates", gates);
        CellShapes.gates("gruBackward", "dy", dy, 1, "bn", bn);
        CellShapes.gates("gruBackward", "dy", dy, 1, "hPrevious", hPrevious);
        CellShapes.gates("gruBackward", "dy", dy, 1, "dh", dh);
        CellShapes.gates("gruBackward", "dy", dy, 3, "da", da);
        CellShapes.gates("gruBackward", "dy", dy, 3, "db", db);
        CellShapes.gates("gruBackward", "dy", dy, 1, "dhPrevious", dhPrevious);
        int rows = dy.dim(0);
        int grain = grain(dy.dim(1));
        if (Parallel.inline(rows, grain)) {
            gruBackwardRows(gates, bn, hPrevious, dy, dh, da, db, dhPrevious, work, 0, rows, 0, 0);
        } else {
            Parallel.run(
                    rows,
                    grain,
                    (from, to, worker) -> gruBackwardRows(
                            gates, bn, hPrevious, dy, dh, da, db, dhPrevious, work, from, to, 0, worker));
        }
    }

    @Override
    public void hold(IntTensor lengths, int t, Tensor previous, Tensor state) {
        CellShapes.hold(lengths, previous, state);
        int d = state.dim(1);
        for (int n = 0; n < lengths.size(); n++) {
            if (t >= lengths.array()[lengths.offset() + n]) {
                int to = state.offset() + n * d;
                if (previous == null) {
                    Arrays.fill(state.array(), to, to + d, 0f);
                } else {
                    System.arraycopy(previous.array(), previous.offset() + n * d, state.array(), to, d);
                }
            }
        }
    }

    @Override
    public void mask(IntTensor lengths, Tensor x, Tensor y) {
        CellShapes.mask(lengths, x, y);
        int d = x.dim(2);
        y.copyFrom(x);
        for (int t = 0; t < x.dim(0); t++) {
            for (int n = 0; n < lengths.size(); n++) {
                if (t >= lengths.array()[lengths.offset() + n]) {
                    int at = y.offset() + (t * lengths.size() + n) * d;
                    Arrays.fill(y.array(), at, at + d, 0f);
                }
            }
        }
    }
}
