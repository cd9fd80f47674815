package dev.lanewise.kernel;

/**
 * Independent chains of fused multiply-adds in registers, without any memory: the most that the units for floats do. A
 * yardstick for kernels, not a kernel.
 */
public interface FmaLoop {
    /** The width of the vectors. */
    int bits();

    /** Floating-point operations of a {@link #run}: two for each multiply-add. */
    double flop();

    /**
     * Runs the chains.
     *
     * @param start where they begin; any small number
     * @return a number that depends on all chains, so that none of them is dead code
     */
    float run(float start);
}
