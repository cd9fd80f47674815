package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.AttentionGradients;
import dev.lanewise.kernel.AttentionInputs;
import dev.lanewise.kernel.AttentionKernels;
import dev.lanewise.kernel.AttentionRule;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.math.Exp;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/**
 * {@link AttentionKernels#backward} as it is written down there: block by block of the keys, a query at a time. A head of
 * keys is one chunk, since all queries add to its gradients. Kept in the workspace; {@link #run} sets everything.
 */
final class AttentionBackward implements Parallel.Body {
    private static final int BLOCK = AttentionKernels.KEYS;

    // Rows.
    private static final int K_COLUMNS = 0;
    private static final int V_COLUMNS = 1;
    private static final int K_ROWS = 2;
    private static final int DK = 3;
    private static final int DV = 4;
    private static final int ROW = 5;

    // Floats.
    private static final int Q = 0;
    private static final int DY = 1;
    private static final int P = 2;
    private static final int W = 3;
    private static final int G = 4;
    private static final int OUT = 5;

    private AttentionRule rule;
    private AttentionInputs in;
    private Tensor y;
    private Tensor peak;
    private Tensor norm;
    private Tensor dy;
    private AttentionGradients to;
    private Workspace work;
    private int queries;
    private int keys;
    private int depth;
    private int width;

    void run(
            AttentionRule rule,
            AttentionInputs in,
            Tensor y,
            Tensor peak,
            Tensor norm,
            Tensor dy,
            AttentionGradients to,
            Workspace work) {
        this.rule = rule;
        this.in = in;
        this.y = y;
        this.peak = peak;
        this.norm = norm;
        this.dy = dy;
        this.to = to;
        this.work = work;
        queries = in.q().dim(2);
        keys = in.k().dim(2);
        depth = in.k().dim(3);
        width = in.v().dim(3);
        clear(to);
        Parallel.run(in.k().dim(0) * in.k().dim(1), 1, this);
        forget();
    }

    private void forget() {
        in = null;
        y = null;
        peak = null;
        norm = null;
        dy = null;
        to = null;
    }

    /** Fills with 0 what is not added to. */
    static void clear(AttentionGradients to) {
        clear(to.dq(), to.addQ());
        clear(to.dk(), to.addK());
        clear(to.dv(), to.addV());
        clear(to.dScores(), false);
    }

    private static void clear(Tensor t, boolean keep) {
        if (t != null && !keep) {
            t.fill(0f);
        }
    }

    @Override
    public void run(int from, int end, int worker) {
        for (int keyHead = from; keyHead < end; keyHead++) {
            for (int first = 0; first < keys; first += BLOCK) {
                block(keyHead, first, Math.min(BLOCK, keys - first), worker);
            }
        }
    }

    private void block(int keyHead, int first, int n, int worker) {
        int kAt = (keyHead * keys + first) * depth;
        int vAt = (keyHead * keys + first) * width;
        AttentionScores.transpose(in.k(), in.k().offset() + kAt, n, depth, work.rows(worker, K_COLUMNS, depth, BLOCK));
        AttentionScores.transpose(in.v(), in.v().offset() + vAt, n, width, work.rows(worker, V_COLUMNS, width, BLOCK));
        AttentionScores.copy(in.k(), in.k().offset() + kAt, n, depth, work.rows(worker, K_ROWS, BLOCK, depth));
        float[][] dk = work.rows(worker, DK, BLOCK, depth);
        float[][] dv = work.rows(worker, DV, BLOCK, width);
        if (to.dk() != null) {
            AttentionScores.copy(to.dk(), to.dk().offset() + kAt, n, depth, dk);
        }
        if (to.dv() != null) {
            AttentionScores.copy(to.dv(), to.dv().offset() + vAt, n, width, dv);
        }
        int group = in.group();
        for (int head = keyHead * group; head < (keyHead + 1) * group; head++) {
            for (int i = 0; i < queries; i++) {
                int seen = Math.min(n, rule.horizon(i, queries, keys) - first);
                if (seen > 0) {
                    query(head, i, first, seen, worker);
                }
            }
        }
        for (int j = 0; j < n; j++) {
            if (to.dk() != null) {
                System.arraycopy(dk[j], 0, to.dk().array(), to.dk().offset() + kAt + j * depth, depth);
            }
            if (to.dv() != null) {
                System.arraycopy(dv[j], 0, to.dv().array(), to.dv().offset() + vAt + j * width, width);
            }
        }
    }

