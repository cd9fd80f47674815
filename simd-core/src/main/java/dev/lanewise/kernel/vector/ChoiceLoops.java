package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.lanewise.tensor.Tensor;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The loops of {@link VectorMap} with an operand more than {@link Registers} has, or with one of its own for every run of
 * elements. A run ends within a register by mask: runs may be short.
 */
final class ChoiceLoops {
    private ChoiceLoops() {}

    /** Elements from..to of x:[N,C,S], run by run of one slope; where S is 1, row by row of the slopes. */
    static void forward(Tensor x, Tensor w, Tensor y, int from, int to) {
        int channels = x.dim(1);
        int run = run(x);
        for (int at = from; at < to; ) {
            int n = Math.min(to - at, run - at % run);
            int xo = x.offset() + at;
            int yo = y.offset() + at;
            int first = Registers.head(yo, n);
            if (x.dim(2) == 1 && channels > 1) {
                row(w.array(), w.offset() + at % channels, x.array(), xo, y.array(), yo, n);
            } else {
                float slope = w.array()[w.offset() + at / run % channels];
                if (first > 0) {
                    plane(slope, x.array(), xo, y.array(), yo, first);
                }
                plane(slope, x.array(), xo + first, y.array(), yo + first, n - first);
            }
            at += n;
        }
    }

    /** The gradient for the same elements. */
    static void backward(Tensor x, Tensor w, Tensor dy, Tensor dx, int from, int to) {
        int channels = x.dim(1);
        int run = run(x);
        for (int at = from; at < to; ) {
            int n = Math.min(to - at, run - at % run);
            int xo = x.offset() + at;
            int dyo = dy.offset() + at;
            int dxo = dx.offset() + at;
            int first = Registers.head(dxo, n);
            if (x.dim(2) == 1 && channels > 1) {
                int wo = w.offset() + at % channels;
                rowBackward(w.array(), wo, x.array(), xo, dy.array(), dyo, dx.array(), dxo, n);
            } else {
                float slope = w.array()[w.offset() + at / run % channels];
                if (first > 0) {
                    planeBackward(slope, x.array(), xo, dy.array(), dyo, dx.array(), dxo, first);
                }
                planeBackward(
                        slope, x.array(), xo + first, dy.array(), dyo + first, dx.array(), dxo + first, n - first);
            }
            at += n;
        }
    }

    /** How many neighbours one call of a loop takes: a plane, all planes of a single slope, or a row of single elements. */
    private static int run(Tensor x) {
        return x.dim(1) == 1 ? x.size() : x.dim(2) == 1 ? x.dim(1) : x.dim(2);
    }

    private static void plane(float slope, float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            v.mul(slope).blend(v, v.compare(GT, 0f)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = F.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(F, x, xo + i, rest);
            v.mul(slope).blend(v, v.compare(GT, 0f)).intoArray(y, yo + i, rest);
        }
    }

    private static void planeBackward(float slope, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        FloatVector slopes = FloatVector.broadcast(F, slope);
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector factor = slopes.blend(1f, v.compare(GT, 0f)).blend(v, v.compare(NE, v));
            FloatVector.fromArray(F, dy, dyo + i).mul(factor).intoArray(dx, dxo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = F.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(F, x, xo + i, rest);
            FloatVector factor = slopes.blend(1f, v.compare(GT, 0f)).blend(v, v.compare(NE, v));
            FloatVector.fromArray(F, dy, dyo + i, rest).mul(factor).intoArray(dx, dxo + i, rest);
        }
    }

    private static void row(float[] w, int wo, float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector low = v.mul(FloatVector.fromArray(F, w, wo + i));
            low.blend(v, v.compare(GT, 0f)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = F.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(F, x, xo + i, rest);
            FloatVector low = v.mul(FloatVector.fromArray(F, w, wo + i, rest));
            low.blend(v, v.compare(GT, 0f)).intoArray(y, yo + i, rest);
        }
    }

    private static void rowBackward(
            float[] w, int wo, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, xo + i);
            FloatVector slopes = FloatVector.fromArray(F, w, wo + i);
            FloatVector factor = slopes.blend(1f, v.compare(GT, 0f)).blend(v, v.compare(NE, v));
            FloatVector.fromArray(F, dy, dyo + i).mul(factor).intoArray(dx, dxo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = F.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(F, x, xo + i, rest);
            FloatVector slopes = FloatVector.fromArray(F, w, wo + i, rest);
            FloatVector factor = slopes.blend(1f, v.compare(GT, 0f)).blend(v, v.compare(NE, v));
            FloatVector.fromArray(F, dy, dyo + i, rest).mul(factor).intoArray(dx, dxo + i, rest);
        }
    }

    /** The gradient of a maximum to its first operand, elements from..to. */
    static void winner(Tensor a, Tensor b, Tensor dy, Tensor da, int from, int to) {
        int ao = a.offset() + from;
        int bo = b.offset() + from;
        int dyo = dy.offset() + from;
        int dao = da.offset() + from;
        int first = Registers.head(dao, to - from);
        if (first > 0) {
            winner(a.array(), ao, b.array(), bo, dy.array(), dyo, da.array(), dao, first);
        }
        winner(
                a.array(),
                ao + first,
                b.array(),
                bo + first,
                dy.array(),
                dyo + first,
                da.array(),
                dao + first,
                to - from - first);
    }

    private static void winner(float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] da, int dao, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector p = FloatVector.fromArray(F, a, ao + i);
            FloatVector q = FloatVector.fromArray(F, b, bo + i);
            FloatVector g = FloatVector.fromArray(F, dy, dyo + i);
            FloatVector share = FloatVector.broadcast(F, Float.NaN).blend(g.mul(0.5f), p.compare(EQ, q));
            share.blend(g, p.compare(GT, q)).blend(0f, p.compare(LT, q)).intoArray(da, dao + i);
        }
        if (i < n) {
            VectorMask<Float> rest = F.indexInRange(i, n);
            FloatVector p = FloatVector.fromArray(F, a, ao + i, rest);
            FloatVector q = FloatVector.fromArray(F, b, bo + i, rest);
            FloatVector g = FloatVector.fromArray(F, dy, dyo + i, rest);
            FloatVector share = FloatVector.broadcast(F, Float.NaN).blend(g.mul(0.5f), p.compare(EQ, q));
            share.blend(g, p.compare(GT, q)).blend(0f, p.compare(LT, q)).intoArray(da, dao + i, rest);
        }
    }
}
