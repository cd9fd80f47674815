package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/**
 * The loops of {@link VectorCell}; n is a multiple of {@link Lanes#L}. Gates of a row lie {@code width} apart. Formulas
 * operation for operation as in {@link dev.lanewise.kernel.CellKernels}.
 */
final class GateLoops {
    private GateLoops() {}

    /** {@code x = sigmoid(x + b)}. */
    static void sigmoid(float[] x, int at, float[] b, int bAt, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector sum = FloatVector.fromArray(F, x, at + i).add(FloatVector.fromArray(F, b, bAt + i));
            VectorMath.sigmoid(sum).intoArray(x, at + i);
        }
    }

    /** {@code y = tanh(x + b)}; y may be x. */
    static void tanh(float[] x, int at, float[] b, int bAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector sum = FloatVector.fromArray(F, x, at + i).add(FloatVector.fromArray(F, b, bAt + i));
            VectorMath.tanh(sum).intoArray(y, yAt + i);
        }
    }

    /** With {@code s = x + b}: {@code y = s < 0 ? 0 : s}; y may be x. */
    static void relu(float[] x, int at, float[] b, int bAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector sum = FloatVector.fromArray(F, x, at + i).add(FloatVector.fromArray(F, b, bAt + i));
            sum.blend(0f, sum.compare(LT, 0f)).intoArray(y, yAt + i);
        }
    }

    /** {@code g = tanh(a_g + b_g)} and {@code c = i g + f cPrevious}; gates from i on, b from its part for g on. */
    static void cell(
            float[] gates,
            int at,
            int width,
            float[] b,
            int bAt,
            float[] previous,
            int pAt,
            float[] c,
            int cAt,
            int n) {
        for (int j = 0; j < n; j += L) {
            FloatVector sum =
                    FloatVector.fromArray(F, gates, at + 2 * width + j).add(FloatVector.fromArray(F, b, bAt + j));
            FloatVector g = VectorMath.tanh(sum);
            g.intoArray(gates, at + 2 * width + j);
            FloatVector i = FloatVector.fromArray(F, gates, at + j);
            FloatVector f = FloatVector.fromArray(F, gates, at + width + j);
            i.fma(g, f.mul(FloatVector.fromArray(F, previous, pAt + j))).intoArray(c, cAt + j);
        }
    }

    /** {@code tanhC = tanh(c)} and {@code h = o tanhC}. */
    static void output(float[] o, int oAt, float[] c, int cAt, float[] tanhC, int tAt, float[] h, int hAt, int n) {
        for (int j = 0; j < n; j += L) {
            FloatVector t = VectorMath.tanh(FloatVector.fromArray(F, c, cAt + j));
            t.intoArray(tanhC, tAt + j);
            FloatVector.fromArray(F, o, oAt + j).mul(t).intoArray(h, hAt + j);
        }
    }

    /** With {@code s = dy + dh}: {@code dcs = s o (1 - tanhC^2) + dc} and {@code da_o = s tanhC o (1 - o)}. */
    static void outputGradient(
            float[] o,
            int oAt,
            float[] tanhC,
            int tAt,
            float[] dy,
            int dyAt,
            float[] dh,
            int dhAt,
            float[] dc,
            int dcAt,
            float[] da,
            int daAt,
            float[] dcs,
            int dcsAt,
            int n) {
        FloatVector one = FloatVector.broadcast(F, 1f);
        for (int j = 0; j < n; j += L) {
            FloatVector s = FloatVector.fromArray(F, dy, dyAt + j).add(FloatVector.fromArray(F, dh, dhAt + j));
            FloatVector t = FloatVector.fromArray(F, tanhC, tAt + j);
            FloatVector v = FloatVector.fromArray(F, o, oAt + j);
            s.mul(v)
                    .fma(t.neg().fma(t, one), FloatVector.fromArray(F, dc, dcAt + j))
                    .intoArray(dcs, dcsAt + j);
            s.mul(t).mul(v.mul(one.sub(v))).intoArray(da, daAt + j);
        }
    }

    /** {@code da} of i, f and g; dcs, the gradient of c as a whole, becomes that of the previous c. */
    static void cellGradient(
            float[] gates,
            int at,
            int width,
            float[] previous,
            int pAt,
            float[] da,
            int daAt,
            float[] dcs,
            int dcsAt,
            int n) {
        FloatVector one = FloatVector.broadcast(F, 1f);
        for (int j = 0; j < n; j += L) {
            FloatVector i = FloatVector.fromArray(F, gates, at + j);
            FloatVector f = FloatVector.fromArray(F, gates, at + width + j);
            FloatVector g = FloatVector.fromArray(F, gates, at + 2 * width + j);
            FloatVector dc = FloatVector.fromArray(F, dcs, dcsAt + j);
            dc.mul(g).mul(i.mul(one.sub(i))).intoArray(da, daAt + j);
            dc.mul(FloatVector.fromArray(F, previous, pAt + j))
                    .mul(f.mul(one.sub(f)))
                    .intoArray(da, daAt + width + j);
            dc.mul(i).mul(g.neg().fma(g, one)).intoArray(da, daAt + 2 * width + j);
            dc.mul(f).intoArray(dcs, dcsAt + j);
        }
    }

    /** {@code n = tanh(a_n + r b_n)} and {@code bn = b_n}; gates from r on. */
    static void candidate(float[] gates, int at, int width, float[] b, int bAt, float[] bn, int bnAt, int n) {
        for (int j = 0; j < n; j += L) {
            FloatVector v = FloatVector.fromArray(F, b, bAt + j);
            v.intoArray(bn, bnAt + j);
            FloatVector sum =
                    FloatVector.fromArray(F, gates, at + j).fma(v, FloatVector.fromArray(F, gates, at + 2 * width + j));
            VectorMath.tanh(sum).intoArray(gates, at + 2 * width + j);
        }
    }

    /** {@code h = z hPrevious + (1 - z) n}; gates from z on. */
    static void mix(float[] gates, int at, int width, float[] previous, int pAt, float[] h, int hAt, int n) {
        FloatVector one = FloatVector.broadcast(F, 1f);
        for (int j = 0; j < n; j += L) {
            FloatVector z = FloatVector.fromArray(F, gates, at + j);
            FloatVector candidate = FloatVector.fromArray(F, gates, at + width + j);
            z.fma(FloatVector.fromArray(F, previous, pAt + j), one.sub(z).mul(candidate))
                    .intoArray(h, hAt + j);
        }
    }

    /** With {@code s = dy + dh}: da of z and n, and {@code dhPrevious = s z}; gates and da from z on. */
    static void mixGradient(
            float[] gates,
            int at,
            int width,
            float[] dy,
            int dyAt,
            float[] dh,
            int dhAt,
            float[] previous,
            int pAt,
            float[] da,
            int daAt,
            float[] dPrevious,
            int dpAt,
            int n) {
        FloatVector one = FloatVector.broadcast(F, 1f);
        for (int j = 0; j < n; j += L) {
            FloatVector s = FloatVector.fromArray(F, dy, dyAt + j).add(FloatVector.fromArray(F, dh, dhAt + j));
            FloatVector z = FloatVector.fromArray(F, gates, at + j);
            FloatVector v = FloatVector.fromArray(F, gates, at + width + j);
            s.mul(FloatVector.fromArray(F, previous, pAt + j).sub(v))
                    .mul(z.mul(one.sub(z)))
                    .intoArray(da, daAt + j);
            s.mul(one.sub(z)).mul(v.neg().fma(v, one)).intoArray(da, daAt + width + j);
            s.mul(z).intoArray(dPrevious, dpAt + j);
        }
    }

    /** From da of n: da of r, and all of db; gates, da and db from r on. */
    static void resetGradient(
            float[] gates, int at, int width, float[] bn, int bnAt, float[] da, int daAt, float[] db, int dbAt, int n) {
        FloatVector one = FloatVector.broadcast(F, 1f);
        for (int j = 0; j < n; j += L) {
            FloatVector r = FloatVector.fromArray(F, gates, at + j);
            FloatVector dn = FloatVector.fromArray(F, da, daAt + 2 * width + j);
            FloatVector dr = dn.mul(FloatVector.fromArray(F, bn, bnAt + j)).mul(r.mul(one.sub(r)));
            dr.intoArray(da, daAt + j);
            dr.intoArray(db, dbAt + j);
            FloatVector.fromArray(F, da, daAt + width + j).intoArray(db, dbAt + width + j);
            dn.mul(r).intoArray(db, dbAt + 2 * width + j);
        }
    }
}
