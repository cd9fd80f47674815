package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.ResampleKernels;

/** Padding by mode, patches as columns, interpolation, without the Vector API. */
public final class ScalarResample implements ResampleKernels {
    /** A stateless instance. */
    public ScalarResample() {}
}
