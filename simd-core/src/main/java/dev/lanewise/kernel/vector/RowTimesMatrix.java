package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.PackedMatrix;
import jdk.incubator.vector.FloatVector;

/** One row times a matrix that is read once: the chains of the outputs go on from what is in y. */
final class RowTimesMatrix {
    private static final int PANEL = PackedMatrix.PANEL;

    // Panels that are read side by side: eight chains of vectors, as one waits four cycles for each step.
    private static final int ABREAST = 8 * L / PANEL;

    private RowTimesMatrix() {}

    /**
     * {@code y[p * 32 + j] += x[k] * panels[at + p * stride + k * 32 + j]}, k ascending, for so many columns p * 32 + j.
     *
     * @param scratch of a panel's width, for columns that do not fill the last one
     */
    static void ofPanels(
            int depth,
            float[] x,
            float[] panels,
            int at,
            int stride,
            int columns,
            float[] y,
            int yAt,
            float[] scratch) {
        int whole = columns / PANEL;
        wholePanels(depth, x, panels, at, stride, whole, y, yAt);
        int rest = columns % PANEL;
        if (rest > 0) {
            int last = yAt + whole * PANEL;
            System.arraycopy(y, last, scratch, 0, rest);
            wholePanels(depth, x, panels, at + whole * stride, stride, 1, scratch, 0);
            System.arraycopy(scratch, 0, y, last, rest);
        }
    }

    private static void wholePanels(
            int depth, float[] x, float[] panels, int at, int stride, int count, float[] y, int yAt) {
        int p = 0;
        for (; p + ABREAST <= count; p += ABREAST) {
            eightVectors(depth, x, panels, at + p * stride, stride, y, yAt + p * PANEL);
        }
        for (; p < count; p++) {
            for (int j = 0; j < PANEL; j += 2 * L) {
                twoVectors(depth, x, panels, at + p * stride + j, y, yAt + p * PANEL + j);
            }
        }
    }

    // Vector v is in panel v * L / 32, which is a constant of every width.
    private static void eightVectors(int depth, float[] x, float[] panels, int at, int stride, float[] y, int yAt) {
        int p1 = at + L / PANEL * stride + L % PANEL;
        int p2 = at + 2 * L / PANEL * stride + 2 * L % PANEL;
        int p3 = at + 3 * L / PANEL * stride + 3 * L % PANEL;
        int p4 = at + 4 * L / PANEL * stride + 4 * L % PANEL;
        int p5 = at + 5 * L / PANEL * stride + 5 * L % PANEL;
        int p6 = at + 6 * L / PANEL * stride + 6 * L % PANEL;
        int p7 = at + 7 * L / PANEL * stride + 7 * L % PANEL;
        FloatVector s0 = FloatVector.fromArray(F, y, yAt);
        FloatVector s1 = FloatVector.fromArray(F, y, yAt + L);
        FloatVector s2 = FloatVector.fromArray(F, y, yAt + 2 * L);
        FloatVector s3 = FloatVector.fromArray(F, y, yAt + 3 * L);
        FloatVector s4 = FloatVector.fromArray(F, y, yAt + 4 * L);
        FloatVector s5 = FloatVector.fromArray(F, y, yAt + 5 * L);
        FloatVector s6 = FloatVector.fromArray(F, y, yAt + 6 * L);
        FloatVector s7 = FloatVector.fromArray(F, y, yAt + 7 * L);
        for (int k = 0; k < depth; k++) {
            FloatVector factor = FloatVector.broadcast(F, x[k]);
            s0 = factor.fma(FloatVector.fromArray(F, panels, at + k * PANEL), s0);
            s1 = factor.fma(FloatVector.fromArray(F, panels, p1 + k * PANEL), s1);
            s2 = factor.fma(FloatVector.fromArray(F, panels, p2 + k * PANEL), s2);
            s3 = factor.fma(FloatVector.fromArray(F, panels, p3 + k * PANEL), s3);
            s4 = factor.fma(FloatVector.fromArray(F, panels, p4 + k * PANEL), s4);
            s5 = factor.fma(FloatVector.fromArray(F, panels, p5 + k * PANEL), s5);
            s6 = factor.fma(FloatVector.fromArray(F, panels, p6 + k * PANEL), s6);
            s7 = factor.fma(FloatVector.fromArray(F, panels, p7 + k * PANEL), s7);
        }
        s0.intoArray(y, yAt);
        s1.intoArray(y, yAt + L);
        s2.intoArray(y, yAt + 2 * L);
        s3.intoArray(y, yAt + 3 * L);
        s4.intoArray(y, yAt + 4 * L);
        s5.intoArray(y, yAt + 5 * L);
        s6.intoArray(y, yAt + 6 * L);
        s7.intoArray(y, yAt + 7 * L);
    }

