package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.Winograd.A;
import static dev.lanewise.kernel.Winograd.A2;
import static dev.lanewise.kernel.Winograd.B;
import static dev.lanewise.kernel.Winograd.B2;
import static dev.lanewise.kernel.Winograd.Q;
import static dev.lanewise.kernel.Winograd.QA;
import static dev.lanewise.kernel.Winograd.QB;
import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/** The filter transforms of {@link WinogradConv}: lanes are output channels, and a filter's 9 taps stay in registers. */
final class WinogradFilters {
    /** Output channels of a panel. */
    static final int PANEL = 16;

    private static final int TAPS = 9;
    private static final int PARTS = PANEL / L;

    private WinogradFilters() {}

    /** The floats of scratch that so many channels take. */
    static int scratch(int channels) {
        return channels * TAPS * PANEL;
    }

    /**
     * U of a panel's channels [from, to), as {@code [position][channel][PANEL]}.
     *
     * @param size of a tile, 4 or 2
     * @param back w is [channels, outputs, 3, 3] and its taps are turned around; else it is [outputs, channels, 3, 3]
     * @param depth channels from one position to the next
     */
    static void panel(
            int size,
            boolean back,
            Tensor w,
            int outputs,
            int channels,
            int panel,
            int from,
            int to,
            float[] scratch,
            float[] u,
            int uAt,
            int depth) {
        int first = panel * PANEL;
        int count = Math.min(PANEL, outputs - first);
        if (back) {
            for (int c = from; c < to; c++) {
                int at = w.offset() + (c * outputs + first) * TAPS;
                Panels.rows(w.array(), at, TAPS, TAPS, count, scratch, (c - from) * TAPS * PANEL, PANEL);
            }
        } else {
            int at = w.offset() + (first * channels + from) * TAPS;
            Panels.rows(w.array(), at, channels * TAPS, (to - from) * TAPS, count, scratch, 0, PANEL);
        }
        // Turned around, the last tap comes first.
        int begin = back ? (TAPS - 1) * PANEL : 0;
        int step = back ? -PANEL : PANEL;
        if (size == 4) {
            four(scratch, begin, step, to - from, u, uAt, depth * PANEL);
        } else {
            two(scratch, begin, step, to - from, u, uAt, depth * PANEL);
        }
    }

    // In both, taps g[row][column] first become columns [position down][column], then positions.

    private static void four(float[] g, int at, int step, int channels, float[] u, int to, int ld) {
        ends(g, at, step, channels, u, to, ld);
        inner(A, A2, QA, g, at, step, channels, u, to + 6 * ld, ld);
        inner(B, B2, QB, g, at, step, channels, u, to + 18 * ld, ld);
    }

    // Rows of positions in three loops: C2 inlines so much into a method and no more, and what is left out boxes. By
    // what
    // a process had compiled before, one loop over all was too much.

