package dev.lanewise.kernel.vector;

import static jdk.incubator.vector.VectorOperators.ROL;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.lanewise.kernel.RandomArguments;
import dev.lanewise.kernel.RandomKernels;
import dev.lanewise.math.Normals;
import dev.lanewise.math.Threefry;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Counter-based random numbers, a register of counters at a time. Normal numbers are scalar: their functions are. */
final class VectorRandom implements RandomKernels {
    // Some tens of microseconds of work each; a normal deviate costs two functions in double.
    private static final int GRAIN = 1 << 14;
    private static final int NORMAL_GRAIN = 1 << 10;

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
     * {@link Threefry#unit} of word 0 of {@link Threefry#block} for the counters of {@code [from, to)}. The twenty rounds
     * are a loop over five groups of four: written out, they are more calls than C2 reliably inlines into one method.
     */
    private static void units(long key, float[] y, int offset, int from, int to) {
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        IntVector start = IntVector.broadcast(Lanes.I, k0).addIndex(1);
        IntVector key1 = IntVector.broadcast(Lanes.I, k1);
        int i = from;
        for (; i <= to - Lanes.L; i += Lanes.L) {
            IntVector x0 = start.add(i);
            IntVector x1 = key1;
            int a = k1;
            int b = Threefry.PARITY ^ k0 ^ k1;
            int c = k0;
            for (int group = 1; group <= 5; group++) {
                boolean odd = (group & 1) == 1;
                x0 = x0.add(x1);
                x1 = x1.lanewise(ROL, odd ? 13 : 17).lanewise(XOR, x0);
                x0 = x0.add(x1);
                x1 = x1.lanewise(ROL, odd ? 15 : 29).lanewise(XOR, x0);
                x0 = x0.add(x1);
                x1 = x1.lanewise(ROL, odd ? 26 : 16).lanewise(XOR, x0);
                x0 = x0.add(x1);
                x1 = x1.lanewise(ROL, odd ? 6 : 24).lanewise(XOR, x0);
                x0 = x0.add(a);
                x1 = x1.add(b + group);
                int first = a;
                a = b;
                b = c;
                c = first;
            }
            IntVector bits = x0.lanewise(VectorOperators.LSHR, Threefry.UNUSED_BITS);
            ((FloatVector) bits.convert(VectorOperators.I2F, 0))
                    .mul(Threefry.UNIT)
                    .intoArray(y, offset + i);
        }
        for (; i < to; i++) {
            y[offset + i] = Threefry.unit((int) Threefry.block(key, i));
        }
    }
}
