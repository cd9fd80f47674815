package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.scalar.NormSteps;

/** Normalisation on vectors, with the bits of {@link dev.lanewise.kernel.scalar.ScalarNorm}. */
final class VectorNorm extends NormSteps {
    VectorNorm() {
        super(new NormRuns());
    }
}