    /** The first and the last row of positions. */
    private static void ends(float[] g, int at, int step, int channels, float[] u, int to, int ld) {
        FloatVector a = FloatVector.broadcast(F, A);
        FloatVector b = FloatVector.broadcast(F, B);
        FloatVector minusA = FloatVector.broadcast(F, -A);
        FloatVector minusB = FloatVector.broadcast(F, -B);
        FloatVector a2 = FloatVector.broadcast(F, A2);
        FloatVector b2 = FloatVector.broadcast(F, B2);
        FloatVector q = FloatVector.broadcast(F, Q);
        FloatVector qa = FloatVector.broadcast(F, QA);
        FloatVector qb = FloatVector.broadcast(F, QB);
        for (int n = 0; n < channels * PARTS; n++) {
            int from = at + n / PARTS * TAPS * PANEL + n % PARTS * L;
            int v = to + n * L;
            FloatVector r00 = FloatVector.fromArray(F, g, from).mul(q);
            FloatVector r01 = FloatVector.fromArray(F, g, from + step).mul(q);
            FloatVector r02 = FloatVector.fromArray(F, g, from + 2 * step).mul(q);
            FloatVector e0 = r02.fma(a2, r00);
            FloatVector h0 = r02.fma(b2, r00);
            r00.mul(q).intoArray(u, v);
            r01.fma(a, e0).mul(qa).intoArray(u, v + ld);
            r01.fma(minusA, e0).mul(qa).intoArray(u, v + 2 * ld);
            r01.fma(b, h0).mul(qb).intoArray(u, v + 3 * ld);
            r01.fma(minusB, h0).mul(qb).intoArray(u, v + 4 * ld);
            r02.intoArray(u, v + 5 * ld);
            FloatVector g20 = FloatVector.fromArray(F, g, from + 6 * step);
            FloatVector g21 = FloatVector.fromArray(F, g, from + 7 * step);
            FloatVector g22 = FloatVector.fromArray(F, g, from + 8 * step);
            FloatVector e5 = g22.fma(a2, g20);
            FloatVector h5 = g22.fma(b2, g20);
            g20.mul(q).intoArray(u, v + 30 * ld);
            g21.fma(a, e5).mul(qa).intoArray(u, v + 31 * ld);
            g21.fma(minusA, e5).mul(qa).intoArray(u, v + 32 * ld);
            g21.fma(b, h5).mul(qb).intoArray(u, v + 33 * ld);
            g21.fma(minusB, h5).mul(qb).intoArray(u, v + 34 * ld);
            g22.intoArray(u, v + 35 * ld);
        }
    }

    /** The two rows of positions at a point and its negative, whose factor is {@code share}. */
    private static void inner(
            float point,
            float squared,
            float share,
            float[] g,
            int at,
            int step,
            int channels,
            float[] u,
            int to,
            int ld) {
        FloatVector a = FloatVector.broadcast(F, A);
        FloatVector b = FloatVector.broadcast(F, B);
        FloatVector minusA = FloatVector.broadcast(F, -A);
        FloatVector minusB = FloatVector.broadcast(F, -B);
        FloatVector a2 = FloatVector.broadcast(F, A2);
        FloatVector b2 = FloatVector.broadcast(F, B2);
        FloatVector q = FloatVector.broadcast(F, Q);
        FloatVector qa = FloatVector.broadcast(F, QA);
        FloatVector qb = FloatVector.broadcast(F, QB);
        FloatVector plus = FloatVector.broadcast(F, point);
        FloatVector minus = FloatVector.broadcast(F, -point);
        FloatVector square = FloatVector.broadcast(F, squared);
        FloatVector factor = FloatVector.broadcast(F, share);
        for (int n = 0; n < channels * PARTS; n++) {
            int from = at + n / PARTS * TAPS * PANEL + n % PARTS * L;
            int v = to + n * L;
            FloatVector g10 = FloatVector.fromArray(F, g, from + 3 * step);
            FloatVector g11 = FloatVector.fromArray(F, g, from + 4 * step);
            FloatVector g12 = FloatVector.fromArray(F, g, from + 5 * step);
            FloatVector s0 =
                    FloatVector.fromArray(F, g, from + 6 * step).fma(square, FloatVector.fromArray(F, g, from));
            FloatVector s1 =
                    FloatVector.fromArray(F, g, from + 7 * step).fma(square, FloatVector.fromArray(F, g, from + step));
            FloatVector s2 = FloatVector.fromArray(F, g, from + 8 * step)
                    .fma(square, FloatVector.fromArray(F, g, from + 2 * step));
            FloatVector r10 = g10.fma(plus, s0).mul(factor);
            FloatVector r11 = g11.fma(plus, s1).mul(factor);
            FloatVector r12 = g12.fma(plus, s2).mul(factor);
            FloatVector e1 = r12.fma(a2, r10);
            FloatVector h1 = r12.fma(b2, r10);
            r10.mul(q).intoArray(u, v);
            r11.fma(a, e1).mul(qa).intoArray(u, v + ld);
            r11.fma(minusA, e1).mul(qa).intoArray(u, v + 2 * ld);
            r11.fma(b, h1).mul(qb).intoArray(u, v + 3 * ld);
            r11.fma(minusB, h1).mul(qb).intoArray(u, v + 4 * ld);
            r12.intoArray(u, v + 5 * ld);
            FloatVector r20 = g10.fma(minus, s0).mul(factor);
            FloatVector r21 = g11.fma(minus, s1).mul(factor);
            FloatVector r22 = g12.fma(minus, s2).mul(factor);
            FloatVector e2 = r22.fma(a2, r20);
            FloatVector h2 = r22.fma(b2, r20);
            r20.mul(q).intoArray(u, v + 6 * ld);
            r21.fma(a, e2).mul(qa).intoArray(u, v + 7 * ld);
            r21.fma(minusA, e2).mul(qa).intoArray(u, v + 8 * ld);
            r21.fma(b, h2).mul(qb).intoArray(u, v + 9 * ld);
            r21.fma(minusB, h2).mul(qb).intoArray(u, v + 10 * ld);
            r22.intoArray(u, v + 11 * ld);
        }
    }

