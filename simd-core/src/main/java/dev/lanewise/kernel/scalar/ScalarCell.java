package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.CellKernels;

/** Recurrent cells, fused over their gates, without the Vector API. */
public final class ScalarCell implements CellKernels {
    /** A stateless instance. */
    public ScalarCell() {}
}
