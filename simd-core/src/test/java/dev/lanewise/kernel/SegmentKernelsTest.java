package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernel.scalar.ScalarSegment;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Segment kernels against their definitions, entry by entry and in double. */
class SegmentKernelsTest {
    private static final int TRIES = 150;

    /** Named closeness of a float result to the definition in double, in units of the sum of the magnitudes. */
    private static final double CLOSE_SUM = 1e-6;

    /** Named closeness of a softmax weight: exp within 1 ulp, a sum and a product. */
    private static final double CLOSE_WEIGHT = 1e-6;

    private final SegmentKernels kernels = new ScalarSegment();

    /** A matrix, some of the time a transposed one, whose entries have numbers of their own. */
    private static Csr csr(int rows, int columns, long seed) {
        Csr csr = CsrTest.random(rows, columns, 4, seed);
        return seed % 2 == 0 ? csr : csr.transposed();
    }

    @Property(tries = TRIES)
    void weightedSum_andItsGradients_equalTheDefinition(
            @ForAll @IntRange(max = 7) int rows,
            @ForAll @IntRange(max = 7) int columns,
            @ForAll @IntRange(max = 40) int part,
            @ForAll @IntRange(min = 1, max = 3) int heads,
            @ForAll long seed) {
        Csr g = csr(rows, columns, seed);
        int d = part * heads;
        Tensor x = Guarded.random(seed, 2, g.columns(), d).tensor();
        Tensor w = Guarded.random(seed + 1, 2, g.entries(), heads).tensor();
        Tensor dy = Guarded.random(seed + 2, 2, g.rows(), d).tensor();
        DoubleSums plain = new DoubleSums(g.rows() * d, 0);
        DoubleSums weighted = new DoubleSums(g.rows() * d, 0);
        DoubleSums dx = new DoubleSums(g.columns() * d, 0);
        DoubleSums dw = new DoubleSums(g.entries() * heads, 0);
        for (int r = 0; r < g.rows(); r++) {
            for (int p = g.pointers()[r]; p < g.pointers()[r + 1]; p++) {
                int c = g.index()[p];
                int e = g.number(p);
                for (int i = 0; i < d; i++) {
                    plain.add(r * d + i, x.get(c, i));
                    weighted.add(r * d + i, (double) w.get(e, i / part) * x.get(c, i));
                    dx.add(c * d + i, (double) w.get(e, i / part) * dy.get(r, i));
                    dw.add(e * heads + i / part, (double) x.get(c, i) * dy.get(r, i));
                }
            }
        }
        Guarded y = Guarded.dirty(g.rows(), d);
        kernels.sum(g, x, null, y.tensor());
        plain.assertClose(y, CLOSE_SUM, "sum");
        kernels.sum(g, x, w, y.tensor());
        weighted.assertClose(y, CLOSE_SUM, "weighted sum");
        Guarded dxs = Guarded.dirty(g.columns(), d);
        kernels.sum(g.transposed(), dy, w, dxs.tensor());
        dx.assertClose(dxs, CLOSE_SUM, "dx");
        Guarded dws = Guarded.dirty(g.entries(), heads);
        kernels.weightGradients(g, x, dy, dws.tensor());
        dw.assertClose(dws, CLOSE_SUM, "dw");
    }

    @Property(tries = TRIES)
    void mean_andItsGradient_equalTheDefinition(
            @ForAll @IntRange(max = 7) int rows,
            @ForAll @IntRange(max = 7) int columns,
            @ForAll @IntRange(max = 40) int d,
            @ForAll long seed) {
        Csr g = csr(rows, columns, seed);
        Tensor x = Guarded.random(seed, 2, g.columns(), d).tensor();
        Tensor dy = Guarded.random(seed + 2, 2, g.rows(), d).tensor();
        DoubleSums mean = new DoubleSums(g.rows() * d, 0);
        DoubleSums dx = new DoubleSums(g.columns() * d, 0);
        for (int r = 0; r < g.rows(); r++) {
            for (int p = g.pointers()[r]; p < g.pointers()[r + 1]; p++) {
                for (int i = 0; i < d; i++) {
                    mean.add(r * d + i, (double) x.get(g.index()[p], i) / g.degree(r));
                    dx.add(g.index()[p] * d + i, (double) dy.get(r, i) / g.degree(r));
                }
            }
        }
        Guarded y = Guarded.dirty(g.rows(), d);
        kernels.mean(g, x, y.tensor());
        mean.assertClose(y, CLOSE_SUM, "mean");
        Guarded dxs = Guarded.dirty(g.columns(), d);
        kernels.meanBackward(g, dy, dxs.tensor());
        dx.assertClose(dxs, CLOSE_SUM, "dx");
    }