    private static void twoVectors(int depth, float[] x, float[] panels, int at, float[] y, int yAt) {
        FloatVector s0 = FloatVector.fromArray(F, y, yAt);
        FloatVector s1 = FloatVector.fromArray(F, y, yAt + L);
        for (int k = 0; k < depth; k++) {
            FloatVector factor = FloatVector.broadcast(F, x[k]);
            s0 = factor.fma(FloatVector.fromArray(F, panels, at + k * PANEL), s0);
            s1 = factor.fma(FloatVector.fromArray(F, panels, at + k * PANEL + L), s1);
        }
        s0.intoArray(y, yAt);
        s1.intoArray(y, yAt + L);
    }

    /** {@code y[j] += x[k] * b[k * ldb + j]}, k ascending: eight rows of B a pass, each read from left to right. */
    static void ofRows(int depth, float[] x, float[] b, int at, int ldb, int n, float[] y, int yAt) {
        int k = 0;
        for (; k + 8 <= depth; k += 8) {
            eightRows(x, k, b, at + k * ldb, ldb, n, y, yAt);
        }
        for (; k < depth; k++) {
            oneRow(x[k], b, at + k * ldb, n, y, yAt);
        }
    }

    private static void eightRows(float[] x, int k, float[] b, int at, int ldb, int n, float[] y, int yAt) {
        FloatVector x0 = FloatVector.broadcast(F, x[k]);
        FloatVector x1 = FloatVector.broadcast(F, x[k + 1]);
        FloatVector x2 = FloatVector.broadcast(F, x[k + 2]);
        FloatVector x3 = FloatVector.broadcast(F, x[k + 3]);
        FloatVector x4 = FloatVector.broadcast(F, x[k + 4]);
        FloatVector x5 = FloatVector.broadcast(F, x[k + 5]);
        FloatVector x6 = FloatVector.broadcast(F, x[k + 6]);
        FloatVector x7 = FloatVector.broadcast(F, x[k + 7]);
        int r1 = at + ldb;
        int r2 = r1 + ldb;
        int r3 = r2 + ldb;
        int r4 = r3 + ldb;
        int r5 = r4 + ldb;
        int r6 = r5 + ldb;
        int r7 = r6 + ldb;
        int j = 0;
        for (; j < F.loopBound(n); j += L) {
            FloatVector sum = FloatVector.fromArray(F, y, yAt + j);
            sum = x0.fma(FloatVector.fromArray(F, b, at + j), sum);
            sum = x1.fma(FloatVector.fromArray(F, b, r1 + j), sum);
            sum = x2.fma(FloatVector.fromArray(F, b, r2 + j), sum);
            sum = x3.fma(FloatVector.fromArray(F, b, r3 + j), sum);
            sum = x4.fma(FloatVector.fromArray(F, b, r4 + j), sum);
            sum = x5.fma(FloatVector.fromArray(F, b, r5 + j), sum);
            sum = x6.fma(FloatVector.fromArray(F, b, r6 + j), sum);
            sum = x7.fma(FloatVector.fromArray(F, b, r7 + j), sum);
            sum.intoArray(y, yAt + j);
        }
        for (; j < n; j++) {
            float sum = y[yAt + j];
            for (int r = 0; r < 8; r++) {
                sum = Math.fma(x[k + r], b[at + r * ldb + j], sum);
            }
            y[yAt + j] = sum;
        }
    }

