package dev.lanewise.kernel;

/**
 * One axis of the gradient of a convolution's input. The elements of dx whose padded position is {@code phase} modulo the
 * stride are reached by the same taps; along them the gradient is a plain correlation with dy.
 *
 * <p>Element i of the phase, {@code i = 0 .. count - 1}, stands at {@code start + i * stride} of dx. Tap k reaches it from
 * row {@code i + first - delta(k)} of dy if {@code k * dilation = phase + stride * delta}, and not at all otherwise.
 *
 * <p>Mutable, so that a warm kernel makes none.
 */
public final class ConvAxis {
    private int stride;
    private int dilation;
    private int phase;
    private int kernel;
    private int first;
    private int start;
    private int count;

    /** An axis that {@link #set} has yet to describe. */
    public ConvAxis() {}

    /** Describes one phase of an axis. */
    public void set(int extent, int kernelExtent, int strideOfAxis, int padding, int dilationOfAxis, int phaseOfAxis) {
        stride = strideOfAxis;
        dilation = dilationOfAxis;
        phase = phaseOfAxis;
        kernel = kernelExtent;
        first = Math.max(0, Math.ceilDiv(padding - phase, stride));
        start = first * stride + phase - padding;
        count = start >= extent ? 0 : (extent - 1 - start) / stride + 1;
    }

    /** The number of elements of dx in this phase. */
    public int count() {
        return count;
    }

    /** Where the phase's first element stands in dx. */
    public int start() {
        return start;
    }

    /** True if tap k reaches this phase. */
    public boolean hits(int k) {
        return k * dilation % stride == phase;
    }

    /** The row of dy from which tap k reaches element 0; may lie outside dy. */
    public int source(int k) {
        return first - (k * dilation - phase) / stride;
    }

    /** The smallest {@link #source} of any tap, that of the last tap that hits; 0 if none does. */
    public int lowest() {
        for (int k = kernel - 1; k >= 0; k--) {
            if (hits(k)) {
                return source(k);
            }
        }
        return 0;
    }

    /** The largest {@link #source} of any tap, that of the first tap that hits; 0 if none does. */
    public int highest() {
        for (int k = 0; k < kernel; k++) {
            if (hits(k)) {
                return source(k);
            }
        }
        return 0;
    }
}
