package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;
import static jdk.incubator.vector.VectorOperators.SQRT;

import dev.lanewise.kernel.UpdateKernels.AdamStep;
import dev.lanewise.kernel.UpdateKernels.NadamStep;
import dev.lanewise.kernel.scalar.ScalarMoments;
import dev.lanewise.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/** Adam's relatives on whole registers; what is left behind the last one is scalar. */
final class VectorMoments extends ScalarMoments {
    @Override
    protected void amsgrad(Tensor p, Tensor g, Tensor m, Tensor v, Tensor largest, AdamStep step, int from, int to) {
        int n = F.loopBound(to - from);
        amsgrad(
                p.array(),
                p.offset() + from,
                g.array(),
                g.offset() + from,
                m.array(),
                m.offset() + from,
                v.array(),
                v.offset() + from,
                largest.array(),
                largest.offset() + from,
                step,
                n);
        super.amsgrad(p, g, m, v, largest, step, from + n, to);
    }

    private static void amsgrad(
            float[] p,
            int pAt,
            float[] g,
            int gAt,
            float[] m,
            int mAt,
            float[] v,
            int vAt,
            float[] largest,
            int largestAt,
            AdamStep step,
            int n) {
        FloatVector beta1 = FloatVector.broadcast(F, step.beta1());
        FloatVector beta2 = FloatVector.broadcast(F, step.beta2());
        FloatVector rest1 = FloatVector.broadcast(F, 1f - step.beta1());
        FloatVector rest2 = FloatVector.broadcast(F, 1f - step.beta2());
        FloatVector epsilon = FloatVector.broadcast(F, step.epsilon());
        FloatVector rootScale = FloatVector.broadcast(F, step.rootScale());
        FloatVector shrink = FloatVector.broadcast(F, step.shrink());
        FloatVector decay = FloatVector.broadcast(F, step.decay());
        FloatVector minusStep = FloatVector.broadcast(F, -step.stepSize());
        for (int i = 0; i < n; i += L) {
            FloatVector w = FloatVector.fromArray(F, p, pAt + i);
            FloatVector d = decay.fma(w, FloatVector.fromArray(F, g, gAt + i));
            FloatVector first = beta1.fma(FloatVector.fromArray(F, m, mAt + i), d.mul(rest1));
            FloatVector second =
                    beta2.fma(FloatVector.fromArray(F, v, vAt + i), d.mul(d).mul(rest2));
            FloatVector most = FloatVector.fromArray(F, largest, largestAt + i).max(second);
            first.intoArray(m, mAt + i);
            second.intoArray(v, vAt + i);
            most.intoArray(largest, largestAt + i);
            FloatVector root = most.lanewise(SQRT).fma(rootScale, epsilon);
            minusStep.fma(first.div(root), w.mul(shrink)).intoArray(p, pAt + i);
        }
    }

    @Override
    protected void nadam(Tensor p, Tensor g, Tensor m, Tensor v, NadamStep step, int from, int to) {
        int n = F.loopBound(to - from);
        nadam(
                p.array(),
                p.offset() + from,
                g.array(),
                g.offset() + from,
                m.array(),
                m.offset() + from,
                v.array(),
                v.offset() + from,
                step,
                n);
        super.nadam(p, g, m, v, step, from + n, to);
    }

    private static void nadam(
            float[] p, int pAt, float[] g, int gAt, float[] m, int mAt, float[] v, int vAt, NadamStep step, int n) {
        FloatVector beta1 = FloatVector.broadcast(F, step.beta1());
        FloatVector beta2 = FloatVector.broadcast(F, step.beta2());
        FloatVector rest1 = FloatVector.broadcast(F, 1f - step.beta1());
        FloatVector rest2 = FloatVector.broadcast(F, 1f - step.beta2());
        FloatVector epsilon = FloatVector.broadcast(F, step.epsilon());
        FloatVector rootScale = FloatVector.broadcast(F, step.rootScale());
        FloatVector shrink = FloatVector.broadcast(F, step.shrink());
        FloatVector decay = FloatVector.broadcast(F, step.decay());
        FloatVector minusGradient = FloatVector.broadcast(F, -step.gradientStep());
        FloatVector minusMoment = FloatVector.broadcast(F, -step.momentStep());
        for (int i = 0; i < n; i += L) {
            FloatVector w = FloatVector.fromArray(F, p, pAt + i);
            FloatVector d = decay.fma(w, FloatVector.fromArray(F, g, gAt + i));
            FloatVector first = beta1.fma(FloatVector.fromArray(F, m, mAt + i), d.mul(rest1));
            FloatVector second =
                    beta2.fma(FloatVector.fromArray(F, v, vAt + i), d.mul(d).mul(rest2));
            first.intoArray(m, mAt + i);
            second.intoArray(v, vAt + i);
            FloatVector root = second.lanewise(SQRT).fma(rootScale, epsilon);
            FloatVector moved = minusMoment.fma(first.div(root), w.mul(shrink));
            minusGradient.fma(d.div(root), moved).intoArray(p, pAt + i);
        }
    }

    @Override
    protected void adamax(Tensor p, Tensor g, Tensor m, Tensor u, AdamStep step, int from, int to) {
        int n = F.loopBound(to - from);
        adamax(
                p.array(),
                p.offset() + from,
                g.array(),
                g.offset() + from,
                m.array(),
                m.offset() + from,
                u.array(),
                u.offset() + from,
                step,
                n);
        super.adamax(p, g, m, u, step, from + n, to);
    }

    private static void adamax(
            float[] p, int pAt, float[] g, int gAt, float[] m, int mAt, float[] u, int uAt, AdamStep step, int n) {
        FloatVector beta1 = FloatVector.broadcast(F, step.beta1());
        FloatVector beta2 = FloatVector.broadcast(F, step.beta2());
        FloatVector rest1 = FloatVector.broadcast(F, 1f - step.beta1());
        FloatVector epsilon = FloatVector.broadcast(F, step.epsilon());
        FloatVector decay = FloatVector.broadcast(F, step.decay());
        FloatVector minusStep = FloatVector.broadcast(F, -step.stepSize());
        for (int i = 0; i < n; i += L) {
            FloatVector w = FloatVector.fromArray(F, p, pAt + i);
            FloatVector d = decay.fma(w, FloatVector.fromArray(F, g, gAt + i));
            FloatVector first = beta1.fma(FloatVector.fromArray(F, m, mAt + i), d.mul(rest1));
            FloatVector size =
                    FloatVector.fromArray(F, u, uAt + i).mul(beta2).max(d.abs().add(epsilon));
            first.intoArray(m, mAt + i);
            size.intoArray(u, uAt + i);
            minusStep.fma(first.div(size), w).intoArray(p, pAt + i);
        }
    }
}
