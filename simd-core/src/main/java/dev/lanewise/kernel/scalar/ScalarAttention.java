package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.AttentionKernels;

/** Scaled dot-product attention, without the Vector API. */
public final class ScalarAttention implements AttentionKernels {
    /** A stateless instance. */
    public ScalarAttention() {}
}
