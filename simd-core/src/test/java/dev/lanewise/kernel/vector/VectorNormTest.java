package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.Bits;
import dev.lanewise.kernel.NormContract;
import dev.lanewise.kernel.NormKernels;
import dev.lanewise.kernel.scalar.ScalarNorm;
import org.junit.jupiter.api.Test;

@NeedsWidth
class VectorNormTest extends NormContract {
    @Override
    protected NormKernels kernels() {
        return new VectorNorm();
    }

    @Test
    void everything_hasTheScalarBits() {
        int[][] problems = {
            {3, 5, 1, 1},
            {2, 66, 1, 3},
            {9, 128, 1, 1},
            {70, 200, 1, 2},
            {5, 768, 1, 1},
            {3, 1021, 1, 1},
            {3, 4, 15, 4},
            {3, 4, 16, 1},
            {2, 3, 77, 3},
            {3, 4, 128, 2},
            {2, 6, 200, 3},
            {130, 70, 9, 7},
            {2, 2, 9001, 1},
            {2, 5000, 1, 1}
        };
        for (int[] extents : problems) {
            float[][] scalar = everything(new ScalarNorm(), extents);
            float[][] vector = everything(new VectorNorm(), extents);
            for (int i = 0; i < scalar.length; i++) {
                String what = "output " + i + " of " + java.util.Arrays.toString(extents);
                Bits.assertSame(scalar[i], vector[i], what);
            }
        }
    }
}
