package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.AttentionSteps.PANEL;
import static dev.lanewise.kernel.vector.AttentionSteps.STRIP;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.AttentionGradients;
import dev.lanewise.kernel.AttentionInputs;
import dev.lanewise.kernel.AttentionKernels;
import dev.lanewise.kernel.AttentionRule;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/**
 * {@link AttentionKernels#backward} in strips of queries and blocks of keys: weights and their gradients of a strip and a
 * block, transposed as in {@link AttentionForward}, are computed again and used for all three results. A head of keys is
 * one chunk, since all its queries add to its gradients.
 *
 * <p>Kept in the workspace; {@link #run} sets everything.
 */
final class AttentionBackward implements Parallel.Body {
    private static final int BLOCK = 64;

    private static final int QUERIES = 0;
    private static final int DY = 1;
    private static final int P = 2;
    private static final int G = 3;
    private static final int W = 4;
    private static final int STATE = 5;
    private static final int EDGE = 6;

    private AttentionRule rule;
    private AttentionInputs in;
    private Tensor y;
    private Tensor peak;
    private Tensor norm;
    private Tensor dy;
    private AttentionGradients to;
    private Workspace work;
    private int heads;
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
        heads = in.q().dim(1);
        queries = in.q().dim(2);
        keys = in.k().dim(2);
        depth = in.q().dim(3);
        width = in.v().dim(3);
        clear(to.dq(), to.addQ());
        clear(to.dk(), to.addK());
        clear(to.dv(), to.addV());
        clear(to.dScores(), false);
        Parallel.run(in.k().dim(0) * in.k().dim(1), 1, this);
        this.in = null;
        this.y = null;
        this.peak = null;
        this.norm = null;
        this.dy = null;
        this.to = null;
    }

    private static void clear(Tensor t, boolean keep) {
        if (t != null && !keep) {
            t.fill(0f);
        }
    }

    @Override
    public void run(int from, int end, int worker) {
        int group = in.group();
        for (int head = from * group; head < end * group; head++) {
            for (int query = 0; query < queries; query += STRIP) {
                strip(head, query, Math.min(STRIP, queries - query), worker);
            }
        }
    }

    private void strip(int head, int query, int count, int worker) {
        float[] q = work.floats(worker, QUERIES, depth * STRIP);
        float[] dyT = work.floats(worker, DY, width * STRIP);
        float[] state = work.floats(worker, STATE, 3 * STRIP);
        float[] scratch = work.floats(worker, P, BLOCK * STRIP);
        int row = head * queries + query;
        for (int c = 0; c < count; c += PANEL) {
            int panel = Math.min(PANEL, count - c);
            int qAt = in.q().offset() + (row + c) * depth;
            AttentionSteps.pack(rule.scale(), in.q().array(), qAt, depth, panel, q, c * depth, scratch);
            int dyAt = dy.offset() + (row + c) * width;
            AttentionSteps.pack(1f, dy.array(), dyAt, width, panel, dyT, c * width, scratch);
        }
        state(row, count, state);
        int horizon = rule.horizon(query + count - 1, queries, keys);
        for (int first = 0; first < horizon; first += BLOCK) {
            for (int c = 0; c < count; c += PANEL) {
                int n = seen(query + c, first);
                if (n > 0) {
                    panel(head, query + c, c, Math.min(PANEL, count - c), first, n, worker);
                }
            }
            products(head, query, count, first, worker);
        }
    }

    /** How many keys of a block the query's sums run over. */
    private int seen(int query, int first) {
        return Math.min(BLOCK, rule.horizon(query, queries, keys) - first);
    }

    /** Peak, norm and delta of each query; 0 for those that do not exist. */
    private void state(int row, int count, float[] state) {
        Arrays.fill(state, 0, 3 * STRIP, 0f);
        System.arraycopy(peak.array(), peak.offset() + row, state, 0, count);
        System.arraycopy(norm.array(), norm.offset() + row, state, STRIP, count);
        float[] lanes = RowLoops.lanes();
        for (int c = 0; c < count; c++) {
            int yAt = y.offset() + (row + c) * width;
            int dyAt = dy.offset() + (row + c) * width;
            state[2 * STRIP + c] = RowLoops.dot(y.array(), yAt, dy.array(), dyAt, width, lanes);
        }
    }

    /** Weights of a panel, and the gradients of its scores times the scale. */
    private void panel(int head, int query, int c, int count, int first, int n, int worker) {
        float[] p = work.floats(worker, P, BLOCK * STRIP);
        float[] g = work.floats(worker, G, BLOCK * STRIP);
        float[] state = work.floats(worker, STATE, 3 * STRIP);
        float[] edge = work.floats(worker, EDGE, AttentionTiles.scratch(BLOCK));
        int keyHead = head / in.group();
        int kAt = in.k().offset() + (keyHead * keys + first) * depth;
        float[] q = work.floats(worker, QUERIES, depth * STRIP);
        AttentionTiles.multiply(
                n, PANEL, depth, in.k().array(), kAt, depth, q, c * depth, PANEL, p, c, STRIP, false, edge);
        AttentionSteps.mask(rule, in, head / heads, head % heads, query, count, first, n, p, c, STRIP, edge);
        AttentionSteps.weights(p, c, n, state, c, state, STRIP + c);
        AttentionSteps.weights(p, c + L, n, state, c + L, state, STRIP + c + L);
        long element = ((long) head * queries + query) * keys + first;
        if (rule.dropout() > 0f) {
            drop(element, n, p, work.floats(worker, W, BLOCK * STRIP), c, worker);
        }
        if (!to.scores()) {
            return;
        }
        int vAt = in.v().offset() + (keyHead * keys + first) * width;
        float[] dyT = work.floats(worker, DY, width * STRIP);
        AttentionTiles.multiply(
                n, PANEL, width, in.v().array(), vAt, width, dyT, c * width, PANEL, g, c, STRIP, false, edge);
        if (rule.dropout() > 0f) {
            drop(element, n, g, g, c, worker);
        }
        AttentionSteps.centre(p, g, c, n, state, 2 * STRIP + c);
        AttentionSteps.centre(p, g, c + L, n, state, 2 * STRIP + c + L);
        if (to.dScores() != null) {
            int toAt = to.dScores().offset() + (int) element;
            AttentionSteps.give(g, c, count, n, to.dScores().array(), toAt, keys, edge);
        }
        AttentionSteps.scale(rule.scale(), g, c, n);
        AttentionSteps.scale(rule.scale(), g, c + L, n);
    }

    private void drop(long element, int n, float[] from, float[] dropped, int c, int worker) {
        int[] words = work.ints(worker, 0, BLOCK * PANEL);
        int[] others = work.ints(worker, 1, BLOCK * PANEL);
        AttentionSteps.drop(rule, element, keys, n, from, dropped, c, STRIP, words, others);
    }

    /** The gradients' sums of a strip and a block: of the queries, then of values and keys. */
    private void products(int head, int query, int count, int first, int worker) {
        float[] p = work.floats(worker, rule.dropout() > 0f ? W : P, BLOCK * STRIP);
        float[] g = work.floats(worker, G, BLOCK * STRIP);
        float[] edge = work.floats(worker, EDGE, AttentionTiles.scratch(BLOCK));
        int row = head * queries + query;
        int keyRow = head / in.group() * keys + first;
        int done = 0;
        for (int c = 0; c < count; c += AttentionKernels.QUERIES) {
            int n = seen(query + c, first);
            if (n <= 0) {
                continue;
            }
            if (to.dq() != null) {
                int m = Math.min(AttentionKernels.QUERIES, count - c);
                int kAt = in.k().offset() + keyRow * depth;
                int dqAt = to.dq().offset() + (row + c) * depth;
                AttentionTiles.multiplyTransposed(
                        m,
                        depth,
                        n,
                        g,
                        c,
                        STRIP,
                        in.k().array(),
                        kAt,
                        depth,
                        to.dq().array(),
                        dqAt,
                        depth,
                        true,
                        null,
                        0,
                        edge);
            }
            // The keys that no earlier block of queries sees: all queries from here on see them.
            if (n > done) {
                add(p, dy, row + c, count - c, c, keyRow, done, n, to.dv(), width, edge);
                add(g, in.q(), row + c, count - c, c, keyRow, done, n, to.dk(), depth, edge);
                done = n;
            }
        }
    }

    /** {@code sums[j] += a[j] x} for keys [from, to) and queries from column c on. */
    private static void add(
            float[] a,
            Tensor x,
            int xRow,
            int rows,
            int c,
            int keyRow,
            int from,
            int to,
            Tensor sums,
            int size,
            float[] edge) {
        if (sums != null) {
            int aAt = from * STRIP + c;
            int xAt = x.offset() + xRow * size;
            int at = sums.offset() + (keyRow + from) * size;
            AttentionTiles.multiply(
                    to - from, size, rows, a, aAt, STRIP, x.array(), xAt, size, sums.array(), at, size, true, edge);
        }
    }
}
