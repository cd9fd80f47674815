package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.MapKernels;

/** Functions of one element: activations and elementary functions, without the Vector API. */
public final class ScalarMap implements MapKernels {
    /** A stateless instance. */
    public ScalarMap() {}
}
