package dev.lanewise.kernel.scalar;

import static dev.lanewise.kernel.scalar.ScalarUpdate.BLOCK;
import static dev.lanewise.kernel.scalar.ScalarUpdate.BLOCKS;
import static dev.lanewise.kernel.scalar.ScalarUpdate.GRAIN;
import static dev.lanewise.kernel.scalar.ScalarUpdate.read;
import static dev.lanewise.kernel.scalar.ScalarUpdate.write;

import dev.lanewise.kernel.UpdateKernels.AdadeltaStep;
import dev.lanewise.kernel.UpdateKernels.RmsPropStep;
import dev.lanewise.kernel.UpdateShapes;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/** Optimisers that scale the gradient by its past size, for {@link ScalarUpdate}. */
public class ScalarScaling {
    /** Stateless loops without the Vector API. */
    public ScalarScaling() {}

    final void adagrad(Tensor p, Tensor g, Tensor sum, float stepSize, float epsilon, float decay) {
        UpdateShapes.sameSize("adagrad", "g", g, p);
        UpdateShapes.sameSize("adagrad", "sum", sum, p);
        if (Parallel.inline(p.size(), GRAIN)) {
            adagrad(p, g, sum, stepSize, epsilon, decay, 0, p.size());
        } else {
            Parallel.run(p.size(), GRAIN, (from, to, worker) -> adagrad(p, g, sum, stepSize, epsilon, decay, from, to));
        }
    }

    /** The elements from..to. */
    protected void adagrad(
            Tensor p, Tensor g, Tensor sum, float stepSize, float epsilon, float decay, int from, int to) {
        float[][] blocks = BLOCKS.get();
        for (int i = from; i < to; i += BLOCK) {
            int n = Math.min(BLOCK, to - i);
            float[] pBlock = read(p, i, blocks[0], n);
            float[] gBlock = read(g, i, blocks[1], n);
            float[] sumBlock = read(sum, i, blocks[2], n);
            adagrad(pBlock, gBlock, sumBlock, stepSize, epsilon, decay, n);
            write(pBlock, p, i, n);
            write(sumBlock, sum, i, n);
        }
    }

    private static void adagrad(float[] p, float[] g, float[] sum, float stepSize, float epsilon, float decay, int n) {
        for (int i = 0; i < n; i++) {
            float d = Math.fma(decay, p[i], g[i]);
            sum[i] = Math.fma(d, d, sum[i]);
            float root = (float) Math.sqrt(sum[i]);
            p[i] = Math.fma(-stepSize, d / (root + epsilon), p[i]);
        }
    }

    final void adadelta(Tensor p, Tensor g, Tensor square, Tensor delta, AdadeltaStep step) {
        UpdateShapes.sameSize("adadelta", "g", g, p);
        UpdateShapes.sameSize("adadelta", "square", square, p);
        UpdateShapes.sameSize("adadelta", "delta", delta, p);
        if (Parallel.inline(p.size(), GRAIN)) {
            adadelta(p, g, square, delta, step, 0, p.size());
        } else {
            Parallel.run(p.size(), GRAIN, (from, to, worker) -> adadelta(p, g, square, delta, step, from, to));
        }
    }

    /** The elements from..to. */
    protected void adadelta(Tensor p, Tensor g, Tensor square, Tensor delta, AdadeltaStep step, int from, int to) {
        float[][] blocks = BLOCKS.get();
        for (int i = from; i < to; i += BLOCK) {
            int n = Math.min(BLOCK, to - i);
            float[] pBlock = read(p, i, blocks[0], n);
            float[] gBlock = read(g, i, blocks[1], n);
            float[] squareBlock = read(square, i, blocks[2], n);
            float[] deltaBlock = read(delta, i, blocks[3], n);
            adadelta(pBlock, gBlock, squareBlock, deltaBlock, step, n);
            write(pBlock, p, i, n);
            write(squareBlock, square, i, n);
            write(deltaBlock, delta, i, n);
        }
    }