    private static void two(float[] g, int at, int step, int channels, float[] u, int to, int ld) {
        for (int n = 0; n < channels * PARTS; n++) {
            int from = at + n / PARTS * TAPS * PANEL + n % PARTS * L;
            int q = to + n * L;
            FloatVector g00 = FloatVector.fromArray(F, g, from);
            FloatVector g01 = FloatVector.fromArray(F, g, from + step);
            FloatVector g02 = FloatVector.fromArray(F, g, from + 2 * step);
            FloatVector g10 = FloatVector.fromArray(F, g, from + 3 * step);
            FloatVector g11 = FloatVector.fromArray(F, g, from + 4 * step);
            FloatVector g12 = FloatVector.fromArray(F, g, from + 5 * step);
            FloatVector g20 = FloatVector.fromArray(F, g, from + 6 * step);
            FloatVector g21 = FloatVector.fromArray(F, g, from + 7 * step);
            FloatVector g22 = FloatVector.fromArray(F, g, from + 8 * step);
            FloatVector e0x = g00.add(g02);
            g00.intoArray(u, q);
            e0x.add(g01).mul(0.5f).intoArray(u, q + ld);
            e0x.sub(g01).mul(0.5f).intoArray(u, q + 2 * ld);
            g02.intoArray(u, q + 3 * ld);
            FloatVector e0 = g00.add(g20);
            FloatVector e1 = g01.add(g21);
            FloatVector e2 = g02.add(g22);
            FloatVector r10 = e0.add(g10).mul(0.5f);
            FloatVector r11 = e1.add(g11).mul(0.5f);
            FloatVector r12 = e2.add(g12).mul(0.5f);
            FloatVector e1x = r10.add(r12);
            r10.intoArray(u, q + 4 * ld);
            e1x.add(r11).mul(0.5f).intoArray(u, q + 5 * ld);
            e1x.sub(r11).mul(0.5f).intoArray(u, q + 6 * ld);
            r12.intoArray(u, q + 7 * ld);
            FloatVector r20 = e0.sub(g10).mul(0.5f);
            FloatVector r21 = e1.sub(g11).mul(0.5f);
            FloatVector r22 = e2.sub(g12).mul(0.5f);
            FloatVector e2x = r20.add(r22);
            r20.intoArray(u, q + 8 * ld);
            e2x.add(r21).mul(0.5f).intoArray(u, q + 9 * ld);
            e2x.sub(r21).mul(0.5f).intoArray(u, q + 10 * ld);
            r22.intoArray(u, q + 11 * ld);
            FloatVector e3x = g20.add(g22);
            g20.intoArray(u, q + 12 * ld);
            e3x.add(g21).mul(0.5f).intoArray(u, q + 13 * ld);
            e3x.sub(g21).mul(0.5f).intoArray(u, q + 14 * ld);
            g22.intoArray(u, q + 15 * ld);
        }
    }
}
