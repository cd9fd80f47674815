package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.AttentionSteps.PANEL;

import dev.lanewise.kernel.AttentionInputs;
import dev.lanewise.kernel.AttentionKernels;
import dev.lanewise.kernel.AttentionRule;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/**
 * {@link AttentionKernels#forward} in panels of queries: for every block of keys the product of keys and queries gives the
 * scores transposed, they become weights where they lie, and their product with the values goes on in y. A block of scores
 * is in the first-level cache all the time.
 *
 * <p>Kept in the workspace; {@link #run} sets everything.
 */
final class AttentionForward implements Parallel.Body {
    private static final int QUERIES = 0;
    private static final int SCORES = 1;
    private static final int STATE = 2;
    private static final int EDGE = 3;

    // Multiply-adds of a chunk: some tens of microseconds.
    private static final long CHUNK = 1 << 21;

    private AttentionRule rule;
    private AttentionInputs in;
    private Tensor y;
    private Tensor peak;
    private Tensor norm;
    private Workspace work;
    private int heads;
    private int queries;
    private int keys;
    private int depth;
    private int width;
    private int blocks;

    void run(AttentionRule rule, AttentionInputs in, Tensor y, Tensor peak, Tensor norm, Workspace work) {
        this.rule = rule;
        this.in = in;
        this.y = y;
        this.peak = peak;
        this.norm = norm;
        this.work = work;
        heads = in.q().dim(1);
        queries = in.q().dim(2);
        keys = in.k().dim(2);
        depth = in.q().dim(3);
        width = in.v().dim(3);
        blocks = (queries + AttentionKernels.QUERIES - 1) / AttentionKernels.QUERIES;
        long cost = Math.max(1, (long) AttentionKernels.QUERIES * keys * (depth + width));
        int grain = (int) Math.max(1, CHUNK / cost);
        Parallel.run(in.q().dim(0) * heads * blocks, grain, this);
        this.in = null;
        this.y = null;
        this.peak = null;
        this.norm = null;
    }

    @Override
    public void run(int from, int to, int worker) {
        for (int item = from; item < to; item++) {
            int head = item / blocks;
            int first = item % blocks * AttentionKernels.QUERIES;
            int horizon = rule.horizon(first, queries, keys);
            int end = Math.min(queries, first + AttentionKernels.QUERIES);
            for (int query = first; query < end; query += PANEL) {
                panel(head, query, Math.min(PANEL, end - query), horizon, worker);
            }
        }
    }

    private void panel(int head, int query, int count, int horizon, int worker) {
        float[] q = work.floats(worker, QUERIES, depth * PANEL);
        float[] s = work.floats(worker, SCORES, (AttentionKernels.KEYS + 1) * PANEL);
        float[] state = work.floats(worker, STATE, AttentionSteps.STATE);
        float[] edge = work.floats(worker, EDGE, AttentionTiles.scratch(AttentionKernels.KEYS));
        int row = head * queries + query;
        int batch = head / heads;
        int keyHead = head / in.group();
        AttentionSteps.pack(rule.scale(), in.q().array(), in.q().offset() + row * depth, depth, count, q, 0, s);
        AttentionSteps.start(state);
        int yAt = y.offset() + row * width;
        if (horizon == 0) {
            Arrays.fill(y.array(), yAt, yAt + count * width, 0f);
            AttentionSteps.soften(s, 0, state);
        }
        for (int first = 0; first < horizon; first += AttentionKernels.KEYS) {
            int n = Math.min(AttentionKernels.KEYS, horizon - first);
            int kAt = in.k().offset() + (keyHead * keys + first) * depth;
            AttentionTiles.multiply(n, PANEL, depth, in.k().array(), kAt, depth, q, 0, PANEL, s, 0, PANEL, false, edge);
            AttentionSteps.mask(rule, in, batch, head % heads, query, count, first, n, s, 0, PANEL, edge);
            AttentionSteps.soften(s, n, state);
            if (rule.dropout() > 0f) {
                long element = (long) row * keys + first;
                int[] words = work.ints(worker, 0, AttentionKernels.KEYS * PANEL);
                int[] others = work.ints(worker, 1, AttentionKernels.KEYS * PANEL);
                AttentionSteps.drop(rule, element, keys, n, s, s, 0, PANEL, words, others);
            }
            int vAt = in.v().offset() + (keyHead * keys + first) * width;
            boolean add = first > 0;
            AttentionTiles.multiplyTransposed(
                    count,
                    width,
                    n,
                    s,
                    0,
                    PANEL,
                    in.v().array(),
                    vAt,
                    width,
                    y.array(),
                    yAt,
                    width,
                    add,
                    add ? state : null,
                    AttentionSteps.FACTOR,
                    edge);
        }
        finish(state, row, count, yAt);
    }

    private void finish(float[] state, int row, int count, int yAt) {
        for (int c = 0; c < count; c++) {
            float sum = state[AttentionSteps.SUM + c];
            float factor = sum == 0f ? 0f : 1f / sum;
            peak.array()[peak.offset() + row + c] = state[AttentionSteps.BASE + c];
            norm.array()[norm.offset() + row + c] = factor;
            AttentionSteps.scaleRow(factor, y.array(), yAt + c * width, width);
        }
    }
}
