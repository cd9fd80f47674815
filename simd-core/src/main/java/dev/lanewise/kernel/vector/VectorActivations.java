package dev.lanewise.kernel.vector;

import static jdk.incubator.vector.VectorOperators.FMA;

import dev.lanewise.math.GeluTanh;
import dev.lanewise.math.Mish;
import dev.lanewise.math.Silu;
import dev.lanewise.math.TanhShrink;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The smooth activations of {@link dev.lanewise.math} on vectors, operation for operation; see {@link VectorMath} for what
 * that asks of a caller.
 */
final class VectorActivations {
    private VectorActivations() {}

    /** {@link TanhShrink#tanhShrink}. */
    static FloatVector tanhShrink(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector large = a.sub(VectorMath.tanh(a));
        FloatVector s = a.mul(a);
        FloatVector p = s.fma(TanhShrink.C19, TanhShrink.C17);
        p = p.lanewise(FMA, s, TanhShrink.C15);
        p = p.lanewise(FMA, s, TanhShrink.C13);
        p = p.lanewise(FMA, s, TanhShrink.C11);
        p = p.lanewise(FMA, s, TanhShrink.C9);
        p = p.lanewise(FMA, s, TanhShrink.C7);
        p = p.lanewise(FMA, s, TanhShrink.C5);
        p = p.lanewise(FMA, s, TanhShrink.C3);
        FloatVector small = p.mul(a).mul(s);
        return small.blend(large, a.compare(VectorOperators.GE, TanhShrink.SMALL))
                .reinterpretAsInts()
                .or(x.reinterpretAsInts().and(Integer.MIN_VALUE))
                .reinterpretAsFloats();
    }

    /** {@link Silu#silu}. */
    static FloatVector silu(FloatVector x) {
        FloatVector e = VectorMath.exp(x.neg());
        return x.blend(-Silu.CUT, x.compare(VectorOperators.LT, -Silu.CUT)).div(e.add(1f));
    }

    /** {@link Silu#derivative}. */
    static FloatVector siluDerivative(FloatVector x) {
        FloatVector a = x.abs();
        a = a.blend(Silu.CUT, a.compare(VectorOperators.GT, Silu.CUT));
        FloatVector e = VectorMath.exp(a.neg());
        FloatVector one = FloatVector.broadcast(Lanes.F, 1f);
        FloatVector s = one.div(e.add(1f));
        FloatVector left = e.mul(s).mul(a.neg().fma(s, one));
        return one.sub(left).blend(left, x.compare(VectorOperators.LT, 0f));
    }

    /** {@link Mish#mish}. */
    static FloatVector mish(FloatVector x) {
        FloatVector e = VectorMath.exp(x.blend(Mish.ONE, x.compare(VectorOperators.GT, Mish.ONE)));
        FloatVector w = e.mul(e.add(2f));
        return x.blend(Mish.LOW, x.compare(VectorOperators.LT, Mish.LOW)).mul(w.div(w.add(2f)));
    }

    /** {@link Mish#derivative}. */
    static FloatVector mishDerivative(FloatVector x) {
        FloatVector b = x.blend(Mish.ONE, x.compare(VectorOperators.GT, Mish.ONE));
        b = b.blend(Mish.LOW, b.compare(VectorOperators.LT, Mish.LOW));
        FloatVector e = VectorMath.exp(b);
        FloatVector v = e.fma(e.add(2f), FloatVector.broadcast(Lanes.F, 2f));
        FloatVector top = e.add(2f).fma(v, b.mul(4f).mul(e.add(1f)));
        return e.mul(top.div(v)).div(v);
    }

    /**
     * The exponent of {@link GeluTanh}, as two numbers.
     *
     * @param low the smaller one, written; -2u is the sum of both
     * @return the larger one
     */
    static FloatVector geluTanhExponent(FloatVector x, float[] low, int at) {
        FloatVector a = x.abs();
        a = a.blend(GeluTanh.CUT, a.compare(VectorOperators.GT, GeluTanh.CUT));
        FloatVector square = a.mul(a);
        FloatVector squareLow = a.fma(a, square.neg());
        FloatVector cube = square.mul(a);
        FloatVector cubeLow = squareLow.fma(a, square.fma(a, cube.neg()));
        FloatVector third = cube.mul(GeluTanh.C3);
        FloatVector c3 = FloatVector.broadcast(Lanes.F, GeluTanh.C3);
        FloatVector thirdLow = c3.fma(cube, third.neg()).add(c3.fma(cubeLow, cube.mul(GeluTanh.C3_LOW)));
        FloatVector first = a.mul(GeluTanh.C1);
        FloatVector c1 = FloatVector.broadcast(Lanes.F, GeluTanh.C1);
        FloatVector firstLow = a.fma(FloatVector.broadcast(Lanes.F, GeluTanh.C1_LOW), c1.fma(a, first.neg()));
        FloatVector sum = first.add(third);
        FloatVector back = sum.sub(first);
        FloatVector lost = first.sub(sum.sub(back)).add(third.sub(back));
        lost.add(firstLow.add(thirdLow)).neg().intoArray(low, at);
        return sum.neg();
    }

    /** {@link GeluTanh#gelu}, given the exponent's parts. */
    static FloatVector geluTanh(FloatVector x, FloatVector high, FloatVector low) {
        FloatVector power = VectorMath.exp(high);
        FloatVector e = low.fma(power, power);
        FloatVector a = x.abs();
        a = a.blend(GeluTanh.CUT, a.compare(VectorOperators.GT, GeluTanh.CUT));
        FloatVector top = x.blend(a.neg().mul(e), x.compare(VectorOperators.LT, 0f));
        return top.div(e.add(1f));
    }

    /** {@link GeluTanh#derivative}, given the exponent's parts. */
    static FloatVector geluTanhDerivative(FloatVector x, FloatVector high, FloatVector low) {
        FloatVector power = VectorMath.exp(high);
        FloatVector e = low.fma(power, power);
        FloatVector a = x.abs();
        a = a.blend(GeluTanh.CUT, a.compare(VectorOperators.GT, GeluTanh.CUT));
        FloatVector one = FloatVector.broadcast(Lanes.F, 1f);
        FloatVector s = one.div(e.add(1f));
        FloatVector slope = a.mul(3f * GeluTanh.C3).fma(a, FloatVector.broadcast(Lanes.F, GeluTanh.C1));
        FloatVector left = e.mul(s).mul(a.neg().mul(s).fma(slope, one));
        return one.sub(left).blend(left, x.compare(VectorOperators.LT, 0f));
    }
}