    private static void adadelta(float[] p, float[] g, float[] square, float[] delta, AdadeltaStep step, int n) {
        float lr = step.lr();
        float rho = step.rho();
        float rest = step.rest();
        float epsilon = step.epsilon();
        float decay = step.decay();
        for (int i = 0; i < n; i++) {
            float d = Math.fma(decay, p[i], g[i]);
            square[i] = Math.fma(rho, square[i], rest * (d * d));
            float over = (float) Math.sqrt(delta[i] + epsilon);
            float under = (float) Math.sqrt(square[i] + epsilon);
            float x = over / under * d;
            delta[i] = Math.fma(rho, delta[i], rest * (x * x));
            p[i] = Math.fma(-lr, x, p[i]);
        }
    }

    final void rmsProp(Tensor p, Tensor g, Tensor square, Tensor mean, Tensor velocity, RmsPropStep step) {
        UpdateShapes.sameSize("rmsProp", "g", g, p);
        UpdateShapes.sameSize("rmsProp", "square", square, p);
        if (mean != null) {
            UpdateShapes.sameSize("rmsProp", "mean", mean, p);
        }
        UpdateShapes.velocity("rmsProp", velocity, p, step.momentum());
        if (Parallel.inline(p.size(), GRAIN)) {
            rmsProp(p, g, square, mean, velocity, step, 0, p.size());
        } else {
            Parallel.run(p.size(), GRAIN, (from, to, worker) -> rmsProp(p, g, square, mean, velocity, step, from, to));
        }
    }

    // 1. the mean square, and d in the place of g; 2. what d is divided by; 3. the step.
    /** The elements from..to. */
    protected void rmsProp(
            Tensor p, Tensor g, Tensor square, Tensor mean, Tensor velocity, RmsPropStep step, int from, int to) {
        float[][] blocks = BLOCKS.get();
        for (int i = from; i < to; i += BLOCK) {
            int n = Math.min(BLOCK, to - i);
            float[] pBlock = read(p, i, blocks[0], n);
            float[] dBlock = read(g, i, blocks[1], n);
            float[] rootBlock = read(square, i, blocks[2], n);
            squares(pBlock, dBlock, rootBlock, step, n);
            write(rootBlock, square, i, n);
            if (mean != null) {
                float[] meanBlock = read(mean, i, blocks[3], n);
                variances(dBlock, meanBlock, rootBlock, step, n);
                write(meanBlock, mean, i, n);
            }
            if (step.momentum() == 0f) {
                plain(pBlock, dBlock, rootBlock, step, n);
            } else {
                float[] velocityBlock = read(velocity, i, blocks[4], n);
                momentum(pBlock, dBlock, rootBlock, velocityBlock, step, n);
                write(velocityBlock, velocity, i, n);
            }
            write(pBlock, p, i, n);
        }
    }

    private static void squares(float[] p, float[] d, float[] square, RmsPropStep step, int n) {
        float alpha = step.alpha();
        float rest = step.rest();
        float decay = step.decay();
        for (int i = 0; i < n; i++) {
            d[i] = Math.fma(decay, p[i], d[i]);
            square[i] = Math.fma(alpha, square[i], rest * (d[i] * d[i]));
        }
    }

    private static void variances(float[] d, float[] mean, float[] square, RmsPropStep step, int n) {
        float alpha = step.alpha();
        float rest = step.rest();
        for (int i = 0; i < n; i++) {
            mean[i] = Math.fma(alpha, mean[i], rest * d[i]);
            square[i] = Math.max(0f, Math.fma(-mean[i], mean[i], square[i]));
        }
    }

    private static void plain(float[] p, float[] d, float[] square, RmsPropStep step, int n) {
        float lr = step.lr();
        float epsilon = step.epsilon();
        for (int i = 0; i < n; i++) {
            float root = (float) Math.sqrt(square[i]);
            p[i] = Math.fma(-lr, d[i] / (root + epsilon), p[i]);
        }
    }

    private static void momentum(float[] p, float[] d, float[] square, float[] velocity, RmsPropStep step, int n) {
        float lr = step.lr();
        float epsilon = step.epsilon();
        float momentum = step.momentum();
        for (int i = 0; i < n; i++) {
            float root = (float) Math.sqrt(square[i]);
            velocity[i] = Math.fma(momentum, velocity[i], d[i] / (root + epsilon));
            p[i] = Math.fma(-lr, velocity[i], p[i]);
        }
    }
}
