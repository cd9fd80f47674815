package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.lanewise.math.Exp;
import dev.lanewise.math.Expm1;
import dev.lanewise.math.Tanh;
import jdk.incubator.vector.FloatVector;

/**
 * The loops of {@link VectorCell}; n is a multiple of {@link Lanes#L}. Gates of a row lie {@code width} apart. Formulas
 * operation for operation as in {@link dev.lanewise.kernel.CellKernels}.
 *
 * <p>The functions of {@link VectorMath} stand here in line: where C2 has compiled one of those by itself, it is too big
 * to be inlined, and the vectors between it and the loop would be objects.
 */
final class GateLoops {
    private GateLoops() {}

    /** {@code x = 1 / (1 + e^-x)}, as {@link VectorMath#sigmoid}. */
    static void sigmoid(float[] x, int at, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, at + i).neg();
            FloatVector shifted = v.fma(Exp.LOG2_E, Exp.ROUND);
            FloatVector whole = shifted.sub(Exp.ROUND);
            FloatVector r = whole.lanewise(FMA, -Exp.LN2_LOW, whole.lanewise(FMA, -Exp.LN2_HIGH, v));
            FloatVector p = r.fma(Exp.C6, Exp.C5);
            p = p.lanewise(FMA, r, Exp.C4);
            p = p.lanewise(FMA, r, Exp.C3);
            p = p.lanewise(FMA, r, Exp.C2);
            p = p.lanewise(FMA, r, 1f);
            p = p.lanewise(FMA, r, 1f);
            p = p.reinterpretAsInts()
                    .add(shifted.reinterpretAsInts().lanewise(LSHL, Exp.FRACTION_BITS))
                    .reinterpretAsFloats()
                    .blend(0f, v.compare(LT, Exp.LOW));
            FloatVector e = v.add(Float.POSITIVE_INFINITY).blend(p, v.compare(LE, Exp.HIGH));
            FloatVector.broadcast(F, 1f).div(e.add(1f)).intoArray(x, at + i);
        }
    }

    /** {@code y = tanh(x)}, as {@link VectorMath#tanh}; y may be x. */
    static void tanh(float[] x, int at, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, at + i);
            FloatVector a = v.abs();
            FloatVector b = a.blend(Tanh.ONE, a.compare(GT, Tanh.ONE));
            FloatVector twice = b.add(b);
            FloatVector shifted = twice.fma(Exp.LOG2_E, Exp.ROUND);
            FloatVector whole = shifted.sub(Exp.ROUND);
            FloatVector r = whole.lanewise(FMA, -Exp.LN2_LOW, whole.lanewise(FMA, -Exp.LN2_HIGH, twice));
            FloatVector q = r.fma(Expm1.C7, Expm1.C6);
            q = q.lanewise(FMA, r, Expm1.C5);
            q = q.lanewise(FMA, r, Expm1.C4);
            q = q.lanewise(FMA, r, Expm1.C3);
            q = q.lanewise(FMA, r, Expm1.C2);
            FloatVector p = q.mul(r).fma(r, r);
            FloatVector power = shifted.reinterpretAsInts()
                    .add(Expm1.BIAS)
                    .lanewise(LSHL, Exp.FRACTION_BITS)
                    .reinterpretAsFloats();
            FloatVector m = power.fma(p, power.sub(1f));
            m.div(m.add(2f))
                    .reinterpretAsInts()
                    .or(v.reinterpretAsInts().and(Integer.MIN_VALUE))
                    .reinterpretAsFloats()
                    .intoArray(y, yAt + i);
        }
    }

    /** {@code y = x < 0 ? 0 : x}. */
    static void relu(float[] x, int at, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, at + i);
            v.blend(0f, v.compare(LT, 0f)).intoArray(y, yAt + i);
        }
    }

    /** {@code y += x}, in this order. */
    static void add(float[] x, int at, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector.fromArray(F, y, yAt + i)
                    .add(FloatVector.fromArray(F, x, at + i))
                    .intoArray(y, yAt + i);
        }
    }

    /** {@code y = a b}. */
    static void product(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector.fromArray(F, a, aAt + i)
                    .mul(FloatVector.fromArray(F, b, bAt + i))
                    .intoArray(y, yAt + i);
        }
    }

    /** {@code c = i g + f cPrevious}. */
    static void cell(float[] gates, int at, int width, float[] previous, int pAt, float[] c, int cAt, int n) {
        for (int j = 0; j < n; j += L) {
            FloatVector i = FloatVector.fromArray(F, gates, at + j);
            FloatVector f = FloatVector.fromArray(F, gates, at + width + j);
            FloatVector g = FloatVector.fromArray(F, gates, at + 2 * width + j);
            i.fma(g, f.mul(FloatVector.fromArray(F, previous, pAt + j))).intoArray(c, cAt + j);
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

    /** {@code bn = b_n} and {@code a_n += r b_n}; gates from r on. */
    static void reset(float[] b, int bAt, float[] gates, int at, int width, float[] bn, int bnAt, int n) {
        for (int j = 0; j < n; j += L) {
            FloatVector v = FloatVector.fromArray(F, b, bAt + j);
            v.intoArray(bn, bnAt + j);
            FloatVector.fromArray(F, gates, at + j)
                    .fma(v, FloatVector.fromArray(F, gates, at + 2 * width + j))
                    .intoArray(gates, at + 2 * width + j);
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
