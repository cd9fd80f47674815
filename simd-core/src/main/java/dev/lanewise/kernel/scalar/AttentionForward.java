package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.AttentionInputs;
import dev.lanewise.kernel.AttentionKernels;
import dev.lanewise.kernel.AttentionRule;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.math.Exp;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/** {@link AttentionKernels#forward} as it is written down there, a query at a time. */
final class AttentionForward {
    // Queries that share the copies of a block of keys and values.
    private static final int CHUNK = 4 * AttentionKernels.QUERIES;

    private static final int K = 0;
    private static final int V = 1;
    private static final int Q = 0;
    private static final int S = 1;
    private static final int OUT = 2;

    private AttentionForward() {}

    static void run(AttentionRule rule, AttentionInputs in, Tensor y, Tensor peak, Tensor norm, Workspace work) {
        int chunks = (in.q().dim(2) + CHUNK - 1) / CHUNK;
        int items = in.q().dim(0) * in.q().dim(1) * chunks;
        if (Parallel.inline(items, 1)) {
            items(rule, in, y, peak, norm, work, chunks, 0, items, 0);
        } else {
            Parallel.run(
                    items, 1, (from, to, worker) -> items(rule, in, y, peak, norm, work, chunks, from, to, worker));
        }
    }

    private static void items(
            AttentionRule rule,
            AttentionInputs in,
            Tensor y,
            Tensor peak,
            Tensor norm,
            Workspace work,
            int chunks,
            int from,
            int to,
            int worker) {
        for (int item = from; item < to; item++) {
            int first = item % chunks * CHUNK;
            int end = Math.min(in.q().dim(2), first + CHUNK);
            chunk(rule, in, y, peak, norm, work, item / chunks, first, end, worker);
        }
    }

    /** Queries of one head. */
    private static void chunk(
            AttentionRule rule,
            AttentionInputs in,
            Tensor y,
            Tensor peak,
            Tensor norm,
            Workspace work,
            int head,
            int from,
            int to,
            int worker) {
        int keys = in.k().dim(2);
        int depth = in.k().dim(3);
        int width = in.v().dim(3);
        int queries = in.q().dim(2);
        int row = head * queries;
        float[] m = peak.array();
        float[] l = norm.array();
        Arrays.fill(m, peak.offset() + row + from, peak.offset() + row + to, Float.NEGATIVE_INFINITY);
        Arrays.fill(l, norm.offset() + row + from, norm.offset() + row + to, 0f);
        int yAt = y.offset() + row * width;
        Arrays.fill(y.array(), yAt + from * width, yAt + to * width, 0f);
        int keyHead = head / in.group();
        float[][] kT = work.rows(worker, K, depth, AttentionKernels.KEYS);
        float[][] v = work.rows(worker, V, AttentionKernels.KEYS, width);
        int horizon = rule.horizon(to - 1, queries, keys);
        for (int first = 0; first < horizon; first += AttentionKernels.KEYS) {
            int n = Math.min(AttentionKernels.KEYS, horizon - first);
            AttentionScores.transpose(in.k(), in.k().offset() + (keyHead * keys + first) * depth, n, depth, kT);
            AttentionScores.copy(in.v(), in.v().offset() + (keyHead * keys + first) * width, n, width, v);
            for (int i = from; i < to; i++) {
                int seen = Math.min(n, rule.horizon(i, queries, keys) - first);
                if (seen > 0) {
                    block(rule, in, y, peak, norm, work, head, i, first, seen, kT, v, worker);
                }
            }
        }
        for (int i = from; i < to; i++) {
            finish(y.array(), yAt + i * width, width, m, peak.offset() + row + i, l, norm.offset() + row + i);
        }
    }

    /** One query, one block of n keys. */
    private static void block(
            AttentionRule rule,
            AttentionInputs in,
            Tensor y,
            Tensor peak,
            Tensor norm,
            Workspace work,
            int head,
            int query,
            int first,
            int n,
            float[][] kT,
            float[][] v,
            int worker) {
        int depth = in.k().dim(3);
        int width = in.v().dim(3);
        int row = head * in.q().dim(2) + query;
        int batch = head / in.q().dim(1);
        float[] q = work.floats(worker, Q, depth);
        float[] s = work.floats(worker, S, AttentionKernels.KEYS);
        float[] out = work.floats(worker, OUT, width);
        AttentionScores.coefficients(rule.scale(), in.q(), in.q().offset() + row * depth, depth, q);
        AttentionScores.scores(rule, in, batch, head % in.q().dim(1), query, first, n, q, kT, s);
        float before = peak.array()[peak.offset() + row];
        float largest = before;
        for (int j = 0; j < n; j++) {
            largest = s[j] > largest ? s[j] : largest;
        }
        float a = finite(largest);
        float c = Exp.exp(before - a);
        float sum = 0f;
        for (int j = 0; j < n; j++) {
            s[j] = Exp.exp(s[j] - a);
        }
        for (int j = 0; j < n; j++) {
            sum += s[j];
        }
        peak.array()[peak.offset() + row] = largest;
        int l = norm.offset() + row;
        norm.array()[l] = Math.fma(norm.array()[l], c, sum);
        AttentionScores.drop(rule, in, batch, head % in.q().dim(1), query, first, n, s);
        int yAt = y.offset() + row * width;
        System.arraycopy(y.array(), yAt, out, 0, width);
        if (first > 0) {
            for (int d = 0; d < width; d++) {
                out[d] *= c;
            }
        }
        RowProduct.accumulate(s, v, n, out, width);
        System.arraycopy(out, 0, y.array(), yAt, width);
    }

    /** What is subtracted from scores whose largest is given: 0 where there are none, and never -0. */
    private static float finite(float largest) {
        return largest == Float.NEGATIVE_INFINITY ? 0f : largest + 0f;
    }

    private static void finish(float[] y, int at, int width, float[] peak, int peakAt, float[] norm, int normAt) {
        peak[peakAt] = finite(peak[peakAt]);
        norm[normAt] = norm[normAt] == 0f ? 0f : 1f / norm[normAt];
        for (int d = at; d < at + width; d++) {
            y[d] *= norm[normAt];
        }
    }
}
