package dev.lanewise.kernel.vector;

import static jdk.incubator.vector.VectorOperators.FMA;

import dev.lanewise.math.Erf;
import dev.lanewise.math.Exp;
import dev.lanewise.math.Expm1;
import dev.lanewise.math.Gelu;
import dev.lanewise.math.Log;
import dev.lanewise.math.Log1p;
import dev.lanewise.math.Sigmoid;
import dev.lanewise.math.SinCos;
import dev.lanewise.math.Tanh;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The functions of {@link dev.lanewise.math} on vectors, operation for operation, so that every lane has the bits of
 * the scalar function. The outline and the error bounds are documented there.
 *
 * <p>The methods must be inlined into the kernel's loop, else their vectors are boxed. The JDK's own methods always
 * are; ours are until the compiler has made some number of nodes, of which every operation takes a few hundred. So a
 * kernel makes at most one call of the size of {@link #exp}, calls of our own come before the operations that need
 * none, and there are no helpers for single operations.
 */
final class VectorMath {
    private static final int GELU_CUT_BITS = Float.floatToIntBits(Gelu.CUT);

    private VectorMath() {}

    /** {@link Exp#exp}. */
    static FloatVector exp(FloatVector x) {
        FloatVector y = expInside(x).blend(0f, x.compare(VectorOperators.LT, Exp.LOW));
        // +inf above, and NaN stays: one select for both
        return x.add(Float.POSITIVE_INFINITY).blend(y, x.compare(VectorOperators.LE, Exp.HIGH));
    }

    /**
     * {@link Exp#exp} of what is not above 0, or NaN: the power of two is a factor, so that NaN stays without a select and
     * nothing overflows. Half the polynomial times twice the power keeps the latter normal; both are exact, and so the
     * bits are the same.
     */
    static FloatVector expNotAbove0(FloatVector x) {
        FloatVector shifted = x.fma(Exp.LOG2_E, Exp.ROUND);
        FloatVector n = shifted.sub(Exp.ROUND);
        FloatVector r = n.lanewise(FMA, -Exp.LN2_LOW, n.lanewise(FMA, -Exp.LN2_HIGH, x));
        FloatVector p = r.fma(Exp.C6 / 2, Exp.C5 / 2);
        p = p.lanewise(FMA, r, Exp.C4 / 2);
        p = p.lanewise(FMA, r, Exp.C3 / 2);
        p = p.lanewise(FMA, r, Exp.C2 / 2);
        p = p.lanewise(FMA, r, 0.5f);
        p = p.lanewise(FMA, r, 0.5f);
        FloatVector power = shifted.reinterpretAsInts()
                .add(Float.MAX_EXPONENT + 1)
                .lanewise(VectorOperators.LSHL, Exp.FRACTION_BITS)
                .reinterpretAsFloats();
        return p.mul(power).blend(0f, x.compare(VectorOperators.LT, Exp.LOW));
    }

    /** {@link Exp#exp} without its last step: for {@code Exp.LOW <= x <= Exp.HIGH}; NaN gives anything. */
    static FloatVector expInside(FloatVector x) {
        FloatVector shifted = x.fma(Exp.LOG2_E, Exp.ROUND);
        FloatVector n = shifted.sub(Exp.ROUND);
        FloatVector r = n.lanewise(FMA, -Exp.LN2_LOW, n.lanewise(FMA, -Exp.LN2_HIGH, x));
        FloatVector p = r.fma(Exp.C6, Exp.C5);
        p = p.lanewise(FMA, r, Exp.C4);
        p = p.lanewise(FMA, r, Exp.C3);
        p = p.lanewise(FMA, r, Exp.C2);
        p = p.lanewise(FMA, r, 1f);
        p = p.lanewise(FMA, r, 1f);
        return p.reinterpretAsInts()
                .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, Exp.FRACTION_BITS))
                .reinterpretAsFloats();
    }

    /** {@link Tanh#tanh}. */
    static FloatVector tanh(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector b = a.blend(Tanh.ONE, a.compare(VectorOperators.GT, Tanh.ONE));
        FloatVector twice = b.add(b);
        FloatVector shifted = twice.fma(Exp.LOG2_E, Exp.ROUND);
        FloatVector n = shifted.sub(Exp.ROUND);
        FloatVector r = n.lanewise(FMA, -Exp.LN2_LOW, n.lanewise(FMA, -Exp.LN2_HIGH, twice));
        FloatVector q = r.fma(Expm1.C7, Expm1.C6);
        q = q.lanewise(FMA, r, Expm1.C5);
        q = q.lanewise(FMA, r, Expm1.C4);
        q = q.lanewise(FMA, r, Expm1.C3);
        q = q.lanewise(FMA, r, Expm1.C2);
        FloatVector p = q.mul(r).fma(r, r);
        FloatVector power = shifted.reinterpretAsInts()
                .add(Expm1.BIAS)
                .lanewise(VectorOperators.LSHL, Exp.FRACTION_BITS)
                .reinterpretAsFloats();
        FloatVector m = power.fma(p, power.sub(1f));
        return m.div(m.add(2f))
                .reinterpretAsInts()
                .or(x.reinterpretAsInts().and(Integer.MIN_VALUE))
                .reinterpretAsFloats();
    }

    /** {@link Sigmoid#sigmoid}. */
    static FloatVector sigmoid(FloatVector x) {
        return FloatVector.broadcast(Lanes.F, 1f).div(exp(x.neg()).add(1f));
    }

    /** {@link Erf#erf}. */
    static FloatVector erf(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector b = a.blend(Erf.ONE, a.compare(VectorOperators.GT, Erf.ONE));
        FloatVector q = b.fma(Erf.Q6, Erf.Q5);
        q = q.lanewise(FMA, b, Erf.Q4);
        q = q.lanewise(FMA, b, Erf.Q3);
        q = q.lanewise(FMA, b, Erf.Q2);
        q = q.lanewise(FMA, b, Erf.Q1);
        q = q.lanewise(FMA, b, Erf.Q0);
        FloatVector large = FloatVector.broadcast(Lanes.F, 1f).sub(expInside(q));
        FloatVector s = a.mul(a);
        FloatVector p = s.fma(Erf.C11, Erf.C9);
        p = p.lanewise(FMA, s, Erf.C7);
        p = p.lanewise(FMA, s, Erf.C5);
        p = p.lanewise(FMA, s, Erf.C3);
        p = p.lanewise(FMA, s, Erf.C1);
        FloatVector small = p.fma(a, a);
        FloatVector y = small.blend(large, a.compare(VectorOperators.GE, Erf.SMALL));
        return y.reinterpretAsInts()
                .or(x.reinterpretAsInts().and(Integer.MIN_VALUE))
                .reinterpretAsFloats();
    }

    /** {@link Gelu#gelu}. */
    static FloatVector gelu(FloatVector x) {
        // The bits of magnitudes are in the order of their values. NaN is cut, too, and comes back with the last sum.
        FloatVector a = x.abs().reinterpretAsInts().min(GELU_CUT_BITS).reinterpretAsFloats();
        FloatVector tail = bell(a).mul(mills(a));
        FloatVector relu = x.blend(-0f, x.compare(VectorOperators.LT, 0f));
        return a.neg().fma(tail, relu);
    }

    /** The part of {@link Gelu#derivative} that needs an exponential. */
    static FloatVector geluBell(FloatVector x) {
        FloatVector a = x.abs();
        return bell(a.blend(Gelu.CUT, a.compare(VectorOperators.GT, Gelu.CUT)));
    }

    /** {@link Gelu#derivative}, given {@link #geluBell} of x. */
    static FloatVector geluDerivative(FloatVector x, FloatVector bell) {
        FloatVector a = x.abs();
        a = a.blend(Gelu.CUT, a.compare(VectorOperators.GT, Gelu.CUT));
        FloatVector left = bell.mul(a.lanewise(FMA, -Gelu.DENSITY, mills(a)));
        return FloatVector.broadcast(Lanes.F, 1f).sub(left).blend(left, x.compare(VectorOperators.LT, 0f));
    }

    private static FloatVector bell(FloatVector a) {
        FloatVector h = a.mul(-0.5f);
        FloatVector z = h.mul(a);
        FloatVector lost = h.fma(a, z.neg());
        FloatVector e = expInside(z).blend(0f, z.compare(VectorOperators.LT, Exp.LOW));
        return lost.fma(e, e);
    }

    private static FloatVector mills(FloatVector a) {
        FloatVector p = a.fma(Gelu.P4, Gelu.P3);
        p = p.lanewise(FMA, a, Gelu.P2);
        p = p.lanewise(FMA, a, Gelu.P1);
        p = p.lanewise(FMA, a, 1f);
        FloatVector q = a.fma(Gelu.Q5, Gelu.Q4);
        q = q.lanewise(FMA, a, Gelu.Q3);
        q = q.lanewise(FMA, a, Gelu.Q2);
        q = q.lanewise(FMA, a, Gelu.Q1);
        q = q.lanewise(FMA, a, 2f);
        return p.div(q);
    }

    /** {@link Erf#derivative}. */
    static FloatVector erfDerivative(FloatVector x) {
        FloatVector a = x.abs();
        a = a.blend(Erf.FLAT, a.compare(VectorOperators.GT, Erf.FLAT));
        FloatVector square = a.mul(a);
        FloatVector lost = a.fma(a, square.neg());
        FloatVector z = square.neg();
        FloatVector e = expInside(z).blend(0f, z.compare(VectorOperators.LT, Exp.LOW));
        return lost.neg().fma(e, e).mul(Erf.SLOPE).blend(x, x.compare(VectorOperators.NE, x));
    }

    /** {@link Log#log}. */
    static FloatVector log(FloatVector x) {
        VectorMask<Float> subnormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
        IntVector bits = x.blend(x.mul(Log.SUBNORMAL_SCALE), subnormal).reinterpretAsInts();
        IntVector exponent = bits.sub(Log.SQRT_HALF).lanewise(VectorOperators.ASHR, Exp.FRACTION_BITS);
        FloatVector f = bits.sub(exponent.lanewise(VectorOperators.LSHL, Exp.FRACTION_BITS))
                .reinterpretAsFloats()
                .sub(1f);
        FloatVector n = (FloatVector) exponent.convert(VectorOperators.I2F, 0);
        n = n.blend(n.sub(Log.SUBNORMAL_EXPONENT), subnormal);
        FloatVector p = f.fma(Log.C11, Log.C10);
        p = p.lanewise(FMA, f, Log.C9);
        p = p.lanewise(FMA, f, Log.C8);
        p = p.lanewise(FMA, f, Log.C7);
        p = p.lanewise(FMA, f, Log.C6);
        p = p.lanewise(FMA, f, Log.C5);
        p = p.lanewise(FMA, f, Log.C4);
        p = p.lanewise(FMA, f, Log.C3);
        FloatVector s = f.mul(f);
        FloatVector rest = s.mul(f).fma(p, s.mul(-0.5f));
        FloatVector low = n.fma(FloatVector.broadcast(Lanes.F, Exp.LN2_LOW), rest);
        FloatVector y = n.fma(FloatVector.broadcast(Lanes.F, Exp.LN2_HIGH), f.add(low));
        y = y.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
        y = y.blend(Float.NaN, x.compare(VectorOperators.LT, 0f));
        return x.blend(y, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
    }

    /** {@link Log1p#log1p}. */
    static FloatVector log1p(FloatVector x) {
        FloatVector u = x.add(1f);
        FloatVector logarithm = log(u);
        FloatVector back = u.sub(1f);
        FloatVector one = FloatVector.broadcast(Lanes.F, 1f);
        FloatVector correction = one.sub(u.sub(back)).add(x.sub(back)).div(u);
        FloatVector known =
                FloatVector.zero(Lanes.F).blend(correction, correction.abs().compare(VectorOperators.LE, 1f));
        return logarithm.add(known).blend(x, x.compare(VectorOperators.EQ, 0f));
    }

    /** {@link Expm1#expm1}. */
    static FloatVector expm1(FloatVector x) {
        FloatVector cut = x.blend(Expm1.LOW, x.compare(VectorOperators.LT, Expm1.LOW));
        FloatVector shifted = cut.fma(Exp.LOG2_E, Exp.ROUND);
        FloatVector n = shifted.sub(Exp.ROUND);
        FloatVector r = n.lanewise(FMA, -Exp.LN2_LOW, n.lanewise(FMA, -Exp.LN2_HIGH, cut));
        FloatVector q = r.fma(Expm1.C7, Expm1.C6);
        q = q.lanewise(FMA, r, Expm1.C5);
        q = q.lanewise(FMA, r, Expm1.C4);
        q = q.lanewise(FMA, r, Expm1.C3);
        q = q.lanewise(FMA, r, Expm1.C2);
        FloatVector p = q.mul(r).fma(r, r);
        FloatVector half = shifted.reinterpretAsInts()
                .add(Expm1.BIAS - 1)
                .lanewise(VectorOperators.LSHL, Exp.FRACTION_BITS)
                .reinterpretAsFloats();
        FloatVector y = half.fma(p, half.sub(0.5f)).mul(2f);
        y = y.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, Exp.HIGH));
        y = y.blend(x, x.abs().compare(VectorOperators.LT, Expm1.TINY));
        return y.blend(x, x.compare(VectorOperators.NE, x));
    }

    /** {@link SinCos}: the sine of x and so many quarter turns, for |x| up to {@link SinCos#LIMIT}; sin(-0) is 0. */
    static FloatVector turned(FloatVector x, int quarters) {
        FloatVector shifted = x.fma(SinCos.TWO_OVER_PI, Exp.ROUND);
        FloatVector n = shifted.sub(Exp.ROUND);
        FloatVector r = n.lanewise(FMA, -SinCos.P1, x);
        r = n.lanewise(FMA, -SinCos.P2, r);
        r = n.lanewise(FMA, -SinCos.P3, r);
        IntVector turns = shifted.reinterpretAsInts().add(quarters);
        FloatVector s = r.mul(r);
        FloatVector p = s.fma(SinCos.S7, SinCos.S5);
        p = p.lanewise(FMA, s, SinCos.S3);
        FloatVector sine = r.mul(s).fma(p, r);
        FloatVector q = s.fma(SinCos.C8, SinCos.C6);
        q = q.lanewise(FMA, s, SinCos.C4);
        FloatVector start = s.fma(-0.5f, 1f);
        FloatVector cosine = s.mul(s).fma(q, start);
        FloatVector y =
                sine.blend(cosine, turns.and(1).compare(VectorOperators.NE, 0).cast(Lanes.F));
        return y.reinterpretAsInts()
                .lanewise(VectorOperators.XOR, turns.and(2).lanewise(VectorOperators.LSHL, SinCos.SIGN_SHIFT))
                .reinterpretAsFloats();
    }
}