    private static void oneRow(float factor, float[] b, int at, int n, float[] y, int yAt) {
        FloatVector x = FloatVector.broadcast(F, factor);
        int j = 0;
        for (; j < F.loopBound(n); j += L) {
            FloatVector sum = FloatVector.fromArray(F, y, yAt + j);
            x.fma(FloatVector.fromArray(F, b, at + j), sum).intoArray(y, yAt + j);
        }
        for (; j < n; j++) {
            y[yAt + j] = Math.fma(factor, b[at + j], y[yAt + j]);
        }
    }

    /**
     * {@code y[j] += x[k] * b[j * ldb + k]}, k ascending. A chain cannot be cut into lanes: a square of 16 rows of B is
     * transposed for lanes of 16 chains. Narrower registers gain nothing by that over scalars, of which eight chains keep
     * both units busy, two elements a cycle.
     */
    static void ofColumns(int depth, float[] x, float[] b, int at, int ldb, int n, float[] y, int yAt) {
        int j = 0;
        if (L == 16 && depth >= 16) {
            int whole = depth & -16;
            for (; j + 16 <= n; j += 16) {
                TurnTile512.row(whole, x, b, at + j * ldb, ldb, y, yAt + j);
            }
            columns(whole, depth, x, b, at, ldb, 0, j, y, yAt);
        }
        columns(0, depth, x, b, at, ldb, j, n, y, yAt);
    }

    /** The terms {@code [k, depth)} of the columns {@code [j, n)}. */
    private static void columns(
            int k, int depth, float[] x, float[] b, int at, int ldb, int j, int n, float[] y, int yAt) {
        if (k == depth) {
            return;
        }
        int i = j;
        for (; i + 8 <= n; i += 8) {
            eightColumns(k, depth, x, b, at + i * ldb, ldb, y, yAt + i);
        }
        for (; i < n; i++) {
            float sum = y[yAt + i];
            for (int d = k; d < depth; d++) {
                sum = Math.fma(x[d], b[at + i * ldb + d], sum);
            }
            y[yAt + i] = sum;
        }
    }

    private static void eightColumns(int first, int depth, float[] x, float[] b, int at, int ldb, float[] y, int yAt) {
        float s0 = y[yAt];
        float s1 = y[yAt + 1];
        float s2 = y[yAt + 2];
        float s3 = y[yAt + 3];
        float s4 = y[yAt + 4];
        float s5 = y[yAt + 5];
        float s6 = y[yAt + 6];
        float s7 = y[yAt + 7];
        int r1 = at + ldb;
        int r2 = r1 + ldb;
        int r3 = r2 + ldb;
        int r4 = r3 + ldb;
        int r5 = r4 + ldb;
        int r6 = r5 + ldb;
        int r7 = r6 + ldb;
        for (int k = first; k < depth; k++) {
            float factor = x[k];
            s0 = Math.fma(factor, b[at + k], s0);
            s1 = Math.fma(factor, b[r1 + k], s1);
            s2 = Math.fma(factor, b[r2 + k], s2);
            s3 = Math.fma(factor, b[r3 + k], s3);
            s4 = Math.fma(factor, b[r4 + k], s4);
            s5 = Math.fma(factor, b[r5 + k], s5);
            s6 = Math.fma(factor, b[r6 + k], s6);
            s7 = Math.fma(factor, b[r7 + k], s7);
        }
        y[yAt] = s0;
        y[yAt + 1] = s1;
        y[yAt + 2] = s2;
        y[yAt + 3] = s3;
        y[yAt + 4] = s4;
        y[yAt + 5] = s5;
        y[yAt + 6] = s6;
        y[yAt + 7] = s7;
    }
}
