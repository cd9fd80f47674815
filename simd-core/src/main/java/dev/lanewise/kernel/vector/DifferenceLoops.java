package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The loops of {@link VectorLoss} for losses of a difference: {@code y = f(x - t)}, and the gradient {@code out = sign *
 * f'(x - t) * g}. The elements of one register are read before any is written, so the result may be in the place of an
 * operand; what is left behind the last register goes by mask.
 */
final class DifferenceLoops {
    private DifferenceLoops() {}

    static void squared(float[] x, int at, float[] t, int bt, float[] y, int ot, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector d = FloatVector.fromArray(F, x, at + i).sub(FloatVector.fromArray(F, t, bt + i));
            d.mul(d).intoArray(y, ot + i);
        }
        if (i < n) {
            VectorMask<Float> rest = F.indexInRange(i, n);
            FloatVector d = FloatVector.fromArray(F, x, at + i, rest).sub(FloatVector.fromArray(F, t, bt + i, rest));
            d.mul(d).intoArray(y, ot + i, rest);
        }
    }

    static void absolute(float[] x, int at, float[] t, int bt, float[] y, int ot, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector d = FloatVector.fromArray(F, x, at + i).sub(FloatVector.fromArray(F, t, bt + i));
            d.abs().intoArray(y, ot + i);
        }
        if (i < n) {
            VectorMask<Float> rest = F.indexInRange(i, n);
            FloatVector d = FloatVector.fromArray(F, x, at + i, rest).sub(FloatVector.fromArray(F, t, bt + i, rest));
            d.abs().intoArray(y, ot + i, rest);
        }
    }

    static void huber(float delta, float[] x, int at, float[] t, int bt, float[] y, int ot, int n) {
        float half = 0.5f * delta;
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector d = FloatVector.fromArray(F, x, at + i).sub(FloatVector.fromArray(F, t, bt + i));
            FloatVector size = d.abs();
            FloatVector square = size.mul(0.5f).mul(size);
            size.sub(half).mul(delta).blend(square, size.compare(LE, delta)).intoArray(y, ot + i);
        }
        if (i < n) {
            VectorMask<Float> rest = F.indexInRange(i, n);
            FloatVector d = FloatVector.fromArray(F, x, at + i, rest).sub(FloatVector.fromArray(F, t, bt + i, rest));
            FloatVector size = d.abs();
            FloatVector square = size.mul(0.5f).mul(size);
            size.sub(half).mul(delta).blend(square, size.compare(LE, delta)).intoArray(y, ot + i, rest);
        }
    }

    static void smooth(float beta, float[] x, int at, float[] t, int bt, float[] y, int ot, int n) {
        float half = 0.5f * beta;
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector d = FloatVector.fromArray(F, x, at + i).sub(FloatVector.fromArray(F, t, bt + i));
            FloatVector size = d.abs();
            FloatVector square = size.mul(0.5f).mul(size).div(beta);
            size.sub(half).blend(square, size.compare(LT, beta)).intoArray(y, ot + i);
        }
        if (i < n) {
            VectorMask<Float> rest = F.indexInRange(i, n);
            FloatVector d = FloatVector.fromArray(F, x, at + i, rest).sub(FloatVector.fromArray(F, t, bt + i, rest));
            FloatVector size = d.abs();
            FloatVector square = size.mul(0.5f).mul(size).div(beta);
            size.sub(half).blend(square, size.compare(LT, beta)).intoArray(y, ot + i, rest);
        }
    }

    static void margin(float margin, float[] x, int at, float[] t, int bt, float[] y, int ot, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector d = FloatVector.fromArray(F, x, at + i).sub(FloatVector.fromArray(F, t, bt + i));
            FloatVector v = d.add(margin);
            v.blend(0f, v.compare(LT, 0f)).intoArray(y, ot + i);
        }
        if (i < n) {
            VectorMask<Float> rest = F.indexInRange(i, n);
            FloatVector d = FloatVector.fromArray(F, x, at + i, rest).sub(FloatVector.fromArray(F, t, bt + i, rest));
            FloatVector v = d.add(margin);
            v.blend(0f, v.compare(LT, 0f)).intoArray(y, ot + i, rest);
        }
    }

    static void squaredBackward(
            float two, float[] x, int at, float[] t, int bt, float[] g, int gt, float[] out, int ot, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector d = FloatVector.fromArray(F, x, at + i).sub(FloatVector.fromArray(F, t, bt + i));
            FloatVector vg = FloatVector.fromArray(F, g, gt + i);
            d.mul(two).mul(vg).intoArray(out, ot + i);
        }
        if (i < n) {
            VectorMask<Float> rest = F.indexInRange(i, n);
            FloatVector d = FloatVector.fromArray(F, x, at + i, rest).sub(FloatVector.fromArray(F, t, bt + i, rest));
            FloatVector vg = FloatVector.fromArray(F, g, gt + i, rest);
            d.mul(two).mul(vg).intoArray(out, ot + i, rest);
        }
    }

    static void absoluteBackward(
            float sign, float[] x, int at, float[] t, int bt, float[] g, int gt, float[] out, int ot, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector d = FloatVector.fromArray(F, x, at + i).sub(FloatVector.fromArray(F, t, bt + i));
            FloatVector vg = FloatVector.fromArray(F, g, gt + i);
            FloatVector slope = d.blend(1f, d.compare(GT, 0f)).blend(-1f, d.compare(LT, 0f));
            slope.mul(sign).mul(vg).intoArray(out, ot + i);
        }
        if (i < n) {
            VectorMask<Float> rest = F.indexInRange(i, n);
            FloatVector d = FloatVector.fromArray(F, x, at + i, rest).sub(FloatVector.fromArray(F, t, bt + i, rest));
            FloatVector vg = FloatVector.fromArray(F, g, gt + i, rest);
            FloatVector slope = d.blend(1f, d.compare(GT, 0f)).blend(-1f, d.compare(LT, 0f));
            slope.mul(sign).mul(vg).intoArray(out, ot + i, rest);
        }
    }

    static void huberBackward(
            float delta,
            float sign,
            float[] x,
            int at,
            float[] t,
            int bt,
            float[] g,
            int gt,
            float[] out,
            int ot,
            int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector d = FloatVector.fromArray(F, x, at + i).sub(FloatVector.fromArray(F, t, bt + i));
            FloatVector vg = FloatVector.fromArray(F, g, gt + i);
            FloatVector far = d.blend(1f, d.compare(GT, 0f)).blend(-1f, d.compare(LT, 0f));
            FloatVector slope = far.mul(delta).blend(d, d.abs().compare(LE, delta));
            slope.mul(sign).mul(vg).intoArray(out, ot + i);
        }
        if (i < n) {
            VectorMask<Float> rest = F.indexInRange(i, n);
            FloatVector d = FloatVector.fromArray(F, x, at + i, rest).sub(FloatVector.fromArray(F, t, bt + i, rest));
            FloatVector vg = FloatVector.fromArray(F, g, gt + i, rest);
            FloatVector far = d.blend(1f, d.compare(GT, 0f)).blend(-1f, d.compare(LT, 0f));
            FloatVector slope = far.mul(delta).blend(d, d.abs().compare(LE, delta));
            slope.mul(sign).mul(vg).intoArray(out, ot + i, rest);
        }
    }

    static void smoothBackward(
            float beta,
            float sign,
            float[] x,
            int at,
            float[] t,
            int bt,
            float[] g,
            int gt,
            float[] out,
            int ot,
            int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector d = FloatVector.fromArray(F, x, at + i).sub(FloatVector.fromArray(F, t, bt + i));
            FloatVector vg = FloatVector.fromArray(F, g, gt + i);
            FloatVector far = d.blend(1f, d.compare(GT, 0f)).blend(-1f, d.compare(LT, 0f));
            FloatVector slope = far.blend(d.div(beta), d.abs().compare(LT, beta));
            slope.mul(sign).mul(vg).intoArray(out, ot + i);
        }
        if (i < n) {
            VectorMask<Float> rest = F.indexInRange(i, n);
            FloatVector d = FloatVector.fromArray(F, x, at + i, rest).sub(FloatVector.fromArray(F, t, bt + i, rest));
            FloatVector vg = FloatVector.fromArray(F, g, gt + i, rest);
            FloatVector far = d.blend(1f, d.compare(GT, 0f)).blend(-1f, d.compare(LT, 0f));
            FloatVector slope = far.blend(d.div(beta), d.abs().compare(LT, beta));
            slope.mul(sign).mul(vg).intoArray(out, ot + i, rest);
        }
    }

    static void marginBackward(
            float margin,
            float sign,
            float[] x,
            int at,
            float[] t,
            int bt,
            float[] g,
            int gt,
            float[] out,
            int ot,
            int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector d = FloatVector.fromArray(F, x, at + i).sub(FloatVector.fromArray(F, t, bt + i));
            FloatVector vg = FloatVector.fromArray(F, g, gt + i);
            FloatVector v = d.add(margin);
            FloatVector slope = vg.mul(sign).blend(0f, v.compare(LE, 0f));
            slope.blend(v, v.compare(NE, v)).intoArray(out, ot + i);
        }
        if (i < n) {
            VectorMask<Float> rest = F.indexInRange(i, n);
            FloatVector d = FloatVector.fromArray(F, x, at + i, rest).sub(FloatVector.fromArray(F, t, bt + i, rest));
            FloatVector vg = FloatVector.fromArray(F, g, gt + i, rest);
            FloatVector v = d.add(margin);
            FloatVector slope = vg.mul(sign).blend(0f, v.compare(LE, 0f));
            slope.blend(v, v.compare(NE, v)).intoArray(out, ot + i, rest);
        }
    }
}
