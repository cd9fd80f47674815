package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.AttentionInputs;
import dev.lanewise.kernel.AttentionRule;
import dev.lanewise.math.Threefry;
import dev.lanewise.tensor.Tensor;

/** What forward and backward of {@link ScalarAttention} compute alike: a row of scores, the draws, copies of blocks. */
final class AttentionScores {
    private AttentionScores() {}

    /** Rows of a matrix as separate rows: {@code rows[r] = t[at + r * width ..]}. */
    static void copy(Tensor t, int at, int count, int width, float[][] rows) {
        for (int r = 0; r < count; r++) {
            System.arraycopy(t.array(), at + r * width, rows[r], 0, width);
        }
    }

    /** Its columns as separate rows: {@code rows[c][r] = t[at + r * width + c]}. */
    static void transpose(Tensor t, int at, int count, int width, float[][] rows) {
        for (int c = 0; c < width; c++) {
            float[] row = rows[c];
            for (int r = 0; r < count; r++) {
                row[r] = t.array()[at + r * width + c];
            }
        }
    }

    /** {@code coefficients = factor * t[at ..]}. */
    static void coefficients(float factor, Tensor t, int at, int count, float[] coefficients) {
        for (int i = 0; i < count; i++) {
            coefficients[i] = factor * t.array()[at + i];
        }
    }

    /**
     * The scores of a query for n keys from {@code first}.
     *
     * @param q the query times the scale
     * @param kT columns of the keys
     */
    static void scores(
            AttentionRule rule,
            AttentionInputs in,
            int batch,
            int head,
            int query,
            int first,
            int n,
            float[] q,
            float[][] kT,
            float[] s) {
        RowProduct.start(0f, s, 0, s, n);
        RowProduct.accumulate(q, kT, in.q().dim(3), s, n);
        if (in.mask() != null) {
            int step = in.maskStep();
            int at = in.maskAt(batch, head, query) + first * step;
            for (int j = 0; j < n; j++) {
                s[j] += in.mask().array()[at + j * step];
            }
        }
        int keys = in.k().dim(2);
        int seen = rule.seen(query, keys) - first;
        for (int j = Math.max(0, seen); j < n; j++) {
            s[j] = Float.NEGATIVE_INFINITY;
        }
        if (in.ignored() != null) {
            int at = in.ignored().offset() + batch * keys + first;
            for (int j = 0; j < n; j++) {
                s[j] = in.ignored().array()[at + j] != 0 ? Float.NEGATIVE_INFINITY : s[j];
            }
        }
    }

    /** Multiplies n weights of a query, from key {@code first}, by the factors that dropout draws. */
    static void drop(
            AttentionRule rule, AttentionInputs in, int batch, int head, int query, int first, int n, float[] w) {
        if (rule.dropout() == 0f) {
            return;
        }
        long key = Threefry.key(rule.seed(), rule.stream());
        long row = ((long) batch * in.q().dim(1) + head) * in.q().dim(2) + query;
        long element = row * in.k().dim(2) + first;
        for (int j = 0; j < n; j++) {
            float u = Threefry.unit((int) Threefry.block(key, element + j));
            w[j] *= u < rule.keep() ? rule.keptFactor() : 0f;
        }
    }
}
