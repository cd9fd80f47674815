package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.UpdateKernels;
import dev.lanewise.kernel.UpdateShapes;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/**
 * Optimiser updates without the Vector API. C2 vectorises a loop over several arrays only if they share one bare index,
 * so the windows, each at an offset of its own, go through scratch blocks.
 */
public final class ScalarUpdate implements UpdateKernels {
    private final ScalarMoments moments;
    private final ScalarScaling scaling;

    /** A stateless instance. */
    public ScalarUpdate() {
        this(new ScalarMoments(), new ScalarScaling());
    }

    /** The same with loops of another set for Adam's relatives and for what scales the gradient. */
    public ScalarUpdate(ScalarMoments moments, ScalarScaling scaling) {
        this.moments = moments;
        this.scaling = scaling;
    }

    /** Elements of a chunk. */
    static final int GRAIN = 1 << 15;

    /** Elements of a scratch block. */
    static final int BLOCK = 1024;

    /** A thread's scratch blocks: the parameter, its gradient and up to three states. */
    static final ThreadLocal<float[][]> BLOCKS = ThreadLocal.withInitial(() -> new float[5][BLOCK]);

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
        float[][] blocks = BLOCKS.get();
        for (int i = from; i < to; i += BLOCK) {
            int n = Math.min(BLOCK, to - i);
            float[] pBlock = read(p, i, blocks[0], n);
            float[] gBlock = read(g, i, blocks[1], n);
            if (step.momentum() == 0f) {
                plain(pBlock, gBlock, step, n);
            } else {
                float[] vBlock = read(velocity, i, blocks[2], n);
                if (step.nesterov()) {
                    nesterov(pBlock, gBlock, vBlock, step, n);
                } else {
                    momentum(pBlock, gBlock, vBlock, step, n);
                }
                write(vBlock, velocity, i, n);
            }
            write(pBlock, p, i, n);
        }
    }

    private static void plain(float[] p, float[] g, SgdStep step, int n) {
        float lr = step.lr();
        float decay = step.decay();
        for (int i = 0; i < n; i++) {
            p[i] = Math.fma(-lr, Math.fma(decay, p[i], g[i]), p[i]);
        }
    }

    private static void momentum(float[] p, float[] g, float[] v, SgdStep step, int n) {
        float lr = step.lr();
        float momentum = step.momentum();
        float intake = step.intake();
        float decay = step.decay();
        for (int i = 0; i < n; i++) {
            v[i] = Math.fma(momentum, v[i], intake * Math.fma(decay, p[i], g[i]));
            p[i] = Math.fma(-lr, v[i], p[i]);
        }
    }

    private static void nesterov(float[] p, float[] g, float[] v, SgdStep step, int n) {
        float lr = step.lr();
        float momentum = step.momentum();
        float intake = step.intake();
        float decay = step.decay();
        for (int i = 0; i < n; i++) {
            float d = Math.fma(decay, p[i], g[i]);
            v[i] = Math.fma(momentum, v[i], intake * d);
            p[i] = Math.fma(-lr, Math.fma(momentum, v[i], d), p[i]);
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
        float[][] blocks = BLOCKS.get();
        for (int i = from; i < to; i += BLOCK) {
            int n = Math.min(BLOCK, to - i);
            float[] pBlock = read(p, i, blocks[0], n);
            float[] gBlock = read(g, i, blocks[1], n);
            float[] mBlock = read(m, i, blocks[2], n);
            float[] vBlock = read(v, i, blocks[3], n);
            adam(pBlock, gBlock, mBlock, vBlock, step, n);
            write(pBlock, p, i, n);
            write(mBlock, m, i, n);
            write(vBlock, v, i, n);
        }
    }

    private static void adam(float[] p, float[] g, float[] m, float[] v, AdamStep step, int n) {
        float beta1 = step.beta1();
        float beta2 = step.beta2();
        float rest1 = 1f - beta1;
        float rest2 = 1f - beta2;
        float epsilon = step.epsilon();
        float stepSize = step.stepSize();
        float rootScale = step.rootScale();
        float shrink = step.shrink();
        float decay = step.decay();
        for (int i = 0; i < n; i++) {
            float d = Math.fma(decay, p[i], g[i]);
            m[i] = Math.fma(beta1, m[i], rest1 * d);
            v[i] = Math.fma(beta2, v[i], rest2 * (d * d));
            float root = (float) Math.sqrt(v[i]);
            p[i] = Math.fma(-stepSize, m[i] / Math.fma(root, rootScale, epsilon), p[i] * shrink);
        }
    }

    @Override
    public void amsgrad(Tensor p, Tensor g, Tensor m, Tensor v, Tensor largest, AdamStep step) {
        moments.amsgrad(p, g, m, v, largest, step);
    }

    @Override
    public void nadam(Tensor p, Tensor g, Tensor m, Tensor v, NadamStep step) {
        moments.nadam(p, g, m, v, step);
    }

    @Override
    public void adamax(Tensor p, Tensor g, Tensor m, Tensor u, AdamStep step) {
        moments.adamax(p, g, m, u, step);
    }

    @Override
    public void adagrad(Tensor p, Tensor g, Tensor sum, float stepSize, float epsilon, float decay) {
        scaling.adagrad(p, g, sum, stepSize, epsilon, decay);
    }

    @Override
    public void adadelta(Tensor p, Tensor g, Tensor square, Tensor delta, AdadeltaStep step) {
        scaling.adadelta(p, g, square, delta, step);
    }

    @Override
    public void rmsProp(Tensor p, Tensor g, Tensor square, Tensor mean, Tensor velocity, RmsPropStep step) {
        scaling.rmsProp(p, g, square, mean, velocity, step);
    }

    @Override
    public void average(Tensor average, Tensor p, float weight) {
        ScalarAverages.average(average, p, weight);
    }

    @Override
    public void clamp(Tensor g, float limit) {
        ScalarAverages.clamp(g, limit);
    }

    @Override
    public double powerSum(Tensor g, double order) {
        return ScalarAverages.powerSum(g, order);
    }

    static float[] read(Tensor t, int at, float[] block, int n) {
        System.arraycopy(t.array(), t.offset() + at, block, 0, n);
        return block;
    }

    static void write(float[] block, Tensor t, int at, int n) {
        System.arraycopy(block, 0, t.array(), t.offset() + at, n);
    }
}
