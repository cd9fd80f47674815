package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.UpdateKernels;
import dev.lanewise.kernel.UpdateShapes;
import dev.lanewise.kernel.scalar.ScalarUpdate;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Optimiser updates on vectors, with the bits of {@link ScalarUpdate}, which also frames the rarer ones. Tails are scalar. */
final class VectorUpdate implements UpdateKernels {
    /** Elements of a chunk. */
    private static final int GRAIN = 1 << 15;

    /** The rarer updates: their loops over vectors in the frame of the scalar set, and what has none. */
    private final UpdateKernels plain = new ScalarUpdate(new VectorMoments(), new VectorScaling());

    @Override
    public void sgd(Tensor p, Tensor g, Tensor velocity, SgdStep step) {
        UpdateShapes.sgd(p, g, velocity, step.momentum());
        if (Parallel.inline(p.size(), GRAIN)) {
            sgd(p, g, velocity, step, 0, p.size());
        } else {
            Parallel.run(p.size(), GRAIN, (from, to, worker) -> sgd(p, g, velocity, step, from, to));
        }
    }

    private static void sgd(Tensor p, Tensor g, Tensor velocity, SgdStep step, int from, int to) {
        int n = to - from;
        int pAt = p.offset() + from;
        int gAt = g.offset() + from;
        if (step.momentum() == 0f) {
            plain(p.array(), pAt, g.array(), gAt, step, n);
        } else {
            momentum(p.array(), pAt, g.array(), gAt, velocity.array(), velocity.offset() + from, step, n);
        }
    }

    private static void plain(float[] p, int pAt, float[] g, int gAt, SgdStep step, int n) {
        float lr = step.lr();
        float decay = step.decay();
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

    private static void momentum(float[] p, int pAt, float[] g, int gAt, float[] v, int vAt, SgdStep step, int n) {
        boolean nesterov = step.nesterov();
        FloatVector decays = FloatVector.broadcast(F, step.decay());
        FloatVector momenta = FloatVector.broadcast(F, step.momentum());
        FloatVector intakes = FloatVector.broadcast(F, step.intake());
        FloatVector steps = FloatVector.broadcast(F, -step.lr());
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector w = FloatVector.fromArray(F, p, pAt + i);
            FloatVector d = decays.fma(w, FloatVector.fromArray(F, g, gAt + i));
            FloatVector speed = momenta.fma(FloatVector.fromArray(F, v, vAt + i), intakes.mul(d));
            speed.intoArray(v, vAt + i);
            FloatVector move = nesterov ? momenta.fma(speed, d) : speed;
            steps.fma(move, w).intoArray(p, pAt + i);
        }
        for (; i < n; i++) {
            float w = p[pAt + i];
            float d = Math.fma(step.decay(), w, g[gAt + i]);
            float speed = Math.fma(step.momentum(), v[vAt + i], step.intake() * d);
            v[vAt + i] = speed;
            p[pAt + i] = Math.fma(-step.lr(), nesterov ? Math.fma(step.momentum(), speed, d) : speed, w);
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

    @Override
    public void amsgrad(Tensor p, Tensor g, Tensor m, Tensor v, Tensor largest, AdamStep step) {
        plain.amsgrad(p, g, m, v, largest, step);
    }

    @Override
    public void nadam(Tensor p, Tensor g, Tensor m, Tensor v, NadamStep step) {
        plain.nadam(p, g, m, v, step);
    }

    @Override
    public void adamax(Tensor p, Tensor g, Tensor m, Tensor u, AdamStep step) {
        plain.adamax(p, g, m, u, step);
    }

    @Override
    public void adagrad(Tensor p, Tensor g, Tensor sum, float stepSize, float epsilon, float decay) {
        plain.adagrad(p, g, sum, stepSize, epsilon, decay);
    }

    @Override
    public void adadelta(Tensor p, Tensor g, Tensor square, Tensor delta, AdadeltaStep step) {
        plain.adadelta(p, g, square, delta, step);
    }

    @Override
    public void rmsProp(Tensor p, Tensor g, Tensor square, Tensor mean, Tensor velocity, RmsPropStep step) {
        plain.rmsProp(p, g, square, mean, velocity, step);
    }

    @Override
    public void average(Tensor average, Tensor p, float weight) {
        plain.average(average, p, weight);
    }

    @Override
    public void clamp(Tensor g, float limit) {
        plain.clamp(g, limit);
    }

    @Override
    public double powerSum(Tensor g, double order) {
        return plain.powerSum(g, order);
    }
}
