package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.AttentionInputs;
import dev.lanewise.kernel.AttentionKernels;
import dev.lanewise.kernel.AttentionRule;
import dev.lanewise.math.Threefry;
import dev.lanewise.tensor.IntTensor;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The steps between the products of attention, on blocks {@code s[n][ld]} of transposed scores: a row for every key, a
 * column for every query of a panel, so that a query stays in its lane and nothing is ever summed across lanes.
 *
 * <p>A panel is {@link AttentionTiles#COLUMNS} columns, two registers. Columns beyond the count of queries hold finite
 * rubbish.
 */
final class AttentionSteps {
    /** Queries of a panel. */
    static final int PANEL = AttentionTiles.COLUMNS;

    /** From a row to the next in the blocks of {@link AttentionBackward}, two blocks of queries. */
    static final int STRIP = 2 * AttentionKernels.QUERIES;

    /** Where a panel's state keeps: the largest score so far, what is subtracted, the correction of sums, the sum. */
    static final int PEAK = 0;

    static final int BASE = PANEL;
    static final int FACTOR = 2 * PANEL;
    static final int SUM = 3 * PANEL;
    static final int STATE = 4 * PANEL;

    private AttentionSteps() {}

    /**
     * Packs a panel of rows as columns, {@code to[d][PANEL]}, times a factor; columns beyond the count are 0.
     *
     * @param scratch of at least {@link ScaledTransposition#SCRATCH} floats
     */
    static void pack(float factor, float[] x, int at, int depth, int count, float[] to, int toAt, float[] scratch) {
        if (count < PANEL) {
            Panels.rows(x, at, depth, depth, count, to, toAt, PANEL);
            scaleRow(factor, to, toAt, depth * PANEL);
            return;
        }
        int whole = depth - depth % L;
        for (int d = 0; d < whole; d += L) {
            ScaledTransposition.square(factor, x, at + d, depth, to, toAt + d * PANEL, PANEL, scratch);
            ScaledTransposition.square(factor, x, at + L * depth + d, depth, to, toAt + d * PANEL + L, PANEL, scratch);
        }
        if (whole < depth) {
            Panels.rows(x, at + whole, depth, depth - whole, count, to, toAt + whole * PANEL, PANEL);
            scaleRow(factor, to, toAt + whole * PANEL, (depth - whole) * PANEL);
        }
    }

    /**
     * Adds the mask and hides what is left out, for n keys from {@code first} and a panel from {@code query}.
     *
     * @param scratch of at least twice {@link ScaledTransposition#SCRATCH} floats
     */
    static void mask(
            AttentionRule rule,
            AttentionInputs in,
            int batch,
            int head,
            int query,
            int count,
            int first,
            int n,
            float[] s,
            int at,
            int ld,
            float[] scratch) {
        if (in.mask() != null) {
            add(in, batch, head, query, count, first, n, s, at, ld, scratch);
        }
        if (rule.causal()) {
            long seenByFirst = query + 1L + rule.offset() - first;
            for (int j = Math.clamp(seenByFirst, 0, n); j < n; j++) {
                hide(s, at + j * ld, (int) Math.min(PANEL, j - seenByFirst + 1));
            }
        }
        if (in.ignored() != null) {
            IntTensor ignored = in.ignored();
            int from = ignored.offset() + batch * in.k().dim(2) + first;
            for (int j = 0; j < n; j++) {
                if (ignored.array()[from + j] != 0) {
                    hide(s, at + j * ld, PANEL);
                }
            }
        }
    }

    private static void add(
            AttentionInputs in,
            int batch,
            int head,
            int query,
            int count,
            int first,
            int n,
            float[] s,
            int at,
            int ld,
            float[] scratch) {
        float[] mask = in.mask().array();
        int step = in.maskStep();
        if (in.mask().dim(2) == 1) {
            int from = in.maskAt(batch, head, 0) + first * step;
            for (int j = 0; j < n; j++) {
                addSame(mask[from + j * step], s, at + j * ld);
            }
            return;
        }
        int wide = step == 0 ? 0 : count - count % L;
        int high = n - n % L;
        int rows = in.mask().dim(3);
        for (int c = 0; c < wide; c += L) {
            int from = in.maskAt(batch, head, query + c) + first;
            for (int j = 0; j < high; j += L) {
                ScaledTransposition.square(1f, mask, from + j, rows, scratch, ScaledTransposition.SCRATCH, L, scratch);
                addSquare(scratch, s, at + j * ld + c, ld);
            }
        }
        for (int c = 0; c < count; c++) {
            int from = in.maskAt(batch, head, query + c) + first * step;
            for (int j = c < wide ? high : 0; j < n; j++) {
                s[at + j * ld + c] += mask[from + j * step];
            }
        }
    }

    private static void addSquare(float[] square, float[] s, int at, int ld) {
        for (int r = 0; r < L; r++) {
            FloatVector.fromArray(F, s, at + r * ld)
                    .add(FloatVector.fromArray(F, square, ScaledTransposition.SCRATCH + r * L))
                    .intoArray(s, at + r * ld);
        }
    }

    /** Writes n rows of a block as columns: {@code to[c * ldTo + j] = s[j * STRIP + c]}. */
    static void give(float[] s, int at, int count, int n, float[] to, int toAt, int ldTo, float[] scratch) {
        int wide = count - count % L;
        int high = n - n % L;
        for (int c = 0; c < wide; c += L) {
            for (int j = 0; j < high; j += L) {
                ScaledTransposition.square(1f, s, at + j * STRIP + c, STRIP, to, toAt + c * ldTo + j, ldTo, scratch);
            }
        }
        for (int c = 0; c < count; c++) {
            for (int j = c < wide ? high : 0; j < n; j++) {
                to[toAt + c * ldTo + j] = s[at + j * STRIP + c];
            }
        }
    }

    private static void addSame(float value, float[] s, int at) {
        FloatVector.fromArray(F, s, at).add(value).intoArray(s, at);
        FloatVector.fromArray(F, s, at + L).add(value).intoArray(s, at + L);
    }

    /** The first columns of a row become -inf. */
    private static void hide(float[] s, int at, int columns) {
        FloatVector.fromArray(F, s, at)
                .blend(Float.NEGATIVE_INFINITY, F.indexInRange(0, columns))
                .intoArray(s, at);
        FloatVector.fromArray(F, s, at + L)
                .blend(Float.NEGATIVE_INFINITY, F.indexInRange(0, Math.max(0, columns - L)))
                .intoArray(s, at + L);
    }

    /** Nothing seen yet. */
    static void start(float[] state) {
        java.util.Arrays.fill(state, PEAK, PEAK + PANEL, Float.NEGATIVE_INFINITY);
        java.util.Arrays.fill(state, SUM, SUM + PANEL, 0f);
    }

    /**
     * Scores to weights that are not normalised yet, and the state that goes with them.
     *
     * @param s rows of a panel, PANEL apart: a constant takes the range checks out of the loops; a row behind the n is
     *     overwritten
     */
    static void soften(float[] s, int n, float[] state) {
        peak(s, 0, n, state, 0);
        peak(s, L, n, state, L);
        exps(s, 0, n, state, 0);
        exps(s, L, n, state, L);
    }

    // Four chains, as in a sum: the largest does not depend on the order, but for the sign of a zero, which + 0
    // settles.
    private static void peak(float[] s, int at, int n, float[] state, int lane) {
        FloatVector before = FloatVector.fromArray(F, state, PEAK + lane);
        FloatVector m0 = before;
        FloatVector m1 = before;
        FloatVector m2 = before;
        FloatVector m3 = before;
        int j = 0;
        for (; j <= n - 4; j += 4) {
            FloatVector v0 = FloatVector.fromArray(F, s, at + j * PANEL);
            FloatVector v1 = FloatVector.fromArray(F, s, at + (j + 1) * PANEL);
            FloatVector v2 = FloatVector.fromArray(F, s, at + (j + 2) * PANEL);
            FloatVector v3 = FloatVector.fromArray(F, s, at + (j + 3) * PANEL);
            m0 = m0.blend(v0, v0.compare(VectorOperators.GT, m0));
            m1 = m1.blend(v1, v1.compare(VectorOperators.GT, m1));
            m2 = m2.blend(v2, v2.compare(VectorOperators.GT, m2));
            m3 = m3.blend(v3, v3.compare(VectorOperators.GT, m3));
        }
        for (; j < n; j++) {
            FloatVector v = FloatVector.fromArray(F, s, at + j * PANEL);
            m0 = m0.blend(v, v.compare(VectorOperators.GT, m0));
        }
        m0 = m0.blend(m1, m1.compare(VectorOperators.GT, m0));
        m2 = m2.blend(m3, m3.compare(VectorOperators.GT, m2));
        FloatVector largest = m0.blend(m2, m2.compare(VectorOperators.GT, m0));
        FloatVector base = largest.add(0f).blend(0f, largest.compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY));
        largest.intoArray(state, PEAK + lane);
        base.intoArray(state, BASE + lane);
        before.intoArray(s, at + n * PANEL);
    }

    // The correction of the sums is the exponential of the row behind the scores, so that there is one call of it.
    private static void exps(float[] s, int at, int n, float[] state, int lane) {
        FloatVector base = FloatVector.fromArray(F, state, BASE + lane);
        FloatVector sum = FloatVector.zero(F);
        FloatVector last = FloatVector.zero(F);
        for (int j = 0; j <= n; j++) {
            FloatVector e = VectorMath.expNotAbove0(
                    FloatVector.fromArray(F, s, at + j * PANEL).sub(base));
            e.intoArray(s, at + j * PANEL);
            sum = sum.add(last);
            last = e;
        }
        last.intoArray(state, FACTOR + lane);
        FloatVector.fromArray(F, state, SUM + lane).fma(last, sum).intoArray(state, SUM + lane);
    }

    /** Scores to weights, given what forward found: {@code s = exp(s - peak) * norm}. */
    static void weights(float[] s, int at, int n, float[] peak, int peakAt, float[] norm, int normAt) {
        FloatVector base = FloatVector.fromArray(F, peak, peakAt);
        FloatVector factor = FloatVector.fromArray(F, norm, normAt);
        for (int j = 0; j < n; j++) {
            int row = at + j * STRIP;
            VectorMath.expNotAbove0(FloatVector.fromArray(F, s, row).sub(base))
                    .mul(factor)
                    .intoArray(s, row);
        }
    }

    /** {@code g = p * (g - delta)}. */
    static void centre(float[] p, float[] g, int at, int n, float[] delta, int deltaAt) {
        FloatVector centre = FloatVector.fromArray(F, delta, deltaAt);
        for (int j = 0; j < n; j++) {
            int row = at + j * STRIP;
            FloatVector.fromArray(F, g, row)
                    .sub(centre)
                    .mul(FloatVector.fromArray(F, p, row))
                    .intoArray(g, row);
        }
    }

    /** {@code x = factor * x}, n rows of one register. */
    static void scale(float factor, float[] x, int at, int n) {
        for (int j = 0; j < n; j++) {
            int row = at + j * STRIP;
            FloatVector.fromArray(F, x, row).mul(factor).intoArray(x, row);
        }
    }

    /** {@code x = factor * x} of one row of any length. */
    static void scaleRow(float factor, float[] x, int at, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector.fromArray(F, x, at + i).mul(factor).intoArray(x, at + i);
        }
        for (; i < n; i++) {
            x[at + i] *= factor;
        }
    }

    /**
     * Multiplies weights by the factors that dropout draws: {@code to = factor * from}.
     *
     * @param element the number of the draw of the first key and query
     * @param keys from the draw of a query to that of the next
     * @param words scratch for {@code n * PANEL} counters
     */
    static void drop(
            AttentionRule rule,
            long element,
            int keys,
            int n,
            float[] from,
            float[] to,
            int at,
            int ld,
            int[] words,
            int[] others) {
        long key = Threefry.key(rule.seed(), rule.stream());
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int j = 0; j < n; j++) {
            for (int c = 0; c < PANEL; c++) {
                long counter = element + j + (long) c * keys;
                words[j * PANEL + c] = (int) counter + k0;
                others[j * PANEL + c] = (int) (counter >>> 32) + k1;
            }
        }
        VectorRandom.turns(key, words, others, n * PANEL);
        float keep = rule.keep();
        float kept = rule.keptFactor();
        for (int j = 0; j < n; j++) {
            for (int c = 0; c < PANEL; c++) {
                float factor = Threefry.unit(words[j * PANEL + c]) < keep ? kept : 0f;
                to[at + j * ld + c] = from[at + j * ld + c] * factor;
            }
        }
    }
}
