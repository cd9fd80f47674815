package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Kernels;

/** The complete reference set: it needs no Vector API, defines the bits, and is fast by C2's auto-vectoriser. */
public final class ScalarKernels {
    private ScalarKernels() {}

    /** The set. */
    public static Kernels create() {
        return new Kernels(
                new ScalarGemm(),
                new ScalarConv(),
                new ScalarPool(),
                new ScalarElementwise(),
                new ScalarSoftmax(),
                new ScalarReduce(),
                new ScalarRandom(),
                new ScalarUpdate(),
                new ScalarBroadcast(),
                new ScalarLayout(),
                new ScalarMap(),
                new ScalarResample(),
                new ScalarNorm(),
                new ScalarAttention(),
                new ScalarCell(),
                new ScalarSegment(),
                new ScalarLoss(),
                new ScalarQuant());
    }
}
