package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.NormKernels;

/** Normalisation, without the Vector API. */
public final class ScalarNorm implements NormKernels {
    /** A stateless instance. */
    public ScalarNorm() {}
}
