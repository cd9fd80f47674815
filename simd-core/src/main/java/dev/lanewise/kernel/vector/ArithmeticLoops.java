package dev.lanewise.kernel.vector;

import dev.lanewise.tensor.Tensor;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** The loops of {@link VectorElementwise} for sums and products. Tails are masked. */
final class ArithmeticLoops {
    private ArithmeticLoops() {}

    /** {@code y = a + b}. */
    static void add(float alpha, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < Lanes.F.loopBound(n); i += Lanes.L) {
            FloatVector va = FloatVector.fromArray(Lanes.F, a, ao + i);
            FloatVector vb = FloatVector.fromArray(Lanes.F, b, bo + i);
            va.add(vb).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = Lanes.F.indexInRange(i, n);
            FloatVector va = FloatVector.fromArray(Lanes.F, a, ao + i, tail);
            FloatVector vb = FloatVector.fromArray(Lanes.F, b, bo + i, tail);
            va.add(vb).intoArray(y, yo + i, tail);
        }
    }

    /** {@code y = a - b}. */
    static void sub(float alpha, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < Lanes.F.loopBound(n); i += Lanes.L) {
            FloatVector va = FloatVector.fromArray(Lanes.F, a, ao + i);
            FloatVector vb = FloatVector.fromArray(Lanes.F, b, bo + i);
            va.sub(vb).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = Lanes.F.indexInRange(i, n);
            FloatVector va = FloatVector.fromArray(Lanes.F, a, ao + i, tail);
            FloatVector vb = FloatVector.fromArray(Lanes.F, b, bo + i, tail);
            va.sub(vb).intoArray(y, yo + i, tail);
        }
    }

    /** {@code y = a * b}. */
    static void mul(float alpha, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < Lanes.F.loopBound(n); i += Lanes.L) {
            FloatVector va = FloatVector.fromArray(Lanes.F, a, ao + i);
            FloatVector vb = FloatVector.fromArray(Lanes.F, b, bo + i);
            va.mul(vb).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = Lanes.F.indexInRange(i, n);
            FloatVector va = FloatVector.fromArray(Lanes.F, a, ao + i, tail);
            FloatVector vb = FloatVector.fromArray(Lanes.F, b, bo + i, tail);
            va.mul(vb).intoArray(y, yo + i, tail);
        }
    }

    /** {@code y = a / b}. */
    static void div(float alpha, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < Lanes.F.loopBound(n); i += Lanes.L) {
            FloatVector va = FloatVector.fromArray(Lanes.F, a, ao + i);
            FloatVector vb = FloatVector.fromArray(Lanes.F, b, bo + i);
            va.div(vb).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = Lanes.F.indexInRange(i, n);
            FloatVector va = FloatVector.fromArray(Lanes.F, a, ao + i, tail);
            FloatVector vb = FloatVector.fromArray(Lanes.F, b, bo + i, tail);
            va.div(vb).intoArray(y, yo + i, tail);
        }
    }

    /** {@code y = max(a, b)}, as {@link Math#max}. */
    static void max(float alpha, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < Lanes.F.loopBound(n); i += Lanes.L) {
            FloatVector va = FloatVector.fromArray(Lanes.F, a, ao + i);
            FloatVector vb = FloatVector.fromArray(Lanes.F, b, bo + i);
            va.max(vb).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = Lanes.F.indexInRange(i, n);
            FloatVector va = FloatVector.fromArray(Lanes.F, a, ao + i, tail);
            FloatVector vb = FloatVector.fromArray(Lanes.F, b, bo + i, tail);
            va.max(vb).intoArray(y, yo + i, tail);
        }
    }

    /** {@code y = min(a, b)}, as {@link Math#min}. */
    static void min(float alpha, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < Lanes.F.loopBound(n); i += Lanes.L) {
            FloatVector va = FloatVector.fromArray(Lanes.F, a, ao + i);
            FloatVector vb = FloatVector.fromArray(Lanes.F, b, bo + i);
            va.min(vb).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = Lanes.F.indexInRange(i, n);
            FloatVector va = FloatVector.fromArray(Lanes.F, a, ao + i, tail);
            FloatVector vb = FloatVector.fromArray(Lanes.F, b, bo + i, tail);
            va.min(vb).intoArray(y, yo + i, tail);
        }
    }

    /** {@code y = alpha * x}. */
    static void scale(float alpha, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < Lanes.F.loopBound(n); i += Lanes.L) {
            FloatVector vx = FloatVector.fromArray(Lanes.F, x, xo + i);
            vx.mul(alpha).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = Lanes.F.indexInRange(i, n);
            FloatVector vx = FloatVector.fromArray(Lanes.F, x, xo + i, tail);
            vx.mul(alpha).intoArray(y, yo + i, tail);
        }
    }

    /** {@code y = fma(alpha, x, sum)}. */
    static void axpy(float alpha, float[] x, int xo, float[] sum, int sumo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < Lanes.F.loopBound(n); i += Lanes.L) {
            FloatVector vx = FloatVector.fromArray(Lanes.F, x, xo + i);
            FloatVector vsum = FloatVector.fromArray(Lanes.F, sum, sumo + i);
            vx.fma(FloatVector.broadcast(Lanes.F, alpha), vsum).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> tail = Lanes.F.indexInRange(i, n);
            FloatVector vx = FloatVector.fromArray(Lanes.F, x, xo + i, tail);
            FloatVector vsum = FloatVector.fromArray(Lanes.F, sum, sumo + i, tail);
            vx.fma(FloatVector.broadcast(Lanes.F, alpha), vsum).intoArray(y, yo + i, tail);
        }
    }

    /** {@code y[r] = x[r] + bias} for rows r in {@code [from, to)}. */
    static void biasRows(Tensor x, Tensor bias, Tensor y, int from, int to) {
        int columns = bias.size();
        for (int r = from; r < to; r++) {
            int row = r * columns;
            add(0f, x.array(), x.offset() + row, bias.array(), bias.offset(), y.array(), y.offset() + row, columns);
        }
    }
}
