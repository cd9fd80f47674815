package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.UpdateKernels;
import dev.lanewise.kernel.UpdateShapes;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Optimiser updates on vectors, with the bits of {@link dev.lanewise.kernel.scalar.ScalarUpdate}. Tails are scalar. */
final class VectorUpdate implements UpdateKernels {
    /** Elements of a chunk. */
    private static final int GRAIN = 1 << 15;

    @Override
    public void sgd(Tensor p, Tensor g, Tensor velocity, float lr, float momentum, boolean nesterov, float decay) {
        UpdateShapes.sgd(p, g, velocity, momentum);
        if (Parallel.inline(p.size(), GRAIN)) {
            sgd(p, g, velocity, lr, momentum, nesterov, decay, 0, p.size());
        } else {
            Parallel.run(
                    p.size(),
                    GRAIN,
                    (from, to, worker) -> sgd(p, g, velocity, lr, momentum, nesterov, decay, from, to));
        }
    }

    private static void sgd(
            Tensor p,
            Tensor g,
            Tensor velocity,
            float lr,
            float momentum,
            boolean nesterov,
            float decay,
            int from,
            int to) {
        int n = to - from;
        int pAt = p.offset() + from;
        int gAt = g.offset() + from;
        if (momentum == 0f) {
            sgd(p.array(), pAt, g.array(), gAt, lr, decay, n);
        } else {
            int vAt = velocity.offset() + from;
            momentum(p.array(), pAt, g.array(), gAt, velocity.array(), vAt, lr, momentum, nesterov, decay, n);
        }
    }

    private static void sgd(float[] p, int pAt, float[] g, int gAt, float lr, float decay, int n) {
        FloatVector decays = FloatVector.broadcast(F, decay);
        FloatVector steps = FloatVector.broadcast(F, -lr);
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector w = FloatVector.fromArray(F, p, pAt + i);
            FloatVector d = decays.fma(w, FloatVector.fromArray(F, g, gAt + i));
            steps.fma(d, w).intoArray(p, pAt + i);
        }
        for (; i < n; i++) {
            float w = p[pAt + i];
            p[pAt + i] = Math.fma(-lr, Math.fma(decay, w, g[gAt + i]), w);
        }
    }

    private static void momentum(
            float[] p,
            int pAt,
            float[] g,
            int gAt,
            float[] v,
            int vAt,
            float lr,
            float momentum,
            boolean nesterov,
            float decay,
            int n) {
        FloatVector decays = FloatVector.broadcast(F, decay);
        FloatVector momenta = FloatVector.broadcast(F, momentum);
        FloatVector steps = FloatVector.broadcast(F, -lr);
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector w = FloatVector.fromArray(F, p, pAt + i);
            FloatVector d = decays.fma(w, FloatVector.fromArray(F, g, gAt + i));
            FloatVector speed = momenta.fma(FloatVector.fromArray(F, v, vAt + i), d);
            speed.intoArray(v, vAt + i);
            FloatVector move = nesterov ? momenta.fma(speed, d) : speed;
            steps.fma(move, w).intoArray(p, pAt + i);
        }
        for (; i < n; i++) {
            float w = p[pAt + i];
            float d = Math.fma(decay, w, g[gAt + i]);
            float speed = Math.fma(momentum, v[vAt + i], d);
            v[vAt + i] = speed;
            p[pAt + i] = Math.fma(-lr, nesterov ? Math.fma(momentum, speed, d) : speed, w);
        }
    }

    @Override
    public void adam(Tensor p, Tensor g, Tensor m, Tensor v, AdamStep step) {
        UpdateShapes.adam(p, g, m, v);
        if (Parallel.inline(p.size(), GRAIN)) {
            adam(p, g, m, v, step, 0, p.size());
        } else {
            Parallel.run(p.size(), GRAIN, (from, to, worker) -> adam(p, g, m, v, step, from, to));
        }
    }

    private static void adam(Tensor p, Tensor g, Tensor m, Tensor v, AdamStep step, int from, int to) {
        adam(
                p.array(),
                p.offset() + from,
                g.array(),
                g.offset() + from,
                m.array(),
                m.offset() + from,
                v.array(),
                v.offset() + from,
                step,
                to - from);
    }

    private static void adam(
            float[] p, int pAt, float[] g, int gAt, float[] m, int mAt, float[] v, int vAt, AdamStep step, int n) {
        float rest1 = 1f - step.beta1();
        float rest2 = 1f - step.beta2();
        FloatVector beta1 = FloatVector.broadcast(F, step.beta1());
        FloatVector beta2 = FloatVector.broadcast(F, step.beta2());
        FloatVector epsilon = FloatVector.broadcast(F, step.epsilon());
        FloatVector rootScale = FloatVector.broadcast(F, step.rootScale());
        FloatVector decay = FloatVector.broadcast(F, step.decay());
        FloatVector minusStep = FloatVector.broadcast(F, -step.stepSize());
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector w = FloatVector.fromArray(F, p, pAt + i);
            FloatVector d = decay.fma(w, FloatVector.fromArray(F, g, gAt + i));
            FloatVector first = beta1.fma(FloatVector.fromArray(F, m, mAt + i), d.mul(rest1));
            FloatVector second =
                    beta2.fma(FloatVector.fromArray(F, v, vAt + i), d.mul(d).mul(rest2));
            first.intoArray(m, mAt + i);
            second.intoArray(v, vAt + i);
            FloatVector root = second.lanewise(VectorOperators.SQRT).fma(rootScale, epsilon);
            minusStep.fma(first.div(root), w.mul(step.shrink())).intoArray(p, pAt + i);
        }
        for (; i < n; i++) {
            float w = p[pAt + i];
            float d = Math.fma(step.decay(), w, g[gAt + i]);
            float first = Math.fma(step.beta1(), m[mAt + i], rest1 * d);
            float second = Math.fma(step.beta2(), v[vAt + i], rest2 * (d * d));
            m[mAt + i] = first;
            v[vAt + i] = second;
            float root = Math.fma((float) Math.sqrt(second), step.rootScale(), step.epsilon());
            p[pAt + i] = Math.fma(-step.stepSize(), first / root, w * step.shrink());
        }
    }
}
