package dev.lanewise.jmh;

import org.openjdk.jmh.annotations.Param;

/** Reductions over segments. */
public class SegmentBenchmark extends FamilyBenchmark {
    /** What is computed. */
    @Param({
        "segment.sum 4096 nodes, degree 8, width 64",
        "segment.sum weighted 4096 nodes, degree 8, width 64",
        "segment.mean 4096 nodes, degree 8, width 64",
        "segment.max 4096 nodes, degree 8, width 64",
        "segment.softmax 4096 nodes, degree 8"
    })
    public String work;

    @Override
    String work() {
        return work;
    }
}
