package dev.lanewise.kernel.scalar;

import static dev.lanewise.kernel.scalar.ScalarUpdate.BLOCK;
import static dev.lanewise.kernel.scalar.ScalarUpdate.BLOCKS;
import static dev.lanewise.kernel.scalar.ScalarUpdate.GRAIN;
import static dev.lanewise.kernel.scalar.ScalarUpdate.read;
import static dev.lanewise.kernel.scalar.ScalarUpdate.write;

import dev.lanewise.kernel.UpdateKernels.AdamStep;
import dev.lanewise.kernel.UpdateKernels.NadamStep;
import dev.lanewise.kernel.UpdateShapes;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/** Adam's relatives, for {@link ScalarUpdate}. */
public class ScalarMoments {
    /** Stateless loops without the Vector API. */
    public ScalarMoments() {}

    final void amsgrad(Tensor p, Tensor g, Tensor m, Tensor v, Tensor largest, AdamStep step) {
        UpdateShapes.sameSize("amsgrad", "g", g, p);
        UpdateShapes.sameSize("amsgrad", "m", m, p);
        UpdateShapes.sameSize("amsgrad", "v", v, p);
        UpdateShapes.sameSize("amsgrad", "largest", largest, p);
        if (Parallel.inline(p.size(), GRAIN)) {
            amsgrad(p, g, m, v, largest, step, 0, p.size());
        } else {
            Parallel.run(p.size(), GRAIN, (from, to, worker) -> amsgrad(p, g, m, v, largest, step, from, to));
        }
    }

    /** The elements from..to. */
    protected void amsgrad(Tensor p, Tensor g, Tensor m, Tensor v, Tensor largest, AdamStep step, int from, int to) {
        float[][] blocks = BLOCKS.get();
        for (int i = from; i < to; i += BLOCK) {
            int n = Math.min(BLOCK, to - i);
            float[] pBlock = read(p, i, blocks[0], n);
            float[] gBlock = read(g, i, blocks[1], n);
            float[] mBlock = read(m, i, blocks[2], n);
            float[] vBlock = read(v, i, blocks[3], n);
            float[] largestBlock = read(largest, i, blocks[4], n);
            amsgrad(pBlock, gBlock, mBlock, vBlock, largestBlock, step, n);
            write(pBlock, p, i, n);
            write(mBlock, m, i, n);
            write(vBlock, v, i, n);
            write(largestBlock, largest, i, n);
        }
    }

    private static void amsgrad(float[] p, float[] g, float[] m, float[] v, float[] largest, AdamStep step, int n) {
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
            largest[i] = Math.max(largest[i], v[i]);
            float root = (float) Math.sqrt(largest[i]);
            p[i] = Math.fma(-stepSize, m[i] / Math.fma(root, rootScale, epsilon), p[i] * shrink);
        }
    }

    final void nadam(Tensor p, Tensor g, Tensor m, Tensor v, NadamStep step) {
        UpdateShapes.sameSize("nadam", "g", g, p);
        UpdateShapes.sameSize("nadam", "m", m, p);
        UpdateShapes.sameSize("nadam", "v", v, p);
        if (Parallel.inline(p.size(), GRAIN)) {
            nadam(p, g, m, v, step, 0, p.size());
        } else {
            Parallel.run(p.size(), GRAIN, (from, to, worker) -> nadam(p, g, m, v, step, from, to));
        }
    }

    /** The elements from..to. */
    protected void nadam(Tensor p, Tensor g, Tensor m, Tensor v, NadamStep step, int from, int to) {
        float[][] blocks = BLOCKS.get();
        for (int i = from; i < to; i += BLOCK) {
            int n = Math.min(BLOCK, to - i);
            float[] pBlock = read(p, i, blocks[0], n);
            float[] gBlock = read(g, i, blocks[1], n);
            float[] mBlock = read(m, i, blocks[2], n);
            float[] vBlock = read(v, i, blocks[3], n);
            nadam(pBlock, gBlock, mBlock, vBlock, step, n);
            write(pBlock, p, i, n);
            write(mBlock, m, i, n);
            write(vBlock, v, i, n);
        }
    }

    private static void nadam(float[] p, float[] g, float[] m, float[] v, NadamStep step, int n) {
        float beta1 = step.beta1();
        float beta2 = step.beta2();
        float rest1 = 1f - beta1;
        float rest2 = 1f - beta2;
        float epsilon = step.epsilon();
        float gradientStep = step.gradientStep();
        float momentStep = step.momentStep();
        float rootScale = step.rootScale();
        float shrink = step.shrink();
        float decay = step.decay();
        for (int i = 0; i < n; i++) {
            float d = Math.fma(decay, p[i], g[i]);
            m[i] = Math.fma(beta1, m[i], rest1 * d);
            v[i] = Math.fma(beta2, v[i], rest2 * (d * d));
            float root = Math.fma((float) Math.sqrt(v[i]), rootScale, epsilon);
            p[i] = Math.fma(-gradientStep, d / root, Math.fma(-momentStep, m[i] / root, p[i] * shrink));
        }
    }

    final void adamax(Tensor p, Tensor g, Tensor m, Tensor u, AdamStep step) {
        UpdateShapes.sameSize("adamax", "g", g, p);
        UpdateShapes.sameSize("adamax", "m", m, p);
        UpdateShapes.sameSize("adamax", "u", u, p);
        if (Parallel.inline(p.size(), GRAIN)) {
            adamax(p, g, m, u, step, 0, p.size());
        } else {
            Parallel.run(p.size(), GRAIN, (from, to, worker) -> adamax(p, g, m, u, step, from, to));
        }
    }

    /** The elements from..to. */
    protected void adamax(Tensor p, Tensor g, Tensor m, Tensor u, AdamStep step, int from, int to) {
        float[][] blocks = BLOCKS.get();
        for (int i = from; i < to; i += BLOCK) {
            int n = Math.min(BLOCK, to - i);
            float[] pBlock = read(p, i, blocks[0], n);
            float[] gBlock = read(g, i, blocks[1], n);
            float[] mBlock = read(m, i, blocks[2], n);
            float[] uBlock = read(u, i, blocks[3], n);
            adamax(pBlock, gBlock, mBlock, uBlock, step, n);
            write(pBlock, p, i, n);
            write(mBlock, m, i, n);
            write(uBlock, u, i, n);
        }
    }

    private static void adamax(float[] p, float[] g, float[] m, float[] u, AdamStep step, int n) {
        float beta1 = step.beta1();
        float beta2 = step.beta2();
        float rest1 = 1f - beta1;
        float epsilon = step.epsilon();
        float stepSize = step.stepSize();
        float decay = step.decay();
        for (int i = 0; i < n; i++) {
            float d = Math.fma(decay, p[i], g[i]);
            m[i] = Math.fma(beta1, m[i], rest1 * d);
            u[i] = Math.max(beta2 * u[i], Math.abs(d) + epsilon);
            p[i] = Math.fma(-stepSize, m[i] / u[i], p[i]);
        }
    }
}
