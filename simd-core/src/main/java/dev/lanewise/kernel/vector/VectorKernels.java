package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.FmaLoop;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.scalar.ScalarResample;
import dev.lanewise.kernel.scalar.ScalarSegment;
import java.util.List;
import java.util.stream.Stream;

/**
 * The fast set, on the Vector API: equal to the scalar set bit for bit at any width. Loaded by name, because the module
 * {@code jdk.incubator.vector} may be absent.
 */
public final class VectorKernels {
    private VectorKernels() {}

    /**
     * The set.
     *
     * @throws ExceptionInInitializerError if {@code -Dlanewise.vector.bits} is not a width of this machine
     */
    public static Kernels create() {
        bits();
        return new Kernels(
                new VectorGemm(),
                new VectorConv(),
                new VectorPool(),
                new VectorElementwise(),
                new VectorSoftmax(),
                new VectorReduce(),
                new VectorRandom(),
                new VectorUpdate(),
                new VectorBroadcast(),
                new VectorLayout(),
                new VectorMap(),
                new ScalarResample(),
                new VectorNorm(),
                new VectorAttention(),
                new VectorCell(),
                new ScalarSegment(),
                new VectorLoss(),
                new VectorQuant());
    }

    /** The width in bits. */
    public static int bits() {
        return Lanes.F.vectorBitSize();
    }

    /** Chains of fused multiply-adds at each width up to that of this process, the narrowest first. */
    public static List<FmaLoop> fmaLoops() {
        return Stream.of(new FmaTile128(), new FmaTile256(), new FmaTile512())
                .filter(loop -> loop.bits() <= bits())
                .toList();
    }
}
