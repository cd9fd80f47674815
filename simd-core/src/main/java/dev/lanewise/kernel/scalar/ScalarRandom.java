package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.RandomArguments;
import dev.lanewise.kernel.RandomKernels;
import dev.lanewise.math.Normals;
import dev.lanewise.math.Threefry;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/** Counter-based random numbers, by their definitions. */
public final class ScalarRandom implements RandomKernels {
    // Some tens of microseconds of work each; a normal deviate costs two functions in double.
    private static final int GRAIN = 1 << 14;
    private static final int NORMAL_GRAIN = 1 << 10;

    /** The reference kernels. */
    public ScalarRandom() {}

    @Override
    public void uniform(long seed, long stream, float low, float high, Tensor y) {
        RandomArguments.uniform(low, high);
        long key = Threefry.key(seed, stream);
        int n = y.size();
        if (Parallel.inline(n, GRAIN)) {
            uniform(key, low, high, y, 0, n);
        } else {
            Parallel.run(n, GRAIN, (from, to, worker) -> uniform(key, low, high, y, from, to));
        }
    }

    @Override
    public void normal(long seed, long stream, float mean, float deviation, Tensor y) {
        RandomArguments.normal(mean, deviation);
        long key = Threefry.key(seed, stream);
        int n = y.size();
        if (Parallel.inline(n, NORMAL_GRAIN)) {
            normal(key, mean, deviation, y, 0, n);
        } else {
            Parallel.run(n, NORMAL_GRAIN, (from, to, worker) -> normal(key, mean, deviation, y, from, to));
        }
    }

    @Override
    public void bernoulli(long seed, long stream, float probability, float scale, Tensor y) {
        RandomArguments.bernoulli(probability);
        long key = Threefry.key(seed, stream);
        int n = y.size();
        if (Parallel.inline(n, GRAIN)) {
            bernoulli(key, probability, scale, y, 0, n);
        } else {
            Parallel.run(n, GRAIN, (from, to, worker) -> bernoulli(key, probability, scale, y, from, to));
        }
    }

    private static void uniform(long key, float low, float high, Tensor y, int from, int to) {
        float[] array = y.array();
        int offset = y.offset();
        float range = high - low;
        float largest = Math.nextDown(high);
        for (int i = from; i < to; i++) {
            float u = Threefry.unit((int) Threefry.block(key, i));
            // u is below 1, but the sum can round up to high.
            array[offset + i] = Math.min(Math.fma(u, range, low), largest);
        }
    }

    private static void normal(long key, float mean, float deviation, Tensor y, int from, int to) {
        for (int i = from; i < to; i++) {
            y.array()[y.offset() + i] = Normals.normal(Threefry.block(key, i), mean, deviation);
        }
    }

    private static void bernoulli(long key, float probability, float scale, Tensor y, int from, int to) {
        float[] array = y.array();
        int offset = y.offset();
        for (int i = from; i < to; i++) {
            float u = Threefry.unit((int) Threefry.block(key, i));
            array[offset + i] = u < probability ? scale : 0f;
        }
    }
}
