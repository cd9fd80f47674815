package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.LossKernels;

/** Losses, without the Vector API. */
public final class ScalarLoss implements LossKernels {
    /** A stateless instance. */
    public ScalarLoss() {}
}
