package dev.lanewise.kernel.vector;

import static jdk.incubator.vector.VectorOperators.FMA;

import dev.lanewise.math.Erf;
import dev.lanewise.math.Exp;
import dev.lanewise.math.Gelu;
import dev.lanewise.math.Sigmoid;
import dev.lanewise.math.Tanh;
import jdk.incubator.vector.FloatVector;
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
    private VectorMath() {}

    /** {@link Exp#exp}. */
    static FloatVector exp(FloatVector x) {
        FloatVector y = expInside(x).blend(0f, x.compare(VectorOperators.LT, Exp.LOW));
        y = y.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, Exp.HIGH));
        return y.blend(x, x.compare(VectorOperators.NE, x));
    }

    /** {@link Exp#exp} of what is at most 0, or NaN. */
    static FloatVector expOfAtMostZero(FloatVector x) {
        FloatVector y = expInside(x).blend(0f, x.compare(VectorOperators.LT, Exp.LOW));
        return y.blend(x, x.compare(VectorOperators.NE, x));
    }

    /** {@link Exp#exp} without its last step: for {@code Exp.LOW <= x <= Exp.HIGH}; NaN gives anything. */
    private static FloatVector expInside(FloatVector x) {
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
        FloatVector e = expInside(b.add(b));
        FloatVector large = FloatVector.broadcast(Lanes.F, 1f)
                .sub(FloatVector.broadcast(Lanes.F, 2f).div(e.add(1f)));
        FloatVector s = a.mul(a);
        FloatVector p = s.fma(Tanh.C11, Tanh.C9);
        p = p.lanewise(FMA, s, Tanh.C7);
        p = p.lanewise(FMA, s, Tanh.C5);
        p = p.lanewise(FMA, s, Tanh.C3);
        FloatVector small = p.mul(s).fma(a, a);
        FloatVector y = small.blend(large, a.compare(VectorOperators.GE, Tanh.SMALL));
        return y.reinterpretAsInts()
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
        FloatVector a = x.abs();
        a = a.blend(Gelu.CUT, a.compare(VectorOperators.GT, Gelu.CUT));
        FloatVector tail = bell(a).mul(mills(a));
        FloatVector phi = FloatVector.broadcast(Lanes.F, 1f).sub(tail).blend(tail, x.compare(VectorOperators.LT, 0f));
        return x.blend(-Gelu.CUT, x.compare(VectorOperators.LT, -Gelu.CUT)).mul(phi);
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
        FloatVector square = a.mul(a);
        FloatVector lost = a.fma(a, square.neg());
        FloatVector z = square.mul(-0.5f);
        FloatVector e = expInside(z).blend(0f, z.compare(VectorOperators.LT, Exp.LOW));
        return lost.mul(-0.5f).fma(e, e);
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
}
