package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.D;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.lanewise.math.Pow;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;

/**
 * The loops of {@link VectorMap} for powers, by the steps of {@link Pow}: a block is widened to doubles, raised, and
 * rounded. n is a multiple of a register's length.
 */
final class PowerLoops {
    // Both blocks stay in the first-level cache; a multiple of every width.
    private static final int BLOCK = 2048;

    private static final long ROUND_BITS = Double.doubleToRawLongBits(Pow.ROUND);

    /** A block as it is and widened. */
    private record Blocks(float[] narrow, double[] wide) {}

    private static final ThreadLocal<Blocks> BLOCKS =
            ThreadLocal.withInitial(() -> new Blocks(new float[BLOCK], new double[BLOCK]));

    private PowerLoops() {}

    static void pow(float a, float b, float[] x, int xo, float[] same, int sameo, float[] y, int yo, int n) {
        Blocks blocks = BLOCKS.get();
        for (int i = 0; i < n; i += BLOCK) {
            int count = Math.min(BLOCK, n - i);
            raise(x, xo + i, a, 1, blocks, count);
            System.arraycopy(blocks.narrow, 0, y, yo + i, count);
        }
    }

    static void powBackward(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        Blocks blocks = BLOCKS.get();
        double exponent = Pow.derivativeExponent(a);
        for (int i = 0; i < n; i += BLOCK) {
            int count = Math.min(BLOCK, n - i);
            raise(x, xo + i, exponent, a, blocks, count);
            ArithmeticLoops.mul(0f, dy, dyo + i, blocks.narrow, 0, dx, dxo + i, count);
        }
    }

    /** {@code scale * x^exponent}, in narrow. */
    private static void raise(float[] x, int at, double exponent, double scale, Blocks blocks, int n) {
        float[] narrow = blocks.narrow;
        double[] wide = blocks.wide;
        System.arraycopy(x, at, narrow, 0, n);
        for (int i = 0; i < n; i++) {
            wide[i] = narrow[i];
        }
        powers(
                wide,
                exponent,
                Pow.ofNegative(exponent),
                Pow.ofZero(exponent),
                Pow.ofZero(-exponent),
                Pow.signMask(exponent),
                n);
        for (int i = 0; i < n; i++) {
            narrow[i] = (float) (scale * wide[i]);
        }
    }

    private static void powers(
            double[] x, double exponent, double ofNegative, double ofZero, double ofInfinity, long signMask, int n) {
        for (int i = 0; i < n; i += D.length()) {
            DoubleVector v = DoubleVector.fromArray(D, x, i);
            // 1. Logarithm
            DoubleVector a = v.abs();
            LongVector bits = a.reinterpretAsLongs();
            LongVector above = bits.add(Pow.ONE_OVER_SQRT_HALF);
            DoubleVector order = above.lanewise(LSHR, Pow.FRACTION_BITS)
                    .add(ROUND_BITS)
                    .reinterpretAsDoubles()
                    .sub(Pow.ROUND + Pow.BIAS);
            DoubleVector m = bits.sub(above.and(Pow.EXPONENT_MASK)).add(Pow.ONE).reinterpretAsDoubles();
            DoubleVector s = m.sub(1).div(m.add(1));
            DoubleVector z = s.mul(s);
            DoubleVector p = z.fma(Pow.L9, Pow.L7);
            p = p.lanewise(FMA, z, Pow.L5);
            p = p.lanewise(FMA, z, Pow.L3);
            p = p.lanewise(FMA, z, Pow.L1);
            // 2. Product
            DoubleVector y = p.fma(s, order).mul(exponent);
            y = y.blend(-Pow.CUT, y.compare(LT, -Pow.CUT));
            y = y.blend(Pow.CUT, y.compare(GT, Pow.CUT));
            // 3. Exponential
            DoubleVector shifted = y.add(Pow.ROUND);
            DoubleVector r = y.sub(shifted.sub(Pow.ROUND));
            DoubleVector q = r.fma(Pow.E7, Pow.E6);
            q = q.lanewise(FMA, r, Pow.E5);
            q = q.lanewise(FMA, r, Pow.E4);
            q = q.lanewise(FMA, r, Pow.E3);
            q = q.lanewise(FMA, r, Pow.E2);
            q = q.lanewise(FMA, r, Pow.E1);
            q = q.lanewise(FMA, r, Pow.E0);
            DoubleVector w = q.reinterpretAsLongs()
                    .add(shifted.reinterpretAsLongs().lanewise(LSHL, Pow.FRACTION_BITS))
                    .reinterpretAsDoubles();
            // 4. Ends
            w = w.blend(w.mul(ofNegative), v.compare(LT, 0));
            w = w.blend(ofZero, a.compare(EQ, 0));
            w = w.blend(ofInfinity, a.compare(EQ, Double.POSITIVE_INFINITY));
            w = w.reinterpretAsLongs().or(v.reinterpretAsLongs().and(signMask)).reinterpretAsDoubles();
            w.blend(v, v.compare(NE, v)).intoArray(x, i);
        }
    }
}
