package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.RandomArguments;
import dev.lanewise.kernel.RandomKernels;
import dev.lanewise.math.Normals;
import dev.lanewise.math.Threefry;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Counter-based random numbers, a register of counters at a time. Normal numbers are scalar: their functions are. */
final class VectorRandom implements RandomKernels {
    // Some tens of microseconds of work each; a normal deviate costs two functions in double.
    private static final int GRAIN = 1 << 14;
    private static final int NORMAL_GRAIN = 1 << 10;

    // Both words of this many counters stay in the first-level cache.
    private static final int BLOCK = 1024;

    private static final ThreadLocal<int[][]> WORDS = ThreadLocal.withInitial(() -> new int[2][BLOCK]);

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
        units(key, array, offset, from, to);
        FloatVector range = FloatVector.broadcast(Lanes.F, high - low);
        FloatVector start = FloatVector.broadcast(Lanes.F, low);
        // Each u is below 1, but the sum can round up to high.
        float largest = Math.nextDown(high);
        for (int i = from; i < to; i += Lanes.L) {
            VectorMask<Float> inside = Lanes.F.indexInRange(i, to);
            FloatVector v =
                    FloatVector.fromArray(Lanes.F, array, offset + i, inside).fma(range, start);
            v = v.blend(largest, v.compare(VectorOperators.GT, largest));
            v.intoArray(array, offset + i, inside);
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
        units(key, array, offset, from, to);
        for (int i = from; i < to; i += Lanes.L) {
            VectorMask<Float> inside = Lanes.F.indexInRange(i, to);
            FloatVector u = FloatVector.fromArray(Lanes.F, array, offset + i, inside);
            FloatVector v = FloatVector.zero(Lanes.F).blend(scale, u.compare(VectorOperators.LT, probability));
            v.intoArray(array, offset + i, inside);
        }
    }

    /**
     * {@link Threefry#unit} of word 0 of {@link Threefry#block} for the counters of {@code [from, to)}. Plain loops over
     * short arrays, which C2 turns into vector code by itself: written with the Vector API, the twenty rounds are more
     * calls than it reliably inlines into one method.
     */
    private static void units(long key, float[] y, int offset, int from, int to) {
        int[][] words = WORDS.get();
        int[] x0 = words[0];
        int[] x1 = words[1];
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int i = from; i < to; i += BLOCK) {
            int n = Math.min(BLOCK, to - i);
            start(x0, x1, n, i + k0, k1);
            turns(key, x0, x1, n);
            for (int j = 0; j < n; j++) {
                y[offset + i + j] = (x0[j] >>> Threefry.UNUSED_BITS) * Threefry.UNIT;
            }
        }
    }

    /**
     * {@link Threefry#block} for n counters.
     *
     * @param x0 the low half of each counter plus the key's word 0; then word 0 of the block
     * @param x1 the high half of each counter plus the key's word 1; then word 1
     */
    static void turns(long key, int[] x0, int[] x1, int n) {
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        int k2 = Threefry.PARITY ^ k0 ^ k1;
        oddTurn(x0, x1, n, k1, k2 + 1);
        evenTurn(x0, x1, n, k2, k0 + 2);
        oddTurn(x0, x1, n, k0, k1 + 3);
        evenTurn(x0, x1, n, k1, k2 + 4);
        oddTurn(x0, x1, n, k2, k0 + 5);
    }

    private static void start(int[] x0, int[] x1, int n, int first, int second) {
        for (int j = 0; j < n; j++) {
            x0[j] = first + j;
            x1[j] = second;
        }
    }

    /** Four rounds and the key that is added after them. */
    private static void oddTurn(int[] x0, int[] x1, int n, int key0, int key1) {
        for (int j = 0; j < n; j++) {
            int a = x0[j];
            int b = x1[j];
            a += b;
            b = Integer.rotateLeft(b, 13) ^ a;
            a += b;
            b = Integer.rotateLeft(b, 15) ^ a;
            a += b;
            b = Integer.rotateLeft(b, 26) ^ a;
            a += b;
            b = Integer.rotateLeft(b, 6) ^ a;
            x0[j] = a + key0;
            x1[j] = b + key1;
        }
    }

    /** The same with the other four rotations. */
    private static void evenTurn(int[] x0, int[] x1, int n, int key0, int key1) {
        for (int j = 0; j < n; j++) {
            int a = x0[j];
            int b = x1[j];
            a += b;
            b = Integer.rotateLeft(b, 17) ^ a;
            a += b;
            b = Integer.rotateLeft(b, 29) ^ a;
            a += b;
            b = Integer.rotateLeft(b, 16) ^ a;
            a += b;
            b = Integer.rotateLeft(b, 24) ^ a;
            x0[j] = a + key0;
            x1[j] = b + key1;
        }
    }
}
