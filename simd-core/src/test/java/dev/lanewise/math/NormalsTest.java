package dev.lanewise.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NormalsTest {
    private static final double MAX_ULP = 1.0;
    private static final double LARGEST = 6.77;

    @Test
    void normal_isTheCosineBranchOfBoxAndMuller() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 100_000; i++) {
            long words = random.nextLong();
            double u = ((words & 0xFFFFFFFFL) + 0.5) * 0x1p-32;
            double z = StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * (words >>> 32) * 0x1p-32);
            // The plain cosine loses digits around its zeros, so the bound is relative to a deviation there.
            double allowed = MAX_ULP * Math.ulp((float) Math.max(Math.abs(z), 0x1p-20));
            assertEquals(z, Normals.normal(words, 0f, 1f), allowed);
        }
    }

    @Test
    void normal_isFiniteForEveryExtremeWord() {
        for (int word0 : new int[] {0, 1, -1, Integer.MIN_VALUE}) {
            for (long word1 : new long[] {0, 1, -1, Integer.MIN_VALUE, 0x40000000, 0x20000000, 0xe0000001}) {
                long words = (word0 & 0xFFFFFFFFL) | (word1 << 32);
                assertTrue(Math.abs(Normals.normal(words, 0f, 1f)) <= LARGEST, Long.toHexString(words));
            }
        }
    }

    @Test
    void zeroDeviation_givesTheMean() {
        assertEquals(1.5f, Normals.normal(0x123456789abcdefL, 1.5f, 0f));
    }
}