    /** One query, n keys of a block. */
    private void query(int head, int query, int first, int n, int worker) {
        int row = head * queries + query;
        int batch = head / in.q().dim(1);
        int ofBatch = head % in.q().dim(1);
        float[] q = work.floats(worker, Q, depth);
        float[] p = work.floats(worker, P, BLOCK);
        float[] w = work.floats(worker, W, BLOCK);
        AttentionScores.coefficients(rule.scale(), in.q(), in.q().offset() + row * depth, depth, q);
        AttentionScores.scores(
                rule, in, batch, ofBatch, query, first, n, q, work.rows(worker, K_COLUMNS, depth, BLOCK), p);
        float a = peak.array()[peak.offset() + row];
        float factor = norm.array()[norm.offset() + row];
        for (int j = 0; j < n; j++) {
            p[j] = Exp.exp(p[j] - a) * factor;
        }
        float[][] gradient = work.rows(worker, ROW, 1, Math.max(depth, width));
        if (to.dv() != null) {
            System.arraycopy(p, 0, w, 0, n);
            AttentionScores.drop(rule, in, batch, ofBatch, query, first, n, w);
            System.arraycopy(dy.array(), dy.offset() + row * width, gradient[0], 0, width);
            addOuter(w, gradient, n, work.rows(worker, DV, BLOCK, width), width, work.floats(worker, OUT, 1));
        }
        if (to.scores()) {
            scores(head, query, first, n, p, gradient, worker);
        }
    }

    private void scores(int head, int query, int first, int n, float[] p, float[][] qRow, int worker) {
        int row = head * queries + query;
        float[] coefficients = work.floats(worker, DY, width);
        float[] g = work.floats(worker, G, BLOCK);
        int dyAt = dy.offset() + row * width;
        AttentionScores.coefficients(1f, dy, dyAt, width, coefficients);
        Arrays.fill(g, 0, n, 0f);
        RowProduct.accumulate(coefficients, work.rows(worker, V_COLUMNS, width, BLOCK), width, g, n);
        AttentionScores.drop(rule, in, head / in.q().dim(1), head % in.q().dim(1), query, first, n, g);
        float delta =
                ScalarReduce.dot(y.array(), y.offset() + row * width, dy.array(), dyAt, width, ScalarReduce.lanes());
        for (int j = 0; j < n; j++) {
            g[j] = p[j] * (g[j] - delta);
        }
        if (to.dScores() != null) {
            System.arraycopy(g, 0, to.dScores().array(), to.dScores().offset() + row * keys + first, n);
        }
        for (int j = 0; j < n; j++) {
            g[j] *= rule.scale();
        }
        if (to.dq() != null) {
            float[] out = work.floats(worker, OUT, depth);
            int dqAt = to.dq().offset() + row * depth;
            System.arraycopy(to.dq().array(), dqAt, out, 0, depth);
            RowProduct.accumulate(g, work.rows(worker, K_ROWS, BLOCK, depth), n, out, depth);
            System.arraycopy(out, 0, to.dq().array(), dqAt, depth);
        }
        if (to.dk() != null) {
            System.arraycopy(in.q().array(), in.q().offset() + row * depth, qRow[0], 0, depth);
            addOuter(g, qRow, n, work.rows(worker, DK, BLOCK, depth), depth, work.floats(worker, OUT, 1));
        }
    }

    /** {@code sums[j] = fma(w[j], x, sums[j])} for n rows. */
    private static void addOuter(float[] w, float[][] x, int n, float[][] sums, int size, float[] one) {
        for (int j = 0; j < n; j++) {
            one[0] = w[j];
            RowProduct.accumulate(one, x, 1, sums[j], size);
        }
    }
}
