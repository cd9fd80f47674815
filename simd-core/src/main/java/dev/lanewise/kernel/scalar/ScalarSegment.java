package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.SegmentKernels;

/** Reductions over segments of rows: graphs, without the Vector API. */
public final class ScalarSegment implements SegmentKernels {
    /** A stateless instance. */
    public ScalarSegment() {}
}