    @Property(tries = TRIES)
    void max_andItsGradient_equalTheDefinition(
            @ForAll @IntRange(max = 7) int rows,
            @ForAll @IntRange(max = 7) int columns,
            @ForAll @IntRange(max = 20) int d,
            @ForAll long seed) {
        Csr g = csr(rows, columns, seed);
        Tensor x = Guarded.random(seed, 2, g.columns(), d).tensor();
        // Equal values: the first must win.
        for (int i = 0; i < x.size(); i++) {
            x.array()[x.offset() + i] = Math.round(x.array()[x.offset() + i]);
        }
        Tensor dy = Guarded.random(seed + 2, 2, g.rows(), d).tensor();
        Guarded y = Guarded.dirty(g.rows(), d);
        int[] winners = new int[g.rows() * d + 2];
        Arrays.fill(winners, -7);
        IntTensor winner = IntTensor.window(winners, 1, Shape.of(g.rows(), d));
        kernels.max(g, x, y.tensor(), winner);
        y.assertIntact();
        DoubleSums dx = new DoubleSums(g.columns() * d, 0);
        for (int r = 0; r < g.rows(); r++) {
            for (int i = 0; i < d; i++) {
                int best = -1;
                for (int p = g.pointers()[r]; p < g.pointers()[r + 1]; p++) {
                    if (best < 0 || x.get(g.index()[p], i) > x.get(g.index()[best], i)) {
                        best = p;
                    }
                }
                assertEquals(
                        best < 0 ? 0f : x.get(g.index()[best], i), y.tensor().get(r, i));
                assertEquals(best < 0 ? -1 : g.number(best), winner.get(r * d + i));
                if (best >= 0) {
                    dx.add(g.index()[best] * d + i, dy.get(r, i));
                }
            }
        }
        assertEquals(-7, winners[0]);
        assertEquals(-7, winners[winners.length - 1]);
        Guarded dxs = Guarded.dirty(g.columns(), d);
        kernels.maxBackward(g, dy, winner, dxs.tensor());
        dx.assertClose(dxs, CLOSE_SUM, "dx");
    }

    @Property(tries = TRIES)
    void softmax_andItsGradient_equalTheDefinition(
            @ForAll @IntRange(max = 7) int rows,
            @ForAll @IntRange(min = 1, max = 7) int columns,
            @ForAll @IntRange(max = 3) int heads,
            @ForAll long seed) {
        Csr g = csr(rows, columns, seed);
        Tensor x = Guarded.random(seed, 9, g.entries(), heads).tensor();
        Tensor dy = Guarded.random(seed + 2, 2, g.entries(), heads).tensor();
        Guarded y = Guarded.dirty(g.entries(), heads);
        kernels.softmax(g, x, y.tensor());
        y.assertIntact();
        Guarded dx = Guarded.dirty(g.entries(), heads);
        kernels.softmaxBackward(g, y.tensor(), dy, dx.tensor());
        dx.assertIntact();
        for (int r = 0; r < g.rows(); r++) {
            for (int h = 0; h < heads; h++) {
                double sum = 0;
                double dot = 0;
                for (int p = g.pointers()[r]; p < g.pointers()[r + 1]; p++) {
                    sum += Math.exp(x.get(g.number(p), h));
                }
                for (int p = g.pointers()[r]; p < g.pointers()[r + 1]; p++) {
                    dot += Math.exp(x.get(g.number(p), h)) / sum * dy.get(g.number(p), h);
                }
                for (int p = g.pointers()[r]; p < g.pointers()[r + 1]; p++) {
                    int e = g.number(p);
                    double expected = Math.exp(x.get(e, h)) / sum;
                    assertEquals(expected, y.tensor().get(e, h), CLOSE_WEIGHT);
                    assertEquals(expected * (dy.get(e, h) - dot), dx.tensor().get(e, h), 4 * CLOSE_WEIGHT);
                }
            }
        }
    }

    @Test
    void rowsWiderThanABlock_andManyRows_areTheSameOnAnyNumberOfThreads() {
        Csr g = CsrTest.random(900, 700, 9, 5);
        for (int d : new int[] {1, 17, 301}) {
            Tensor x = Guarded.random(1, 1, 700, d).tensor();
            Tensor w = Guarded.random(2, 1, g.entries(), 1).tensor();
            Tensor dy = Guarded.random(3, 1, 900, d).tensor();
            Tensor[] one = new Tensor[1];
            Threads.with(1, () -> one[0] = all(g, x, w, dy));
            Threads.with(3, () -> Bits.assertSame(one[0], all(g, x, w, dy), "d=" + d));
            DoubleSums sums = new DoubleSums(900 * d, 0);
            for (int r = 0; r < 900; r++) {
                for (int p = g.pointers()[r]; p < g.pointers()[r + 1]; p++) {
                    for (int i = 0; i < d; i++) {
                        sums.add(r * d + i, (double) w.get(p, 0) * x.get(g.index()[p], i));
                    }
                }
            }
            Guarded y = Guarded.dirty(900, d);
            kernels.sum(g, x, w, y.tensor());
            sums.assertClose(y, CLOSE_SUM, "d=" + d);
        }
    }

    /** What all kernels give, one after another. */
    private Tensor all(Csr g, Tensor x, Tensor w, Tensor dy) {
        Tensor rows = Tensor.zeros(dy.shape());
        Tensor columns = Tensor.zeros(x.shape());
        Tensor entries = Tensor.zeros(w.shape());
        IntTensor winners = IntTensor.zeros(dy.shape().toArray());
        Tensor all = Tensor.zeros(4 * rows.size() + 3 * columns.size() + 3 * entries.size());
        int at = 0;
        kernels.sum(g, x, null, rows);
        at = append(rows, all, at);
        kernels.sum(g, x, w, rows);
        at = append(rows, all, at);
        kernels.mean(g, x, rows);
        at = append(rows, all, at);
        kernels.max(g, x, rows, winners);
        at = append(rows, all, at);
        kernels.sum(g.transposed(), dy, w, columns);
        at = append(columns, all, at);
        kernels.meanBackward(g, dy, columns);
        at = append(columns, all, at);
        kernels.maxBackward(g, dy, winners, columns);
        at = append(columns, all, at);
        kernels.weightGradients(g, x, dy, entries);
        at = append(entries, all, at);
        Tensor weights = Tensor.zeros(w.shape());
        kernels.softmax(g, w, weights);
        at = append(weights, all, at);
        kernels.softmaxBackward(g, weights, w, entries);
        at = append(entries, all, at);
        assertEquals(all.size(), at);
        return all;
    }

    private static int append(Tensor part, Tensor all, int at) {
        System.arraycopy(part.array(), part.offset(), all.array(), at, part.size());
        return at + part.size();
    }

    @Test
    void nan_comesOutWhereItWentIn() {
        Csr g = Csr.of(3, new int[] {0, 2, 4, 5}, new int[] {0, 1, 2, 1, 0});
        Tensor x = Tensor.of(new float[] {1, Float.NaN, 2}, 3, 1);
        Tensor y = Tensor.zeros(3, 1);
        IntTensor winners = IntTensor.zeros(3, 1);
        float nan = Float.NaN;
        kernels.sum(g, x, null, y);
        Bits.assertSame(new float[] {nan, nan, 1}, y.toArray(), "sum");
        kernels.mean(g, x, y);
        Bits.assertSame(new float[] {nan, nan, 1}, y.toArray(), "mean");
        kernels.max(g, x, y, winners);
        Bits.assertSame(new float[] {nan, nan, 1}, y.toArray(), "max");
        assertEquals(1, winners.get(0));
        assertEquals(3, winners.get(1));
        Tensor scores = Tensor.of(new float[] {1, Float.NaN, 2, 3, 4}, 5, 1);
        Tensor weights = Tensor.zeros(5, 1);
        kernels.softmax(g, scores, weights);
        assertTrue(Float.isNaN(weights.get(0, 0)) && Float.isNaN(weights.get(1, 0)));
        assertEquals(1f, weights.get(4, 0));
    }

    @Test
    void shapesThatDoNotFit_areRefusedBeforeAnythingIsWritten() {
        Csr g = Csr.of(3, new int[] {0, 2, 4}, new int[] {0, 1, 2, 1});
        Tensor y = Guarded.dirty(2, 6).tensor();
        Tensor x = Tensor.zeros(3, 6);
        Refusals.assertRefused("segmentSum: x has shape", "[4, 6]", () -> kernels.sum(g, Tensor.zeros(4, 6), null, y));
        Refusals.assertRefused("segmentSum: y has shape", "D=6", () -> kernels.sum(g, Tensor.zeros(3, 5), null, y));
        Refusals.assertRefused("segmentSum: w has shape", "H=4", () -> kernels.sum(g, x, Tensor.zeros(4, 4), y));
        Refusals.assertRefused("segmentSum: w has shape", "[4, *]", () -> kernels.sum(g, x, Tensor.zeros(3, 2), y));
        Refusals.assertRefused("segmentMean: x has", "[3]", () -> kernels.mean(g, Tensor.zeros(3), y));
        Refusals.assertRefused(
                "segmentMax: winners has shape", "[2, 5]", () -> kernels.max(g, x, y, IntTensor.zeros(2, 5)));
        Refusals.assertRefused(
                "segmentSoftmax: y has shape", "[4, 3]", () -> kernels.softmax(g, Tensor.zeros(4, 3), y));
        Refusals.assertUntouched(y);
        assertEquals(
                "segmentSum: x has shape [4, 6], expected [3, *], one row for each column of Csr[2, 3] of 4 entries",
                org.junit.jupiter.api.Assertions.assertThrows(
                                IllegalArgumentException.class, () -> kernels.sum(g, Tensor.zeros(4, 6), null, y))
                        .getMessage());
    }
}
